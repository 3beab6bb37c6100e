package cli_test

import (
	"encoding/csv"
	"encoding/json"

	"net/http"
	"slices"
	"strings"
	"testing"
)

// runFields are CLI.md's, in its order.
var runFields = strings.Fields(`id backend profile status statusText function trigger source jobId executionId
	createdAt startedAt endedAt durationMs errorCode errorMessage runData input isRerun rerunCount originalRunId
	rerunBy rerunReason functionVersion functionCodeHash memoryBytes cpuSeconds orchestrationRunId
	orchestrationStepId dataStrippedAt archivedAt attempt`)

// keys are an object's, in the order in which they stand.
func keys(t *testing.T, text string) (names []string) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			t.Fatal(err)
		}
		names = append(names, name.(string))
	}
	return names
}

func TestARunInJSONHasEveryFieldInOrder(t *testing.T) {
	t.Parallel()
	b := small()
	bare := object{"id": "r0", "functionId": "f9", "status": "sleeping", "triggerId": "gone"}
	b.runs = append(b.runs, bare)
	s := serve(t, b)
	for _, id := range []string{"r1", "r0"} {
		out := s.run("run", id, "-o", "jsonl").want(t, 0).out
		if got := keys(t, out); !slices.Equal(got, runFields) {
			t.Errorf("%s has %v", id, got)
		}
	}
	full := decode[object](t, s.run("run", "r1", "-o", "json").want(t, 0).out)
	trigger := full["trigger"].(object)
	if full["status"] != "failure" || full["createdAt"] != "2026-11-21T12:00:00.000Z" || full["durationMs"] != 0.0 ||
		full["function"].(object)["name"] != "resize" || trigger["name"] != "by-hand" || trigger["type"] != "on-demand" ||
		full["errorMessage"] != "it broke" || full["isRerun"] != false || full["runData"] != nil {
		t.Errorf("got %v", full)
	}
	bareOut := decode[object](t, s.run("run", "r0", "-o", "json").want(t, 0).out)
	trigger = bareOut["trigger"].(object)
	if bareOut["status"] != "unknown" || bareOut["statusText"] != "sleeping" || trigger["name"] != nil || bareOut["endedAt"] != nil || bareOut["isRerun"] != nil {
		t.Errorf("got %v", bareOut)
	}
}

func TestTriggersAndFunctionsInJSONHaveTheirFieldsAndNoParams(t *testing.T) {
	t.Parallel()
	s := serve(t, small())
	for command, want := range map[string]string{
		"triggers":  "backend profile id name description type enabled function schedule path event",
		"functions": "backend profile id name description timeoutMs updatedAt",
	} {
		out := s.run(command, "-o", "jsonl").want(t, 0).out
		first, _, _ := strings.Cut(out, "\n")
		if got := keys(t, first); !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%s has %v", command, got)
		}
		if strings.Contains(out, "params") {
			t.Errorf("%s shows params: %s", command, out)
		}
	}
	if out := s.run("triggers", "-o", "csv").want(t, 0).out; !strings.Contains(out, "0 3 * * * UTC") {
		t.Errorf("the schedule is missing: %s", out)
	}
}

func TestPayloadsKeepTheirSpelling(t *testing.T) {
	t.Parallel()
	const payload = `{"z":1.50,"a":12345678901234567890,"e":1E+2,"s":"a<b>&c \u00e9","z":null,"n":{},"l":[]}`
	b := small()
	b.hook = answers("function-runs/r1", 200, `{"id":"r1","functionId":"f1","status":"completed","runData": `+payload+` }`)
	s := serve(t, b)
	if out := s.run("run", "r1", "-o", "jsonl").want(t, 0).out; !strings.Contains(out, `"runData":`+payload+`,`) {
		t.Errorf("spelled differently: %s", out)
	}
	out := s.run("run", "r1", "-o", "json").want(t, 0).out
	for _, line := range []string{`    "z": 1.50,`, `    "a": 12345678901234567890,`, `    "e": 1E+2,`, `    "s": "a<b>&c \u00e9",`, `    "n": {},`, `    "l": []`} {
		if !strings.Contains(out, line+"\n") {
			t.Errorf("no line %q in\n%s", line, out)
		}
	}
	if !strings.HasPrefix(out, "{\n  \"id\"") || !strings.HasSuffix(out, "\n}\n") {
		t.Errorf("not pretty: %s", out)
	}
}

