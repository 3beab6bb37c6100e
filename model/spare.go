package model

import "time"

// spare is how many requests may go now to what is not hot. It leaves alone
// what is not planned and what the hot ones will take, so that a large account
// being read for the first time never starves what is looked at. Once half of
// the budget is used it goes evenly: what is read in one moment is due in one
// moment again, and would wait for the window to move on again and again. Only
// what was never read does not wait for that.
func (p *paces) spare(needs []Need, m *Means, now time.Time) int {
	const window, steps = time.Minute, 6
	var leaving [steps]float64 // readings of what is not hot, by when the window forgets them
	used, recent := m.Budget-m.Left, m.UnderWay
	hot, unread := float64(used), 0
	for i := range needs {
		n := &needs[i]
		if n.Fetched.IsZero() && !n.InFlight && n.urgency() != Hot {
			unread++
		}
		age := now.Sub(n.Fetched)
		if age < 0 || age >= window {
			continue
		}
		if age < window/steps {
			recent++
		}
		if n.urgency() != Hot {
			leaving[(window-age-1)*steps/window]++
			hot--
		}
	}
	spare := m.Left - (m.Budget - int(p.planned)) - p.promised(leaving[:], hot)
	if used*2 >= m.Budget {
		spare = min(spare, max(unread, int(p.planned/steps)+1-recent))
	}
	return spare
}

// promised is how many requests the hot ones will take before the window gives
// them back. While all goes evenly that is none: as many leave the window as
// enter it. After a burst of the others nothing leaves it for a while.
func (p *paces) promised(others []float64, hot float64) int {
	steps := float64(len(others))
	owed, most := 0.0, 0.0
	for _, n := range others {
		owed += p.hot / steps
		most = max(most, owed)
		owed -= n + max(0, hot)/steps
	}
	return int(most)
}
