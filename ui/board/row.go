package board

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"fntop/model"
)

// row is a function with its texts, made visible once for each survey.
type row struct {
	*model.Standing
	key     Key
	name    string
	failure model.Status // of its last run that failed
	failed  string       // what that said, nothing where it is not known
	rate    string       // of failure
	often   string       // runs a minute
	p50     string
	p95     string
	known   bool // it was read, or history knows of it
	covered bool
}

func (m *Model) rowOf(s *model.Standing) *row {
	f := &s.Function
	r := &row{
		Standing: s, key: Key{f.Profile, f.ID}, name: model.Visible(f.Name),
		known: len(s.Seen) > 0, covered: s.Covered(),
		failure: model.StatusFailure, p50: took(s.P50), p95: took(s.P95), rate: "–", often: "–",
	}
	if r.name == "" {
		r.name = model.Visible(f.ID)
	}
	if !r.known {
		r.rate, r.often, r.p50, r.p95 = "…", "…", "…", "…"
		return r
	}
	if rate := s.FailureRate(); rate.Known {
		r.rate = percent(rate.Value)
	}
	if often := s.PerMinute(); often.Known {
		r.often = PerMinute(often.Value)
	}
	if run := m.find(s.LastFailure.ID); run != nil {
		r.failure, r.failed = run.Status, why(run)
	}
	return r
}

// seen is how much of a message a line can show at the most.
const seen = 512

// why is what a run failed of, in one line.
func why(r *model.Run) string {
	text := r.ErrorMessage
	if text == "" || r.ErrorCode != "" && !strings.HasPrefix(text, r.ErrorCode) {
		text = strings.TrimSpace(r.ErrorCode + " " + text)
	}
	line, _, _ := strings.Cut(text[:min(len(text), seen)], "\n")
	return model.Visible(line)
}

// percent writes a part in a column of four cells. What is more than nothing
// is not called nothing, and what is less than all not all.
func percent(part float64) string {
	p := 100 * part
	switch {
	case p > 0 && p < 0.1:
		return "<.1%"
	case p < 9.95:
		return strconv.FormatFloat(p, 'f', 1, 64) + "%"
	case p < 100:
		p = min(p, 99)
	}
	return strconv.FormatFloat(p, 'f', 0, 64) + "%"
}

// PerMinute writes how many there are a minute in a column of four cells.
func PerMinute(n float64) string {
	switch {
	case n == 0:
		return "0"
	case n < 0.01:
		return "<.01"
	case n < 0.995:
		return strconv.FormatFloat(n, 'f', 2, 64)
	case n < 99.5:
		return strconv.FormatFloat(n, 'f', 1, 64)
	}
	return strconv.FormatFloat(n, 'f', 0, 64)
}

// orders compare rows; a nil one leaves the survey's order.
var orders = [...]func(a, b *row) int{
	Worst:         nil,
	ByName:        func(a, b *row) int { return strings.Compare(a.name, b.name) },
	ByFailures:    func(a, b *row) int { return known(a.FailureRate(), b.FailureRate()) },
	ByRate:        func(a, b *row) int { return cmp.Compare(b.Runs, a.Runs) },
	ByP95:         func(a, b *row) int { return known(a.P95, b.P95) },
	ByLastFailure: func(a, b *row) int { return b.LastFailure.At.Compare(a.LastFailure.At) },
	ByRunning:     func(a, b *row) int { return soonest(a.Longest.At, b.Longest.At) },
	ByNext:        func(a, b *row) int { return soonest(a.Next, b.Next) },
	ByAge:         func(a, b *row) int { return a.As.Compare(b.As) },
}

// known puts the largest first and what is not known last.
func known[T cmp.Ordered](a, b model.Opt[T]) int {
	if a.Known != b.Known {
		return map[bool]int{true: -1, false: 1}[a.Known]
	}
	return cmp.Compare(b.Value, a.Value)
}

// soonest puts the earliest first and what is not known last.
func soonest(a, b time.Time) int {
	if a.IsZero() != b.IsZero() {
		return map[bool]int{true: 1, false: -1}[a.IsZero()]
	}
	return a.Compare(b)
}
