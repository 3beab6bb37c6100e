package bundle_test

import (
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/model"
	"fntop/ui/bundle"
	"fntop/ui/mask"
)

var update = flag.Bool("update", false, "write the golden files anew")

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// onDemo opens two back ends of a demo that stands still at noon.
func onDemo(t *testing.T, faults string) map[string]api.Provider {
	t.Helper()
	clk := clock.NewDriven(noon)
	s, err := demo.Start(t.Context(), demo.Options{Clock: clk, Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	c, g := s.Ready().Centrali, s.Ready().AgentOS
	all := map[string]api.Provider{}
	for _, p := range []connect.Profile{
		{Name: "prod", Backend: connect.Centrali, URL: s.URL(), Workspace: c.Workspace, ClientID: c.ClientID, ClientSecret: connect.Literal(c.ClientSecret)},
		{Name: "agents", Backend: connect.AgentOS, URL: s.URL(), Token: connect.Literal(g.Token), Headers: connect.Headers(g.Headers)},
	} {
		provider, err := connect.Open(p, connect.Options{Clock: clk, Context: t.Context()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(provider.CloseIdle)
		all[p.Backend] = provider
	}
	return all
}

// book is what a provider's functions and triggers are called.
func book(t *testing.T, p api.Provider) *model.Book {
	t.Helper()
	functions, err := p.Functions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	triggers, err := p.Triggers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return model.NewBook(functions, triggers)
}

// aRun finds the newest run of any function that is as wanted.
func aRun(t *testing.T, p api.Provider, wanted func(*model.Run) bool) model.RunID {
	t.Helper()
	functions, err := p.Functions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range functions {
		page, err := p.Runs(t.Context(), model.Ask{Function: f.ID, Limit: model.MaxLimit})
		if err != nil {
			t.Fatal(err)
		}
		for i := range page.Runs {
			if wanted(&page.Runs[i].Run) {
				return page.Runs[i].ID
			}
		}
	}
	t.Fatal("there is no such run")
	return model.RunID{}
}

func failed(r *model.Run) bool { return r.Status == model.StatusFailure && r.Trigger.ID != "" }

func gather(t *testing.T, p api.Provider, id model.RunID) *bundle.Facts {
	t.Helper()
	f, err := bundle.Gather(t.Context(), p, id, nil, book(t, p))
	if err != nil {
		t.Fatal(err)
	}
	f.Version, f.Now, f.Zone = "test", noon, time.FixedZone("CET", 3600)
	return &f
}

func written(t *testing.T, f *bundle.Facts, m *mask.Masker) string {
	t.Helper()
	text, err := bundle.Write(t.Context(), f, m)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestBundleThatIsGivenUpIsNotThere(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f := &bundle.Facts{Zone: time.UTC}
	f.Run.RunData = []byte(`{"password":"hunter2"}`)
	if text, err := bundle.Write(ctx, f, mask.New()); !errors.Is(err, context.Canceled) || text != nil {
		t.Errorf("%v\n%s", err, text)
	}
}

func TestBundleOfARunWithPlantedSecretsHoldsNoneOfThem(t *testing.T) {
	for backend, p := range onDemo(t, "leak") {
		id := aRun(t, p, func(r *model.Run) bool { return r.Status.Over() })
		f := gather(t, p, id)
		open := written(t, f, mask.Off())
		masked := written(t, f, mask.New())
		planted := 0
		for _, secret := range demo.Planted() {
			if strings.Contains(open, secret) {
				planted++
			}
			if strings.Contains(masked, secret) {
				at := strings.Index(masked, secret)
				t.Errorf("%s: %q is left in …%s…", backend, secret, masked[max(0, at-60):min(len(masked), at+60)])
			}
		}
		if planted < 15 {
			t.Errorf("%s: only %d secrets stand in what is not masked:\n%s", backend, planted, open)
		}
		if !strings.Contains(masked, "48213") || !strings.Contains(masked, "/srv/app") || !strings.Contains(masked, "index.js:12:9") {
			t.Errorf("%s: what is no secret is gone, too:\n%s", backend, masked)
		}
		list := masked[strings.Index(masked, "## What is masked"):]
		for _, want := range []string{"`output.user.password` | `password`", "`output.request.body//.nested//.token` | `token`", "`error#1`", "`JSON web token`", "`private key`", "`AWS access key`"} {
			if !strings.Contains(list, want) {
				t.Errorf("%s: the list lacks %s:\n%s", backend, want, list)
			}
		}
		if backend == connect.AgentOS && !strings.Contains(list, "`input.user.password`") {
			t.Errorf("the list lacks what is in the input:\n%s", list)
		}
	}
}

func TestPlaceThatIsKeptStaysAndTheOthersDoNot(t *testing.T) {
	p := onDemo(t, "leak")[connect.Centrali]
	f := gather(t, p, aRun(t, p, failed))
	m := mask.New("output.user.email")
	text := written(t, f, m)
	if !strings.Contains(text, `"email": "planted.person@mail.example.com"`) || strings.Contains(text, "planted-session-c00kie") {
		t.Errorf("got\n%s", text)
	}
	if unused := m.Unused(); len(unused) > 0 {
		t.Errorf("%v was kept and is said to be unused", unused)
	}
}

func TestBundleTellsWhatThereIsToKnow(t *testing.T) {
	p := onDemo(t, "")[connect.Centrali]
	id := aRun(t, p, func(r *model.Run) bool { return failed(r) && r.RerunCount.Value > 0 })
	f := gather(t, p, id)
	f.Command = "fntop run --profile prod " + id.ID
	got := written(t, f, mask.New())
	got = strings.ReplaceAll(got, p.Info().Host, "demo")
	path := filepath.Join("testdata", "failed.md")
	if *update {
		if err := errors.Join(os.MkdirAll("testdata", 0o755), os.WriteFile(path, []byte(got), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || got != string(want) {
		t.Errorf("%v; got\n%s", err, got)
	}
}

// refusing has no lists.
type refusing struct{ api.Provider }

func (r refusing) Unwrap() api.Provider { return r.Provider }

func (refusing) Runs(context.Context, model.Ask) (model.Page, error) {
	return model.Page{}, &api.Error{Kind: api.Forbidden, Op: api.ListRuns, Status: 403}
}

func TestWhatCannotBeReadIsToldAndTheRestIsThere(t *testing.T) {
	p := onDemo(t, "")[connect.Centrali]
	id := aRun(t, p, failed)
	f, err := bundle.Gather(t.Context(), refusing{p}, id, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	f.Version, f.Now, f.Zone = "test", noon, time.UTC
	text := written(t, &f, mask.New())
	for _, want := range []string{id.ID, "## What could not be read", "403", "No success before this run is known", "No other run of the same trigger is known."} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %q:\n%s", want, text)
		}
	}
}

func TestRerunsAreThoseThatTheBackendTellsOf(t *testing.T) {
	p := onDemo(t, "")[connect.Centrali]
	id := aRun(t, p, func(r *model.Run) bool { return failed(r) && r.RerunCount.Value > 0 })
	f, err := bundle.Gather(t.Context(), refusing{p}, id, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	f.Version, f.Now, f.Zone = "test", noon, time.UTC
	text := written(t, &f, mask.New())
	_, lineage, _ := strings.Cut(text, "## Original and reruns")
	lineage, _, _ = strings.Cut(lineage, "## Runs before and after")
	if strings.Count(lineage, "\n| 2026") < 2 || !strings.Contains(lineage, "**this run**") || !strings.Contains(lineage, "completed") {
		t.Errorf("the lineage is %s", lineage)
	}
	if n := strings.Count(text, "\n- `list runs"); n != 1 {
		t.Errorf("that lists cannot be read is told %d times", n)
	}
}

func TestTextOfABackendIsNothingButTextInMarkdown(t *testing.T) {
	evil := "a ``` b ```` | c | <img src=x> ![x](http://evil.example) @all [l](http://evil.example)\x1b[2J\u202e"
	f := bundle.Facts{Now: noon, Zone: time.UTC, Version: "test", Info: api.Info{Host: evil, Workspace: evil}}
	f.Run.ID = model.RunID{Profile: evil, ID: evil}
	f.Run.ErrorCode, f.Run.ErrorMessage, f.Run.Source, f.Run.StatusText = evil, evil+"\n"+evil, evil, evil
	f.Run.Function, f.Run.Trigger, f.Run.CreatedBy = model.Ref{ID: evil, Name: evil + "2"}, model.Ref{ID: evil}, evil
	f.Run.RunData = []byte(`{"x":"` + "``` ````` \u202e" + `"}`)
	other := f.Run.Run
	other.ID.ID = evil + "3"
	f.Runs, f.Success = []*model.Run{&f.Run.Run, &other}, &other
	text := written(t, &f, mask.New())
	fence := ""
	for _, line := range strings.Split(text, "\n") {
		if strings.ContainsAny(line, "\x1b\u202e") {
			t.Errorf("not visible: %q", line)
		}
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence != "":
			if line == fence {
				fence = ""
			}
		case len(ticks) >= 3 && !strings.Contains(line[len(ticks):], "`"):
			fence = ticks
		default:
			if bare := outsideSpans(line); strings.Contains(bare, "evil.example") || strings.Contains(bare, "<img") || strings.Contains(bare, "@all") {
				t.Errorf("outside of a code span: %q\nin %q", bare, line)
			}
			if strings.HasPrefix(line, "| ") {
				cells := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
				if cells != 3 && cells != 4 && cells != 7 {
					t.Errorf("a cell broke its row: %q", line)
				}
			}
		}
	}
	if fence != "" {
		t.Error("a code block is not closed")
	}
}

// outsideSpans is a line of Markdown without its code spans: a run of
// backticks ends with the next one that is as long.
func outsideSpans(line string) string {
	var out strings.Builder
	for line != "" {
		at := strings.IndexByte(line, '`')
		if at < 0 {
			break
		}
		out.WriteString(line[:at])
		ticks := line[at : at+len(line[at:])-len(strings.TrimLeft(line[at:], "`"))]
		line = line[at+len(ticks):]
		end := -1
		for i := 0; i < len(line); {
			if line[i] != '`' {
				i++
				continue
			}
			n := len(line[i:]) - len(strings.TrimLeft(line[i:], "`"))
			if n == len(ticks) {
				end = i
				break
			}
			i += n
		}
		if end < 0 {
			out.WriteString(ticks)
			continue
		}
		line = line[end+len(ticks):]
	}
	return out.String() + line
}

func TestTooLargeAPayloadIsLeftOutAndALongOneIsCut(t *testing.T) {
	f := bundle.Facts{Now: noon, Zone: time.UTC, Version: "test"}
	f.Run.RunData = []byte(`{"password":"hunter2","x":"` + strings.Repeat("word ", 40_000) + `"}`)
	f.Input = []byte(`{"password":"hunter2","x":"` + strings.Repeat("x", 9<<20) + `"}`)
	text := written(t, &f, mask.New())
	if strings.Contains(text, "hunter2") || len(text) > 100<<10 || !strings.Contains(text, "Cut here: the first 65.5 kB of 200.") || !strings.Contains(text, "It has 9.4 MB") {
		t.Errorf("%d bytes:\n%.300s\n…\n%s", len(text), text, text[max(0, len(text)-800):])
	}
}
