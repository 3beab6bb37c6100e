package rest

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

func response(body io.Reader, length int64) *http.Response {
	return &http.Response{Body: io.NopCloser(body), ContentLength: length}
}

func TestABodyIsReadWholeWhetherItsLengthIsToldOrNot(t *testing.T) {
	for _, size := range []int{0, 1, firstPiece - 1, firstPiece, firstPiece + 1, 3*largestPiece + 7} {
		sent := []byte(strings.Repeat("0123456789", size/10+1)[:size])
		for _, length := range []int64{-1, int64(size)} {
			got, err := readBody(response(iotest.HalfReader(bytes.NewReader(sent)), length), 64<<20)
			if err != nil || !bytes.Equal(got, sent) {
				t.Errorf("%d bytes, length %d: %d came (%v)", size, length, len(got), err)
			}
		}
	}
}

func TestABodyThatBreaksOffIsNoBody(t *testing.T) {
	broken := io.MultiReader(strings.NewReader("half"), iotest.ErrReader(io.ErrUnexpectedEOF))
	for _, r := range []*http.Response{response(strings.NewReader("half"), 8), response(broken, -1)} {
		if _, err := readBody(r, 100); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("the error is %v", err)
		}
	}
}

func TestABodyOverTheLimitIsRefused(t *testing.T) {
	for _, length := range []int64{-1, 101} {
		if _, err := readBody(response(strings.NewReader(strings.Repeat("x", 101)), length), 100); !errors.Is(err, errTooLarge) {
			t.Errorf("length %d: the error is %v", length, err)
		}
	}
	if got, err := readBody(response(strings.NewReader(strings.Repeat("x", 100)), -1), 100); err != nil || len(got) != 100 {
		t.Errorf("at the limit: %d bytes (%v)", len(got), err)
	}
}

// TestABodyIsCopiedOnceAtMost holds the memory of a large answer, which is
// what opening a large run costs.
func TestABodyIsCopiedOnceAtMost(t *testing.T) {
	sent := make([]byte, 24<<20)
	for length, limit := range map[int64]uint64{int64(len(sent)): 1, -1: 2} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := readBody(response(bytes.NewReader(sent), length), 64<<20); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > limit*uint64(len(sent))+largestPiece+64<<10 {
			t.Errorf("length %d: %d bytes were allocated for %d", length, took, len(sent))
		}
	}
}
