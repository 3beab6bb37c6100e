package demo

import (
	"fmt"
	"math"
	"slices"
)

// cast is who plays: the functions and triggers of the workspace, and the
// streams of their runs. First come those of the story, in their places and
// with their ids, whatever the size.
type cast struct {
	functions []function
	triggers  []trigger // with gaps, see hasTrigger
	streams   []stream
}

// hasTrigger reports whether there is a trigger in that place: the places of
// the deleted one and of none stay empty.
func (c *cast) hasTrigger(i int) bool { return i < len(c.triggers) && c.triggers[i].kind != "" }

// newCast returns the story's cast and as many more as the size asks for.
func newCast(seed uint64, size Size) cast {
	c := cast{functions: slices.Clone(functions[:]), triggers: slices.Clone(triggers[:]), streams: slices.Clone(streams[:])}
	for i := range c.functions {
		c.functions[i].like = i
	}
	d := newDice(seed, diceCast)
	for i := range size.Functions - len(functions) {
		c.functions = append(c.functions, extra(&d, seed, i))
	}
	if more := size.Triggers - len(triggers); more > 0 {
		c.triggers = append(c.triggers, make([]trigger, noTrigger+1-len(triggers))...)
		c.hire(&d, more)
	}
	return c
}

// alike are the functions that the others take after: all but those with
// exhibits and the one that only ever reports.
var alike = [...]int{processOrder, syncStock, chargeCard, sendMail, createInvoice, resizeImage, cafeSearch, scoreFraud, cleanSessions, translateText}

// extra makes one more function. It goes about its work as one of the story
// does, slower or faster; one in forty fails all the time.
func extra(d *dice, seed uint64, i int) function {
	// Names come from a table of verbs and nouns, each pair once: the step has
	// no divisor in common with the number of pairs.
	const step = 1237
	all := len(verbs) * len(nouns)
	pair := (int(mix(seed)%uint64(all)) + i*step) % all
	verb, noun := verbs[pair/len(nouns)], nouns[pair%len(nouns)]
	like := pick(d, alike[:])
	f := functions[like]
	pace := math.Exp(0.7 * d.bell())
	f.name, f.like = verb.word+"-"+noun, like
	f.description = fmt.Sprintf(verb.says, noun)
	f.middle, f.queue = min(f.middle*pace, float64(f.timeout)/8), int64(float64(f.queue)*pace)
	f.flaky *= 0.3 + d.unit()
	if d.below(40) == 0 {
		f.flaky = 0.2 + 0.5*d.unit()
	}
	return f
}

// hire adds triggers. How often each comes follows a power law: a few come
// every minute, most every few hours, some never yet. Functions that have many
// are few, and some have none at all.
func (c *cast) hire(d *dice, more int) {
	ranks := make([]int, more)
	for i := range ranks {
		at := int(d.below(int64(i + 1)))
		ranks[i], ranks[at] = ranks[at], i
	}
	named := map[string]int{}
	for _, rank := range ranks {
		fn := int(d.below(int64(len(functions))))
		if extras := len(c.functions) - len(functions); extras > 0 {
			fn = len(functions) + int(float64(extras)*math.Pow(d.unit(), 1.6))
		}
		every := int64(45 * float64(second) * math.Pow(float64(rank+1), 1.05))
		t, st := c.engage(d, fn, every)
		if named[t.name]++; named[t.name] > 1 {
			t.name = fmt.Sprintf("%s-%d", t.name, named[t.name])
		}
		t.paused = d.below(40) == 0
		c.triggers = append(c.triggers, t)
		if d.below(12) > 0 { // else it has never come yet
			st.trigger, st.fn = len(c.triggers)-1, fn
			c.streams = append(c.streams, st)
		}
	}
}

// engage makes a trigger of any kind for a function, and the stream of its
// runs, which come about that often.
func (c *cast) engage(d *dice, fn int, every int64) (trigger, stream) {
	f := &c.functions[fn]
	params := ""
	if d.below(3) == 0 {
		params = fmt.Sprintf(`"params":{"region":"eu-%d","token":{"value":"planted-secret-%s","encrypt":true}}`, d.between(1, 5), d.hex(4))
	}
	with := func(text string, args ...any) string {
		text = fmt.Sprintf(text, args...)
		if params != "" {
			text += "," + params
		}
		return "{" + text + "}"
	}
	t, st := trigger{fn: fn}, stream{kind: rhythmic, every: every * 3 / 4} // a quarter of its slots stay empty
	noun := pick(d, nouns[:])
	switch n := d.below(100); {
	case n < 40:
		what := pick(d, []string{"created", "updated", "deleted"})
		t.kind, t.name = eventDriven, noun+"-"+what
		t.description = "A record in " + noun + " was " + what
		t.metadata = with(`"event":"record_%s","recordSlug":%q`, what, noun)
	case n < 72:
		t.kind = scheduled
		c.schedule(d, f, every, &t, &st, with)
		if params == "" {
			params = `"params":{}`
		}
		if t.interval > 0 {
			t.metadata = params // the interval goes before it, see metadata
		}
	case n < 84:
		t.kind, t.name, t.description = httpTrigger, noun+"-hook", "Called by the partners' "+noun
		t.metadata = with(`"path":"%s/in"`, noun)
	case n < 92:
		t.kind, t.name, t.description = endpoint, noun+"-api", "Called by the shop for "+noun
		t.metadata = with(`"path":"v1/%s"`, noun)
	default:
		t.kind, t.name, t.description = onDemand, "run-"+f.name, "Runs "+f.name+" by hand"
		t.metadata = "{" + params + "}"
	}
	return t, st
}

// intervals are those that people choose; what is rarer goes by the day.
var intervals = [...]struct {
	name  string
	every int64
}{
	{"1m", minute}, {"2m", 2 * minute}, {"5m", 5 * minute}, {"10m", 10 * minute}, {"15m", 15 * minute}, {"30m", 30 * minute},
	{"1h", hour}, {"2h", 2 * hour}, {"4h", 4 * hour}, {"6h", 6 * hour}, {"12h", 12 * hour},
}

// schedule makes a trigger one that comes by the clock, about that often.
func (c *cast) schedule(d *dice, f *function, every int64, t *trigger, st *stream, with func(string, ...any) string) {
	for _, i := range intervals {
		if i.every < every {
			continue
		}
		t.name, t.interval, t.description = f.name+"-"+i.name, i.every, "Every "+i.name
		st.kind, st.every, st.offset = steady, i.every, d.below(i.every)
		return
	}
	at := d.below(24*12) * 5 * minute
	t.name, t.description = f.name+"-daily", "Once a day"
	t.metadata = with(`"scheduleType":"cron","cronExpression":"%d %d * * *","timezone":"UTC"`, at%hour/minute, at/hour)
	st.kind, st.every, st.offset = daily, 0, at
}

// Functions and triggers of the story were made in the weeks after the
// workspace was; the others within three months.
const extrasMade = 90 * day

func (w *world) functionMade(i int) int64 {
	if i < len(functions) {
		return tablesMade + int64(i)*3*day + int64(i)*hour
	}
	d := newDice(w.seed, diceCast, uint64(i))
	return tablesMade + d.below(extrasMade)
}

func (w *world) triggerMade(i int) int64 {
	made := tablesMade + int64(i)*2*day + 30*minute
	if i < len(triggers) {
		return made
	}
	return w.functionMade(w.triggers[i].fn) + hour
}
