package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"fntop/model"
)

// format is how data is written to standard output.
type format uint8

const (
	asTable format = iota
	asJSON
	asJSONL
	asCSV
)

var formatNames = []string{asTable: "table", asJSON: "json", asJSONL: "jsonl", asCSV: "csv"}

func (f *format) String() string { return formatNames[*f] }
func (f *format) Type() string   { return "FORMAT" }

// Set reads the value of --output.
func (f *format) Set(word string) error {
	i := slices.Index(formatNames, word)
	if i < 0 {
		if near, ok := model.Nearest(word, formatNames); ok {
			return fmt.Errorf("did you mean %s?", quoted(near))
		}
		return fmt.Errorf("want table, json, jsonl or csv")
	}
	*f = format(i)
	return nil
}

// kind is how records of one type are written.
type kind[T any] struct {
	fields  func(*T) []field
	columns []string // of csv
	titles  []column // of table
	row     func(*T) []string
	one     func(*T) []byte // a single record as "table"; nil: a table of one row
}

func (a *app) runs() kind[model.RunDetail] {
	return kind[model.RunDetail]{runFields, runColumns, runTable, a.runRow, a.sheet}
}

func (a *app) triggers() kind[model.Trigger] {
	return kind[model.Trigger]{triggerFields, triggerColumns, triggerTable, a.triggerRow, nil}
}

func (a *app) functions() kind[model.Function] {
	return kind[model.Function]{functionFields, functionColumns, functionTable, a.functionRow, nil}
}

// among puts a column with each record's profile behind the first one of the
// table, where there are several to tell apart.
func among[T any](s *session, k kind[T], profile func(*T) string) kind[T] {
	if !s.many {
		return k
	}
	row := k.row
	k.titles = slices.Insert(slices.Clone(k.titles), 1, column{title: "PROFILE", cut: true})
	k.row = func(one *T) []string { return slices.Insert(row(one), 1, profile(one)) }
	return k
}

func receipts() kind[model.Receipt] {
	return kind[model.Receipt]{receiptFields, receiptColumns, receiptTable, receiptRow, nil}
}

// printAll writes a list, with one call of Write: a reader that goes away
// in between is met once.
func printAll[T any](a *app, k kind[T], all []T) error {
	var out []byte
	var err error
	switch a.global.output {
	case asJSON:
		doc := []byte{'['}
		for i := range all {
			if i > 0 {
				doc = append(doc, ',')
			}
			doc = appendObject(doc, k.fields(&all[i]))
		}
		out, err = a.appendDocument(nil, append(doc, ']'))
	case asJSONL:
		docs := make([][]byte, len(all))
		for i := range all {
			docs[i] = appendObject(nil, k.fields(&all[i]))
		}
		out, err = a.appendDocuments(nil, docs)
	case asCSV:
		rows := make([][]field, len(all))
		for i := range all {
			rows[i] = k.fields(&all[i])
		}
		if out, err = csvTable(k.columns, rows); err != nil {
			return err
		}
	default:
		rows := make([][]string, len(all))
		for i := range all {
			rows[i] = k.row(&all[i])
		}
		out = a.table(k.titles, rows)
	}
	return a.writeAnd(out, err)
}

// printOne writes a single record.
func printOne[T any](a *app, k kind[T], one *T) error {
	switch a.global.output {
	case asJSON:
		return a.writeAnd(a.appendDocument(nil, appendObject(nil, k.fields(one))))
	case asTable:
		if k.one != nil {
			return a.write(k.one(one))
		}
	}
	return printAll(a, k, []T{*one})
}

// unwritten is what became of a result that could not be written.
type unwritten struct{ err error }

func (u *unwritten) Unwrap() error { return u.err }

func (u *unwritten) Error() string {
	err := u.err
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err // its path is /dev/stdout, wherever that leads
	}
	return fmt.Sprintf("write the result: %v. Make room there, or send standard output elsewhere.", err)
}

// writeAnd writes what there is and then says what went wrong with the rest.
func (a *app) writeAnd(out []byte, err error) error {
	if len(out) > 0 || err == nil {
		if failed := a.write(out); failed != nil {
			return failed
		}
	}
	return err
}

func (a *app) write(out []byte) error {
	if _, err := a.Out.Write(out); err != nil {
		return &unwritten{err}
	}
	return nil
}
