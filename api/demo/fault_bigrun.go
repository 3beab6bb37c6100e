package demo

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// isCentraliRun tells the path of one run of Centrali.
func isCentraliRun(path string) bool {
	_, id, found := strings.Cut(path, "/function-runs/")
	return found && !strings.Contains(id, "/")
}

// bigRun gives a run an output of n bytes, written as it is sent, so that the
// server never holds it.
func bigRun(a answer, n int64) answer {
	const mark = `"@@big@@"`
	value, _, ok := opened(a.body)
	run, is := value.(object)
	if !ok || !is || a.status != http.StatusOK {
		return a
	}
	if inner, wrapped := run["data"].(object); wrapped {
		run = inner
	}
	run["runData"] = strings.Trim(mark, `"`)
	before, after, _ := bytes.Cut(closed(value), []byte(mark))
	a.body = nil
	a.stream = func(w io.Writer) {
		_, err := w.Write(before)
		piece := make([]byte, 0, 64<<10)
		for row, left := 0, n; left > 0 && err == nil; {
			for piece = piece[:0]; len(piece) < cap(piece)-1<<10 && int64(len(piece)) < left; row++ {
				piece = appendBigRow(piece, row)
			}
			left -= int64(len(piece))
			_, err = w.Write(piece)
		}
		if err == nil {
			_, _ = w.Write(append([]byte("]}"), after...)) // nobody is left to tell
		}
	}
	return a
}

// appendBigRow appends a row of a large output: the first one begins it. It is
// written by hand, since a client's time to read it is what is measured.
func appendBigRow(to []byte, row int) []byte {
	number := func(before string, n int) {
		to = strconv.AppendInt(append(to, before...), int64(n), 10)
	}
	if row == 0 {
		to = append(to, `{"supplier":"Großhandel Nordwind","rows":[`...)
	} else {
		to = append(to, ',')
	}
	number(`{"row":`, row)
	to = append(append(to, `,"sku":"`...), 'A'+byte(row%6), '-')
	number("", 1000+row%9000)
	number(`","ean":1234567890123`, 4500000+row)
	number(`,"price":`, row/100%900)
	to = append(to, '.', '0'+byte(row/10%10), '0'+byte(row%10))
	to = strconv.AppendBool(append(to, `,"ok":`...), row%97 != 0)
	number(`,"checkedAt":`, 1763733600000+row*137)
	number(`,"latencyMs":`, row%4000)
	number(`,"note":"row `, row)
	number(` was read, priced and stored","source":"{\"file\":\"feed-`, row/5000)
	number(`.csv\",\"line\":`, row%5000+1)
	return append(to, `}","tags":["feed","stock"]}`...)
}
