package demo

// A key names one run of the scenario: its stream, the slot there and which
// rerun it is. From the lowest bit on it has 4 bits of rerun, 46 of slot, and
// the stream. Streams that a larger workspace has beside the story's own are
// more than the bits left would name: their highest bit is set, 12 are the
// stream and 41 the slot, enough for slots of ten seconds at the fastest pace.
const (
	rerunBits      = 4
	slotBits       = 46
	moreBit        = 1 << (keyBits - 1)
	moreStreamBits = 12
	moreSlotBits   = keyBits - 1 - moreStreamBits - rerunBits
)

func keyFor(stream int, slot int64) uint64 {
	if more := stream - len(streams); more >= 0 {
		return moreBit | uint64(more)<<(moreSlotBits+rerunBits) | uint64(slot)<<rerunBits
	}
	return uint64(stream)<<(slotBits+rerunBits) | uint64(slot)<<rerunBits
}

// placeOf is the stream and slot that a key names.
func placeOf(key uint64) (stream int, slot int64) {
	if key&moreBit != 0 {
		key &^= moreBit
		return len(streams) + int(key>>(moreSlotBits+rerunBits)), int64(key >> rerunBits & (1<<moreSlotBits - 1))
	}
	return int(key >> (slotBits + rerunBits)), int64(key >> rerunBits & (1<<slotBits - 1))
}

// slotsOf is how many slots the keys of a stream can name.
func slotsOf(stream int) int64 {
	if stream >= len(streams) {
		return 1 << moreSlotBits
	}
	return 1 << slotBits
}

func (r *record) stream() int {
	stream, _ := placeOf(r.key)
	return stream
}