func TestDeepOutputIsPrintedAsItCame(t *testing.T) {
	t.Parallel()
	const levels = 30_000
	deep := strings.Repeat(`[{"a":`, levels) + "1" + strings.Repeat("}]", levels)
	b := small()
	b.hook = answers("function-runs/r1", 200, `{"id":"r1","functionId":"f1","status":"completed","runData":`+deep+`}`)
	s := serve(t, b)
	if out := s.run("run", "r1", "-o", "jsonl").want(t, 0).out; !strings.Contains(out, `"runData":`+deep+`,`) {
		t.Errorf("changed: %.2000s", out)
	}
	for _, format := range []string{"json", "table"} {
		r := s.run("run", "r1", "-o", format).want(t, 0)
		if got := strings.Join(strings.Fields(r.out), ""); !strings.Contains(got, deep) || r.err != "" || len(r.out) > 3*len(deep) {
			t.Errorf("%s: changed, or %d bytes of %d", format, len(r.out), len(deep))
		}
	}
}

func TestOutputThatIsNoJSONIsAWarning(t *testing.T) {
	t.Parallel()
	b := small()
	row := `{"id":"r1","functionId":"f1","status":"completed","runData":nonsense}`
	b.hook = func(w http.ResponseWriter, r *http.Request) bool {
		return answers("function-runs/r1", 200, row)(w, r) || answers("function-runs/function", 200, "["+row+"]")(w, r)
	}
	s := serve(t, b)
	for _, command := range []string{"run r1", "runs", "follow r1"} {
		r := s.run(append(strings.Fields(command), "-o", "jsonl")...).want(t, 0, `warning: run "r1": its runData is no JSON and is left out.`)
		if !strings.Contains(r.out, `"runData":null`) {
			t.Errorf("%s: %s", command, r.out)
		}
	}
}

// hostile is what a terminal would obey or a reader not see.
const hostile = "=cmd|'/c'\u001b]0;owned\u0007\u001b[2J\u009b31m\u202egpj\u2028line\r\nnext\ttab\u0000\u007f"

func hostileBackend() *wire {
	b := small()
	b.functions[0]["name"], b.functions[0]["description"] = hostile, hostile
	b.triggers[0]["name"] = hostile
	r := b.runs[0]
	r["errorMessage"], r["errorCode"], r["rerunReason"], r["executionSource"] = hostile, hostile, "@SUM(A1)", "-1+1"
	r["runData"] = object{hostile: []any{hostile}}
	return b
}

func TestHostileTextNeverReachesATerminal(t *testing.T) {
	t.Parallel()
	s := serve(t, hostileBackend())
	for _, command := range []string{"functions", "triggers", "runs", "run r1", "follow r1"} {
		for _, format := range []string{"table", "csv", "json", "jsonl"} {
			r := s.run(append(strings.Fields(command), "-o", format)...)
			for _, c := range r.out + r.err {
				if c != '\n' && c < 0x20 || c >= 0x7f && c < 0xa0 ||
					format != "json" && format != "jsonl" && (c == 0x202e || c == 0x2028) {
					t.Fatalf("%s -o %s prints %U:\n%q", command, format, c, r.out)
				}
			}
		}
	}
	if lines := strings.Count(s.run("runs").want(t, 0).out, "\n"); lines != 2 {
		t.Errorf("a run made %d lines", lines-1)
	}
	round := decode[[]object](t, s.run("runs", "-o", "json").want(t, 0).out)
	if round[0]["errorMessage"] != hostile {
		t.Errorf("json lost something: %q", round[0]["errorMessage"])
	}
}

func TestInvalidUTF8BecomesTheReplacementCharacter(t *testing.T) {
	t.Parallel()
	b := small()
	b.hook = func(w http.ResponseWriter, r *http.Request) bool {
		return answers("function-runs/r1", 200, "{\"id\":\"r1\",\"functionId\":\"f1\",\"status\":\"completed\",\"runData\":\"a\xff\u0085b\"}")(w, r)
	}
	out := serve(t, b).run("run", "r1", "-o", "jsonl").want(t, 0).out
	if !strings.Contains(out, "\"runData\":\"a\ufffd\\u0085b\"") {
		t.Errorf("%q", out)
	}
}

func TestCSVHasItsColumnsAndNoFormulas(t *testing.T) {
	t.Parallel()
	s := serve(t, hostileBackend())
	r := csv.NewReader(strings.NewReader(s.run("runs", "-o", "csv").want(t, 0).out))
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	var want []string
	for _, f := range runFields {
		switch f {
		case "function", "trigger":
			want = append(want, f+"Id", f+"Name")
		case "attempt":
		default:
			want = append(want, f)
		}
	}
	if !slices.Equal(rows[0], want) {
		t.Errorf("columns %v\n   want %v", rows[0], want)
	}
	if data := rows[1][slices.Index(rows[0], "runData")]; !strings.HasPrefix(data, `{"=cmd|'/c'\u001b]0;`) || strings.Contains(data, "\n") {
		t.Errorf("runData is %q", data)
	}
	if input := rows[1][slices.Index(rows[0], "input")]; input != "" {
		t.Errorf("input is %q", input)
	}
	for i, cell := range rows[1] {
		if cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
			t.Errorf("%s begins as a formula: %q", rows[0][i], cell)
		}
	}
	if source := rows[1][slices.Index(rows[0], "source")]; source != "'-1+1" {
		t.Errorf("source is %q", source)
	}
}

