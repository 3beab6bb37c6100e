package model

import (
	"encoding/json"
	"time"
)

// What people say of groups is kept as notes of these kinds. Each merge and
// each split is a note of its own, so that two programs do not undo what the
// other one's person did.
const (
	NotedAcks   = "group-ack"   // by the group's key
	NotedMerges = "group-merge" // by the key of the group that is shown in another
	NotedSplits = "group-split" // by fingerprint
)

type notedAck struct {
	Note  string    `json:"note"`
	By    string    `json:"by"`
	At    time.Time `json:"at"`
	End   string    `json:"end"`
	Until time.Time `json:"until,omitzero"`
}

type notedMerge struct {
	Into string `json:"into"`
}

type notedSplit struct {
	By string `json:"by"`
}

// Noted is the acknowledgement as a note.
func (a *GroupAck) Noted() Note {
	return Note{Key: a.Key.String(), Value: written(notedAck{a.Note, a.By, a.At, a.End.String(), a.Until})}
}

// AckOf reads an acknowledgement. Another version's is none.
func AckOf(n Note) (ack GroupAck, ok bool) {
	var v notedAck
	key, known := ParseGroupKey(n.Key)
	if json.Unmarshal(n.Value, &v) != nil || !known {
		return ack, false
	}
	ack = GroupAck{Key: key, Ack: Ack{By: v.By, At: v.At, Note: v.Note, Until: v.Until}}
	ack.End, ok = ParseAckEnd(v.End)
	return ack, ok
}

// HandOf reads what was merged and split.
func HandOf(merges, splits []Note) Hand {
	h := Hand{}.clone()
	for _, n := range merges {
		var v notedMerge
		from, known := ParseGroupKey(n.Key)
		if json.Unmarshal(n.Value, &v) != nil || !known {
			continue
		}
		if into, known := ParseGroupKey(v.Into); known {
			h.Into[from] = into
		}
	}
	for _, n := range splits {
		var v notedSplit
		print, known := ParseFingerprint(n.Key)
		if json.Unmarshal(n.Value, &v) != nil || !known {
			continue
		}
		if by, known := ParseSplit(v.By); known && by != SplitNot {
			h.Split[print] = by
		}
	}
	return h
}

// Changes are the notes that make what is kept of one Hand that of another.
// One without a value is to be taken away.
func (h Hand) Changes(to Hand) (merges, splits []Note) {
	for from, into := range to.Into {
		if h.Into[from] != into {
			merges = append(merges, Note{Key: from.String(), Value: written(notedMerge{into.String()})})
		}
	}
	for from := range h.Into {
		if _, stays := to.Into[from]; !stays {
			merges = append(merges, Note{Key: from.String()})
		}
	}
	for print, by := range to.Split {
		if h.Split[print] != by {
			splits = append(splits, Note{Key: print.String(), Value: written(notedSplit{by.String()})})
		}
	}
	for print := range h.Split {
		if _, stays := to.Split[print]; !stays {
			splits = append(splits, Note{Key: print.String()})
		}
	}
	return merges, splits
}

// written is a value as JSON; none of these can fail to be written.
func written(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return data
}
