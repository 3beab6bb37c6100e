package cli

import (
	"errors"
	"strings"

	"fntop/model"
	"fntop/ui/jq"
)

// checkJQ reads --jq, which implies -o json.
func (a *app) checkJQ(given, output bool) error {
	if !given {
		return nil
	}
	q, err := jq.Parse(a.global.jq)
	if err != nil {
		return a.jqError(err)
	}
	switch {
	case !output:
		a.global.output = asJSON
	case a.global.output != asJSON && a.global.output != asJSONL:
		return usage("--jq works on JSON, not on %s. Leave -o out, or use -o json or -o jsonl.", a.global.output.String())
	}
	a.jq = q
	return nil
}

// jqError says what is wrong with --jq and, where that is known, points at it.
func (a *app) jqError(err error) error {
	var wrong *jq.Error
	if !errors.As(err, &wrong) {
		return err
	}
	said := "--jq: " + model.Visible(wrong.Reason)
	if wrong.At >= 0 && wrong.At < len(a.global.jq) {
		said += " here: " + model.Visible(a.global.jq[:wrong.At]) + " >>> " + model.Visible(a.global.jq[wrong.At:])
	}
	return usage("%s.", strings.TrimRight(said, " ."))
}

// appendDocument appends a document of compact JSON as -o has it, or what
// --jq makes of it.
func (a *app) appendDocument(out, doc []byte) ([]byte, error) {
	if a.jq == nil {
		return a.appendLines(out, doc), nil
	}
	err := a.jq.Run(a.ctx, doc, jq.Usual(a.Clock), func(result []byte) error {
		// What jq writes leaves controls in strings that a terminal obeys.
		out = a.appendLines(out, appendCompact(nil, result))
		return nil
	})
	if err != nil {
		return out, a.jqError(err)
	}
	return out, nil
}

func (a *app) appendLines(out, doc []byte) []byte {
	if a.global.output == asJSON {
		return append(appendPretty(out, doc, ""), '\n')
	}
	return append(append(out, doc...), '\n')
}

// appendDocuments appends one document for each record. One that --jq cannot
// take does not keep the others back: the first error comes with the rest.
func (a *app) appendDocuments(out []byte, docs [][]byte) ([]byte, error) {
	var first error
	for _, doc := range docs {
		var err error
		if out, err = a.appendDocument(out, doc); err != nil && first == nil {
			first = err
		}
	}
	return out, first
}
