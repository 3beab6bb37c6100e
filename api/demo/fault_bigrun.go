package demo

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
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
		for row, left := 0, n; left > 0 && err == nil; row++ {
			line := bigRow(row)
			left -= int64(len(line))
			_, err = w.Write(line)
		}
		if err == nil {
			_, _ = w.Write(append([]byte("]}"), after...)) // nobody is left to tell
		}
	}
	return a
}

// bigRow is a row of a large output: the first one begins it.
func bigRow(row int) []byte {
	begin := ","
	if row == 0 {
		begin = `{"supplier":"Großhandel Nordwind","rows":[`
	}
	return fmt.Appendf(nil, `%s{"row":%d,"sku":"`+skuForm+`","ean":%d,"price":%s,"ok":%t,"checkedAt":%d,"latencyMs":%d,"note":"row %d was read, priced and stored","source":"{\"file\":\"feed-%d.csv\",\"line\":%d}","tags":["feed","stock"]}`,
		begin, row, 'A'+rune(row%6), row%10000, 12345678901234500000+uint64(row), money(int64(row%90000)), row%97 != 0,
		1763733600000+int64(row)*137, row%4000, row, row/5000, row%5000+1)
}
