package model

import (
	"hash/maphash"
	"math"
	"unicode/utf16"
	"unicode/utf8"
)

// deepestJSON is how deep a value may be nested to be taken apart; what
// compares values calls itself once a level.
const deepestJSON = 10_000

// jsonTree is a JSON value taken apart: its values in the order in which they
// begin, each in forty bytes.
type jsonTree struct {
	src   []byte
	nodes []jsonNode
}

type jsonNode struct {
	kind        byte // its first byte; '0' for numbers
	from, to    uint32
	key, keyEnd uint32 // of an object's member, its quotes included
	after       int32  // the node behind its last descendant
	hash        uint64 // of what it means: two nodes with the same one are the same
}

// hashSeed makes it impossible to send values that are taken for the same.
var hashSeed = maphash.MakeSeed()

// opening is an object or an array that has begun, and the key that was read
// of its next member.
type opening struct {
	node        int32
	object      bool
	key, keyEnd uint32 // keyEnd is zero where a key comes next
}

// readJSON takes a value apart; nil where it is none, or nested too deeply.
func readJSON(src []byte) *jsonTree {
	if len(src) > math.MaxInt32 || !ValidJSON(src) {
		return nil
	}
	t := &jsonTree{src: src}
	open := []opening{{}} // what holds the whole has no keys
	for i := 0; i < len(src); {
		in := &open[len(open)-1]
		switch c := src[i]; c {
		case ' ', '\t', '\n', '\r', ',', ':':
			i++
		case ']', '}':
			open = open[:len(open)-1]
			i++
			t.close(in.node, i)
		case '{', '[':
			if len(open) > deepestJSON {
				return nil
			}
			open = append(open, opening{node: t.begin(in, c, i), object: c == '{'})
			i++
		case '"':
			end := jsonString(src, i)
			if in.object && in.keyEnd == 0 {
				in.key, in.keyEnd = uint32(i), uint32(end)
			} else {
				t.scalar(in, c, i, end)
			}
			i = end
		default:
			end := jsonScalar(src, i)
			if c == '-' || c >= '0' && c <= '9' {
				c = '0'
			}
			t.scalar(in, c, i, end)
			i = end
		}
	}
	return t
}

// begin makes the node of a value with the key that was read for it.
func (t *jsonTree) begin(in *opening, kind byte, from int) int32 {
	t.nodes = append(t.nodes, jsonNode{kind: kind, from: uint32(from), key: in.key, keyEnd: in.keyEnd})
	in.key, in.keyEnd = 0, 0
	return int32(len(t.nodes) - 1)
}

// end says where a node ends, and that those behind it are not in it.
func (t *jsonTree) end(at int32, to int) *jsonNode {
	n := &t.nodes[at]
	n.to, n.after = uint32(to), int32(len(t.nodes))
	return n
}

func (t *jsonTree) scalar(in *opening, kind byte, from, to int) {
	n := t.end(t.begin(in, kind, from), to)
	text := t.src[from:to]
	if kind == '"' {
		text = unquoted(text)
	}
	n.hash = mix(uint64(kind), maphash.Bytes(hashSeed, text))
}

func (t *jsonTree) close(at int32, to int) {
	n := t.end(at, to)
	sum, count := uint64(0), uint64(0)
	for i := at + 1; i < n.after; i = t.nodes[i].after {
		count++
		child := &t.nodes[i]
		if n.kind == '{' {
			// A sum, for the order of keys does not count.
			sum += mix(maphash.Bytes(hashSeed, unquoted(t.src[child.key:child.keyEnd])), child.hash)
		} else {
			sum = mix(sum, child.hash)
		}
	}
	n.hash = mix(uint64(n.kind)+count<<8, sum)
}

// mix makes one hash of two, in which their order counts.
func mix(a, b uint64) uint64 {
	x := a*0x9E3779B97F4A7C15 ^ b
	x ^= x >> 32
	x *= 0xD6E8FEB86659FD93
	x ^= x >> 32
	x *= 0xD6E8FEB86659FD93
	return x ^ x>>32
}

func (t *jsonTree) raw(at int32) []byte { return t.src[t.nodes[at].from:t.nodes[at].to] }

// jsonMembers are an object's members in order, and the last one of each key.
type jsonMembers struct {
	list []jsonMember
	last map[string]int32
}

type jsonMember struct {
	key  string
	node int32
}

func (t *jsonTree) members(at int32) jsonMembers {
	m := jsonMembers{last: map[string]int32{}}
	for i := at + 1; i < t.nodes[at].after; i = t.nodes[i].after {
		key := string(unquoted(t.src[t.nodes[i].key:t.nodes[i].keyEnd]))
		m.list = append(m.list, jsonMember{key, i})
		m.last[key] = i
	}
	return m
}

func (t *jsonTree) elements(at int32) (all []int32) {
	for i := at + 1; i < t.nodes[at].after; i = t.nodes[i].after {
		all = append(all, i)
	}
	return all
}

// unquoted is what a valid JSON string means. Half a surrogate pair, which no
// text can hold, becomes the bytes that it would be, so that two of them are
// not the same.
func unquoted(s []byte) []byte {
	s = s[1 : len(s)-1]
	at := 0
	for at < len(s) && s[at] != '\\' {
		at++
	}
	if at == len(s) {
		return s
	}
	out := append(make([]byte, 0, len(s)), s[:at]...)
	for i := at; i < len(s); i++ {
		if s[i] != '\\' {
			out = append(out, s[i])
			continue
		}
		i++
		switch s[i] {
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r := hexRune(s[i+1:])
			i += 4
			if utf16.IsSurrogate(r) && i+6 < len(s) && s[i+1] == '\\' && s[i+2] == 'u' {
				if pair := utf16.DecodeRune(r, hexRune(s[i+3:])); pair != utf8.RuneError {
					r, i = pair, i+6
				}
			}
			if utf16.IsSurrogate(r) {
				out = append(out, 0xE0|byte(r>>12), 0x80|byte(r>>6)&0x3F, 0x80|byte(r)&0x3F)
			} else {
				out = utf8.AppendRune(out, r)
			}
		default:
			out = append(out, s[i])
		}
	}
	return out
}

func hexRune(s []byte) (r rune) {
	for _, c := range s[:4] {
		r <<= 4
		switch {
		case c <= '9':
			r |= rune(c - '0')
		default:
			r |= rune(c|0x20-'a') + 10
		}
	}
	return r
}
