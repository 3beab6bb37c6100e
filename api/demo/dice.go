package demo

// dice is a small repeatable source of chance. Each thing of the scenario
// throws its own, made from the seed and the thing's name, so that working
// out one run never depends on having worked out another.
type dice struct{ state uint64 }

// Tags keep apart the dice of things that would otherwise share a name.
const (
	diceSlot uint64 = iota + 1
	diceRerun
	diceError
	diceData
	diceWeight
	diceCause
	diceJob
	diceHash
	diceSecret
	diceCheck
	diceLive
	diceCast
	diceFlow
	diceFlowKey
	diceAgent
	diceAgentRun
	diceDelivery
	diceTrouble
)

func newDice(seed uint64, names ...uint64) dice {
	s := mix(seed + 0x9e3779b97f4a7c15)
	for _, n := range names {
		s = mix(s ^ (n + 0x9e3779b97f4a7c15))
	}
	return dice{s}
}

// mix is the finaliser of SplitMix64: it turns near numbers into far ones.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

func (d *dice) next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	return mix(d.state)
}

// below returns a number from 0 to n-1.
func (d *dice) below(n int64) int64 {
	if n <= 1 {
		return 0
	}
	return int64(d.next() % uint64(n))
}

// between returns a number from lo to hi-1.
func (d *dice) between(lo, hi int64) int64 { return lo + d.below(hi-lo) }

// unit returns a number from 0 up to 1.
func (d *dice) unit() float64 { return float64(d.next()>>11) / (1 << 53) }

// bell returns a number that is roughly normal around 0 with deviation 1: the
// sum of four even ones, all from one throw.
func (d *dice) bell() float64 {
	x := d.next()
	sum := x&0xffff + x>>16&0xffff + x>>32&0xffff + x>>48
	return (float64(sum)/0x10000 - 2) * 1.7320508
}

func (d *dice) hex(n int) string {
	const digits = "0123456789abcdef"
	b := make([]byte, n)
	for i := range b {
		b[i] = digits[d.below(16)]
	}
	return string(b)
}

// word returns n letters and digits as in the ids of many services.
func (d *dice) word(n int) string {
	const digits = "0123456789abcdefghijklmnopqrstuv"
	b := make([]byte, n)
	for i := range b {
		b[i] = digits[d.below(32)]
	}
	return string(b)
}

// pick returns one element of a table.
func pick[T any](d *dice, table []T) T { return table[d.below(int64(len(table)))] }
