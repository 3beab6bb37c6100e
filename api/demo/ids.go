package demo

import (
	"encoding/binary"
	"encoding/hex"
)

// Ids of runs, functions, triggers and executions are UUIDs of version 4
// (CONFIRMED, docs.centrali.io/resources/identifiers). Here they are not drawn
// but computed: the last 62 free bits are a scrambled key and the first 60 a
// check over it, so an id leads back to its run without a table of all ids,
// and an id that this seed never gave is recognised as unknown.

// idKind says what an id names.
type idKind uint64

const (
	idRun  idKind = iota + 1 // runs of the scenario
	idLive                   // runs that a caller made
	idFunction
	idTrigger
	idExecution
	idUser
	idFlow // of Flowcore: tenant, data cores, flow types and event types
	idAgent
	idAgentTrigger
	idAgentRun  // runs of agents of the scenario
	idAgentLive // runs of agents that a caller made
	idAttempt
	idPathway // of Flowcore
	idRestart
)

const (
	keyBits  = 58 // a key's bits; the kind stands above them
	idMask   = 1<<62 - 1
	scramble = 0x2545f4914f6cdd1d
	rounds   = 3
)

// unscramble is the inverse of scramble modulo 2^62, by Newton's iteration:
// each round doubles the number of right bits.
var unscramble = func() uint64 {
	inv := uint64(scramble)
	for range 6 {
		inv *= 2 - scramble*inv
	}
	return inv & idMask
}()

// uuid returns the id of the thing of a kind with a key of at most 58 bits.
func uuid(seed uint64, kind idKind, key uint64) string {
	low := uint64(kind)<<keyBits | key
	low ^= mix(seed) & idMask
	for range rounds {
		low ^= low >> 31 // halves of 62 bits: its own inverse
		low = (low * scramble) & idMask
	}
	low ^= low >> 31
	check := newDice(seed, diceCheck, low).state

	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], check)
	binary.BigEndian.PutUint64(b[8:], low)
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80

	var text [36]byte
	hex.Encode(text[:8], b[:4])
	hex.Encode(text[9:13], b[4:6])
	hex.Encode(text[14:18], b[6:8])
	hex.Encode(text[19:23], b[8:10])
	hex.Encode(text[24:], b[10:])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}

// keyOf leads an id back to its kind and key; ok is false for an id that
// this seed does not give.
func keyOf(seed uint64, id string) (kind idKind, key uint64, ok bool) {
	if len(id) != 36 {
		return 0, 0, false
	}
	var b [8]byte
	if _, err := hex.Decode(b[:2], []byte(id[19:23])); err != nil {
		return 0, 0, false
	}
	if _, err := hex.Decode(b[2:], []byte(id[24:])); err != nil {
		return 0, 0, false
	}
	low := binary.BigEndian.Uint64(b[:]) & idMask
	low ^= low >> 31
	for range rounds {
		low = (low * unscramble) & idMask
		low ^= low >> 31
	}
	low ^= mix(seed) & idMask
	kind, key = idKind(low>>keyBits), low&(1<<keyBits-1)
	return kind, key, uuid(seed, kind, key) == id
}
