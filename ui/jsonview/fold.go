package jsonview

import (
	"slices"
	"sort"
)

// tree is a document with containers folded and strings opened.
type tree struct {
	d       *doc
	patches []patch // in the order of lines; none lies within another
	shift   []int   // how far down patches[i] moves from its line
	size    int     // lines that are there to be seen

	up *tree // the tree in which this one is a string; nil at the top
	at int   // and that string's line
}

// patch is a line that is shown otherwise than it stands.
type patch struct {
	line, hide uint32 // the lines hidden behind it; whole where there is more to it
	more       *more
}

// within marks a fold whose own containers were folded with it, so that it
// opens one level at a time. A document has fewer lines than that.
const within = 1 << 31

// mostFolds is how many containers are folded at once at most: where there
// are more they stay open.
const mostFolds = 1 << 20

// more is what few patches have.
type more struct {
	sub   *tree   // the document in the string that stands there
	inner []patch // within a fold, for when it opens again
}

func (p *patch) hidden() int { return int(p.hide &^ within) }

func (p *patch) sub() *tree {
	if p.more == nil {
		return nil
	}
	return p.more.sub
}

// grows is how many lines more the patch makes.
func (p *patch) grows() int {
	if s := p.sub(); s != nil {
		return s.size - 1
	}
	return -p.hidden()
}

// spot is a line of one of the documents.
type spot struct {
	t    *tree
	line int
}

// settled counts anew after patches changed, up to the top.
func (t *tree) settled() {
	for ; t != nil; t = t.up {
		t.shift = t.shift[:0]
		sum := 0
		for i := range t.patches {
			t.shift = append(t.shift, sum)
			sum += t.patches[i].grows()
		}
		t.size = t.d.lines + sum
	}
}

// on is the patch at or around a line; -1 where there is none.
func (t *tree) on(line int) int {
	i := sort.Search(len(t.patches), func(i int) bool { return int(t.patches[i].line) > line }) - 1
	if i >= 0 && line <= int(t.patches[i].line)+t.patches[i].hidden() {
		return i
	}
	return -1
}

// seen is which line stands at a number among those that are to be seen.
func (t *tree) seen(number int) spot {
	i := sort.Search(len(t.patches), func(i int) bool { return int(t.patches[i].line)+t.shift[i] > number }) - 1
	if i < 0 {
		return spot{t, number}
	}
	p := &t.patches[i]
	behind := number - int(p.line) - t.shift[i]
	if s := p.sub(); s != nil && behind < s.size {
		return s.seen(behind)
	}
	if behind == 0 {
		return spot{t, int(p.line)}
	}
	return spot{t, number - t.shift[i] - p.grows()}
}

// number is where a line is to be seen: its own number or that of the fold
// it is in.
func (s spot) number() int {
	t, line := s.t, s.line
	i := sort.Search(len(t.patches), func(i int) bool { return int(t.patches[i].line) > line }) - 1
	n := line
	if i >= 0 {
		p := &t.patches[i]
		switch {
		case line <= int(p.line)+p.hidden():
			n = int(p.line) + t.shift[i]
		default:
			n += t.shift[i] + p.grows()
		}
	}
	if t.up != nil {
		n += spot{t.up, t.at}.number()
	}
	return n
}

// put sets a patch where there was none, taking in those that it hides.
func (t *tree) put(p patch) {
	from := sort.Search(len(t.patches), func(i int) bool { return int(t.patches[i].line) >= int(p.line) })
	to := from
	for to < len(t.patches) && int(t.patches[to].line) <= int(p.line)+p.hidden() {
		to++
	}
	if from < to {
		p.more = &more{inner: slices.Clone(t.patches[from:to])}
	}
	t.patches = slices.Replace(t.patches, from, to, p)
	t.settled()
}

// fold folds the container opened on c's line.
func (t *tree) fold(c cursor) {
	t.put(patch{line: uint32(c.line), hide: uint32(t.d.end(c).line - c.line)})
}

// take takes a patch away, and puts back what was within it.
func (t *tree) take(i int) {
	p := t.patches[i]
	var inner []patch
	switch {
	case p.hide&within != 0:
		inner = t.d.containers(t.d.seek(int(p.line)))
	case p.more != nil:
		inner = p.more.inner
	}
	t.patches = slices.Replace(t.patches, i, i+1, inner...)
	t.settled()
}

// reveal opens the folds that a line is in.
func (t *tree) reveal(line int) {
	if t.up != nil {
		t.up.reveal(t.at)
	}
	for i := t.on(line); i >= 0 && int(t.patches[i].line) < line; i = t.on(line) {
		t.take(i)
	}
}

// containers are folds of all that stand right in the one opened on c's line;
// none where they are too many.
func (d *doc) containers(c cursor) []patch {
	var folds []patch
	level := c.depth
	for c.next() && c.level() > level {
		if c.t.kind != opening {
			continue
		}
		if len(folds) == mostFolds {
			return nil
		}
		end := d.end(c)
		folds = append(folds, patch{line: uint32(c.line), hide: uint32(end.line-c.line) | within})
		c = end
	}
	return folds
}

// foldAll folds every container but the outermost; the strings that were
// opened are strings again.
func (t *tree) foldAll() {
	t.patches = nil
	if c := t.d.seek(0); c.t.kind == opening {
		t.patches = t.d.containers(c)
	}
	t.settled()
}

// unfoldAll opens every container. Strings stay open.
func (t *tree) unfoldAll() {
	t.patches = opened(nil, t.patches)
	t.settled()
}

// opened appends the strings that are open among patches and within them.
func opened(to, patches []patch) []patch {
	for _, p := range patches {
		switch s := p.sub(); {
		case s != nil:
			s.patches = opened(nil, s.patches)
			s.settled()
			to = append(to, p)
		case p.more != nil:
			to = opened(to, p.more.inner)
		}
	}
	return to
}
