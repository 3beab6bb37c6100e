package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"fntop/model"
)

// csvTable is the rows as csv with a header, lines ending in "\n".
func csvTable(columns []string, rows [][]field) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(columns); err != nil {
		return nil, err
	}
	cells := make([]string, len(columns))
	for _, row := range rows {
		known := make(map[string]string, len(columns))
		cellsOf(row, known)
		for i, c := range columns {
			cells[i] = known[c]
		}
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// cellsOf fills in the cells by column; an object's are named after it and
// its part: functionId. Unknown is an empty cell.
func cellsOf(fields []field, cells map[string]string) {
	for _, f := range fields {
		if parts, ok := f.value.([]field); ok {
			for _, p := range parts {
				cells[f.name+strings.ToUpper(p.name[:1])+p.name[1:]] = cell(p.value)
			}
			continue
		}
		cells[f.name] = cell(f.value)
	}
}

func cell(value any) string {
	switch v := value.(type) {
	case string:
		return harmless(model.Visible(v))
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case json.RawMessage:
		return harmless(model.Visible(string(appendValue(nil, v))))
	case time.Time:
		return timeText(v)
	}
	return ""
}

// harmless keeps a spreadsheet from taking text for a formula.
func harmless(s string) string {
	if s != "" && strings.IndexByte("=+-@", s[0]) >= 0 {
		return "'" + s
	}
	return s
}
