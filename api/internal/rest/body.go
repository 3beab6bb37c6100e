package rest

import (
	"errors"
	"io"
	"net/http"
)

// errTooLarge ends the reading of an answer at its limit.
var errTooLarge = errors.New("answer over the size limit")

// The pieces in which an answer is read whose length was not told: each as
// large as all before it, within these bounds.
const (
	firstPiece   = 4 << 10
	largestPiece = 4 << 20
)

// readBody reads an answer up to its limit, which counts after decompression.
// What compresses tells no length beforehand, and most servers do: such an
// answer is read in pieces and put together once, since a buffer that grows
// would be copied over and over and end up far larger than what is in it.
func readBody(res *http.Response, limit int64) ([]byte, error) {
	if limit <= 0 {
		limit = ListLimit
	}
	if res.ContentLength > limit {
		return nil, errTooLarge
	}
	if res.ContentLength >= 0 {
		whole := make([]byte, res.ContentLength)
		n, over, err := fill(whole, res.Body)
		if over && n < len(whole) {
			err = io.ErrUnexpectedEOF
		}
		return whole[:n], err
	}
	var pieces [][]byte
	total := 0
	for {
		piece := make([]byte, min(max(firstPiece, total), largestPiece))
		n, over, err := fill(piece, res.Body)
		pieces, total = append(pieces, piece[:n]), total+n
		switch {
		case int64(total) > limit:
			return nil, errTooLarge
		case over || err != nil:
			return joined(pieces, total), err
		}
	}
}

// fill reads until b is full, and tells whether the end came before.
func fill(b []byte, from io.Reader) (n int, over bool, err error) {
	for n < len(b) {
		var more int
		more, err = from.Read(b[n:])
		n += more
		if errors.Is(err, io.EOF) {
			return n, true, nil
		}
		if err != nil {
			return n, false, err
		}
	}
	return n, false, nil
}

func joined(pieces [][]byte, total int) []byte {
	if len(pieces) == 1 {
		return pieces[0]
	}
	whole := make([]byte, 0, total)
	for i, p := range pieces {
		whole, pieces[i] = append(whole, p...), nil
	}
	return whole
}
