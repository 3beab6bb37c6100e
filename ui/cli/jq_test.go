package cli_test

import (
	"strings"
	"testing"
)

func TestJQWorksOnTheWholeAndOnEachLine(t *testing.T) {
	t.Parallel()
	b := small()
	b.runs = []object{run("a", "failure", 0), run("b", "completed", 60)}
	s := serve(t, b)
	for args, want := range map[string]string{
		"runs --jq length":                          "2\n",
		"runs --jq .[1].id":                         "\"b\"\n",
		"runs -o jsonl --jq .id":                    "\"a\"\n\"b\"\n",
		"runs -o json --jq {(.[0].id):.[0].status}": "{\n  \"a\": \"failure\"\n}\n",
		"runs --status failure -o jsonl --jq [.id]": "[\"a\"]\n",
		"runs -o jsonl --jq empty":                  "",
		"run a --jq .status":                        "\"failure\"\n",
		"functions --jq .[].name":                   "\"resize\"\n",
	} {
		if got := s.run(strings.Fields(args)...).want(t, 0).out; got != want {
			t.Errorf("%s prints %q, want %q", args, got, want)
		}
	}
}

func TestAWrongExpressionSendsNothingAndSaysWhere(t *testing.T) {
	t.Parallel()
	s := serve(t, small())
	for args, want := range map[string]string{
		"runs --jq .[].id|]":       `unexpected token "]" here: .[].id| >>> ]`,
		"runs --jq .[]|":           "--jq: it ends too early.",
		"runs --jq nothing":        "function not defined: nothing/0",
		"runs -o table --jq .":     "works on JSON, not on table",
		"runs -o csv --jq .":       "works on JSON, not on csv",
		"runs --jq .[0].id.x":      "expected an object",
		"runs -o jsonl --jq .id.x": "expected an object",
	} {
		if got := s.run(strings.Fields(args)...).want(t, 2).err; !strings.Contains(got, want) || strings.Count(got, "\n") != 1 {
			t.Errorf("%s says %q, want %q", args, got, want)
		}
	}
}