func TestCSVHasWhatARunReturnedAsCompactJSON(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]string{
		`{"b": [1.50, "x\ny"], "a" : null}`: `{"b":[1.50,"x\ny"],"a":null}`,
		`-5`:                                `'-5`, `null`: ``, `"=1+1"`: `"=1+1"`, "\"\u202e\"": `"⇄"`,
	} {
		b := small()
		b.hook = answers("function-runs/r1", 200, `{"id":"r1","functionId":"f1","status":"completed","runData": `+sent+` }`)
		rows, err := csv.NewReader(strings.NewReader(serve(t, b).run("run", "r1", "-o", "csv").want(t, 0).out)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if got := rows[1][slices.Index(rows[0], "runData")]; got != want {
			t.Errorf("%s: got %q, want %q", sent, got, want)
		}
	}
}

func TestATableFitsTheTerminalAndKeepsIDsWhole(t *testing.T) {
	t.Parallel()
	b := small()
	b.functions[0]["name"] = "translate-商品"
	b.runs[0]["errorMessage"] = strings.Repeat("long ", 200)
	b.runs = append(b.runs, run("r2", "running", 5))
	s := serve(t, b)
	s.tty, s.width = true, 120
	lines := strings.Split(strings.TrimSuffix(s.run("runs").want(t, 0).out, "\n"), "\n")
	if len(lines) != 3 || !strings.HasSuffix(lines[1], "  r1") || !strings.HasSuffix(lines[2], "  r2") {
		t.Fatalf("%q", lines)
	}
	if w := len([]rune(lines[1])) + 2; w != 120 { // two wide characters
		t.Errorf("a line of %d cells on 120: %q", w, lines[1])
	}
	if strings.Index(lines[0], "TRIGGER") != strings.Index(strings.ReplaceAll(lines[1], "商品", "____"), "by-hand") {
		t.Errorf("columns do not stand under their titles:\n%s", strings.Join(lines, "\n"))
	}
}

func TestNamesAreCutInATableWhereverItGoes(t *testing.T) {
	t.Parallel()
	b := small()
	long := strings.Repeat("n", 60)
	b.functions[0]["description"], b.triggers[1]["triggerMetadata"] = long, object{"cronExpression": long}
	b.runs[0]["executionSource"], b.runs[0]["status"] = long, long
	b.functions[0]["name"], b.triggers[0]["name"], b.triggers[0]["triggerMetadata"] = long, long, object{"path": long}
	for _, tty := range []bool{false, true} {
		s := serve(t, b)
		s.tty, s.width = tty, 200
		for _, command := range []string{"runs", "functions", "triggers"} {
			if out := s.run(command).want(t, 0).out; !tty && strings.Contains(out, long[:40]) || !strings.Contains(out, long[:39]+"…") {
				t.Errorf("%s, tty %v:\n%s", command, tty, out)
			}
			if out := s.run(command, "-o", "csv").want(t, 0).out; !strings.Contains(out, long) {
				t.Errorf("%s -o csv cuts: %s", command, out)
			}
		}
	}
}

func TestASheetShowsTheWholeErrorAndOutput(t *testing.T) {
	t.Parallel()
	b := small()
	b.runs[0]["errorMessage"] = "TypeError: x\n\tat line 1\n" + strings.Repeat("y", 5000)
	b.runs[0]["runData"] = object{"a": []int{1, 2}}
	out := serve(t, b).run("run", "r1").want(t, 0).out
	for _, part := range []string{"failure", "resize (f1)", "by-hand (t1) [on-demand]", "  TypeError: x\n", strings.Repeat("y", 5000), "\n    \"a\": [\n"} {
		if !strings.Contains(out, part) {
			t.Errorf("the sheet lacks %q:\n%s", part, out)
		}
	}
}

func TestAnEmptyListIsStillAList(t *testing.T) {
	t.Parallel()
	s := serve(t, &wire{functions: []object{}, triggers: []object{}})
	if out := s.run("runs", "-o", "json").want(t, 0).out; out != "[]\n" {
		t.Errorf("json: %q", out)
	}
	if out := s.run("runs", "-o", "jsonl").want(t, 0).out; out != "" {
		t.Errorf("jsonl: %q", out)
	}
	if out := s.run("runs", "-o", "csv").want(t, 0).out; !strings.HasPrefix(out, "id,") {
		t.Errorf("csv: %q", out)
	}
}
