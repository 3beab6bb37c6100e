package history

import (
	"encoding/binary"
	"errors"

	"fntop/model"
)

// sample is what statistics need of a run.
type sample struct {
	function int64 // their numbers; 0 for none
	trigger  int64
	at       int64 // when it was created, in microseconds
	status   model.Status
	ended    bool  // of a run of an unknown status: that it is over all the same
	took     int64 // microseconds; -1 where that is not known
	started  int64 // of one that is not over; 0 where that is not known
}

// pack writes the samples of an hour, which are in order of time, as the table
// hour has them. All numbers are varints:
//
//	1, for the form; how many pairs of function and trigger there are, and each
//	of each run: since the run before it or since the hour began, as a signed
//	number; which pair; its status, plus 128 where it is unknown and over;
//	how long it took plus one, or 0; of one that is not over: when it started
func pack(hour int64, all []sample) []byte {
	type pair struct{ function, trigger int64 }
	index := map[pair]uint64{}
	var pairs []pair
	for i := range all {
		p := pair{all[i].function, all[i].trigger}
		if _, there := index[p]; !there {
			index[p] = uint64(len(pairs))
			pairs = append(pairs, p)
		}
	}
	b := binary.AppendUvarint(make([]byte, 0, 16+len(all)*9), packForm)
	b = binary.AppendUvarint(b, uint64(len(pairs)))
	for _, p := range pairs {
		b = binary.AppendUvarint(b, uint64(p.function))
		b = binary.AppendUvarint(b, uint64(p.trigger))
	}
	before := hour * hourMicros
	for i := range all {
		s := &all[i]
		b = binary.AppendVarint(b, s.at-before)
		before = s.at
		b = binary.AppendUvarint(b, index[pair{s.function, s.trigger}])
		status := uint64(s.status)
		if s.ended {
			status |= packEnded
		}
		b = binary.AppendUvarint(b, status)
		b = binary.AppendUvarint(b, uint64(s.took+1))
		if !s.status.Over() {
			b = binary.AppendUvarint(b, uint64(s.started))
		}
	}
	return b
}

const (
	packForm  = 1
	packEnded = 128
)

var errPacked = errors.New("an hour's figures make no sense")

// unpacker unpacks one hour after the other.
type unpacker struct {
	some []sample
	pair []int // of each of them
}

// unpack calls see with each sample of an hour, or with none where the hour
// makes no sense anywhere: what was counted cannot be taken back. The samples
// are gone with the next hour. pairs are the hour's own, at says which of them.
func (u *unpacker) unpack(hour int64, b []byte, see func(s *sample, at int, pairs int)) error {
	u.some, u.pair = u.some[:0], u.pair[:0]
	r := reader{b: b}
	if r.next() != packForm {
		return errPacked
	}
	n := r.next()
	if n > uint64(len(b)) {
		return errPacked
	}
	pairs := make([][2]int64, n)
	for i := range pairs {
		pairs[i] = [2]int64{int64(r.next()), int64(r.next())}
	}
	at := hour * hourMicros
	for r.at < len(b) {
		since := r.next()
		at += int64(since>>1) ^ -int64(since&1) // as binary.Varint reads it
		which, status := r.next(), r.next()
		if which >= n || r.bad {
			return errPacked
		}
		s := sample{function: pairs[which][0], trigger: pairs[which][1], at: at, status: model.Status(status &^ packEnded), ended: status&packEnded != 0}
		if s.took = int64(r.next()) - 1; !s.status.Over() {
			s.started = int64(r.next())
		}
		if r.bad || int(s.status) >= model.StatusCount {
			return errPacked
		}
		u.some, u.pair = append(u.some, s), append(u.pair, int(which))
	}
	for i := range u.some {
		see(&u.some[i], u.pair[i], len(pairs))
	}
	return nil
}

// reader reads varints.
type reader struct {
	b   []byte
	at  int
	bad bool // there was none
}

func (r *reader) next() uint64 {
	if r.at < len(r.b) && r.b[r.at] < 0x80 {
		r.at++
		return uint64(r.b[r.at-1])
	}
	return r.long()
}

func (r *reader) long() uint64 {
	if r.at >= len(r.b) {
		r.bad = true
		return 0
	}
	n, size := binary.Uvarint(r.b[r.at:])
	if size <= 0 {
		r.bad, r.at = true, len(r.b)
		return 0
	}
	r.at += size
	return n
}
