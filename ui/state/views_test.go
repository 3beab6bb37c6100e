package state

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fntop/api/clock"
	"fntop/model"
)

// whole is a view of which everything is set that is kept.
func whole() View {
	return View{
		Place: Place{
			Screen: "runs", Focus: "functions", Query: `fn:order -error~"rate limit"`, Statuses: model.FailedStatuses,
			Window:  model.Window{Last: 90 * time.Minute, Since: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)},
			Profile: "prod", Function: model.Ref{ID: "f1", Name: "process-order"}, Trigger: model.Ref{ID: "t1", Name: "order-hook"},
			Sort:  model.Sort{Column: model.ByTook, Descending: true},
			Group: model.GroupKey{Print: model.FingerprintOf("E_COUPON", "Coupon expired")}, GroupTitle: "E_COUPON",
			BoardLast: 24 * time.Hour, BoardOrder: "name",
		},
		Profiles: []string{"prod", "staging"}, Columns: []string{"status", "error"},
	}
}

func saved(t *testing.T, dir, name string, v View, over bool) {
	t.Helper()
	if _, err := SaveView(clock.Real(), dir, name, v, over); err != nil {
		t.Fatal(err)
	}
}

func viewsOf(t *testing.T, dir string) Views {
	t.Helper()
	s, said := Load(dir)
	if said != "" {
		t.Fatal(said)
	}
	return s.Views()
}

func TestViewIsReadAsItWasSaved(t *testing.T) {
	dir, v := t.TempDir(), whole()
	v.Run = model.RunID{Profile: "prod", ID: "r1"}
	saved(t, dir, "orders", v, false)
	saved(t, dir, "plain", View{Place: Place{Sort: model.NewestFirst}}, false)
	all := viewsOf(t, dir)
	if got := all["orders"]; !reflect.DeepEqual(got, whole()) {
		t.Errorf("read\n%+v, saved\n%+v", got, whole())
	}
	if got := all["plain"]; !reflect.DeepEqual(got, View{Place: Place{Sort: model.NewestFirst}}) {
		t.Errorf("of a plain view there is %+v", got)
	}
	if names := all.Names(); !slices.Equal(names, []string{"orders", "plain"}) {
		t.Errorf("names %v", names)
	}
}

func TestViewIsReplacedOnlyWhenThatIsWished(t *testing.T) {
	dir := t.TempDir()
	saved(t, dir, "a", whole(), false)
	other := View{Place: Place{Query: "other", Sort: model.NewestFirst}}
	all, err := SaveView(clock.Real(), dir, "a", other, false)
	if !errors.Is(err, ErrThere) || all["a"].Query != whole().Query {
		t.Errorf("it says %v and has %+v", err, all["a"])
	}
	saved(t, dir, "a", other, true)
	if got := viewsOf(t, dir)["a"]; got.Query != "other" {
		t.Errorf("replaced by %+v", got)
	}
}

func TestViewsAreRenamedAndDeleted(t *testing.T) {
	dir := t.TempDir()
	saved(t, dir, "a", whole(), false)
	saved(t, dir, "b", View{}, false)
	if _, err := RenameView(clock.Real(), dir, "a", "b", false); !errors.Is(err, ErrThere) {
		t.Errorf("a name that is taken: %v", err)
	}
	if _, err := RenameView(clock.Real(), dir, "x", "y", false); !errors.Is(err, ErrGone) {
		t.Errorf("a view that is gone: %v", err)
	}
	all, err := RenameView(clock.Real(), dir, "a", "c", false)
	if err != nil || !slices.Equal(all.Names(), []string{"b", "c"}) || all["c"].Query != whole().Query {
		t.Errorf("%v, %v", all.Names(), err)
	}
	for range 2 { // another fntop was faster
		if all, err = DeleteView(clock.Real(), dir, "b"); err != nil || !slices.Equal(all.Names(), []string{"c"}) {
			t.Errorf("%v, %v", all.Names(), err)
		}
	}
	if got := viewsOf(t, dir).Names(); !slices.Equal(got, []string{"c"}) {
		t.Errorf("the file has %v", got)
	}
}

func TestWhatIsUnknownInAViewDoesNoHarmAndStays(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, Name)
	text := `{"views":{"later":{"query":"x","statuses":["failure","exploded"],"sort":"-colour","last":"soon","zoom":true},"broken":{"query":3}},"shape":[1]}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	all := viewsOf(t, dir)
	want := View{Place: Place{Query: "x", Statuses: model.NewStatusSet(model.StatusFailure), Sort: model.NewestFirst}}
	if len(all) != 1 || !reflect.DeepEqual(all["later"], want) {
		t.Errorf("read %+v", all)
	}
	saved(t, dir, "mine", whole(), false)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"zoom": true`, `"exploded"`, `"broken"`, `"shape"`} {
		if !strings.Contains(string(b), part) {
			t.Errorf("%s is lost: %s", part, b)
		}
	}
}

func TestTitleOfAViewSaysWhatItShows(t *testing.T) {
	v := whole()
	v.Window, v.Trigger, v.Screen = model.Window{Last: time.Hour}, model.Ref{}, "follow"
	want := `status:failure,timeout,cancelled  profile=prod  fn=process-order  group=E_COUPON  created<=1h  fn:order -error~"rate limit"  took ↓  on the screen follow`
	if got := v.Title(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := (View{Place: Place{Screen: Runs, Sort: model.NewestFirst}}).Title(); got != "" {
		t.Errorf("of everything it says %q", got)
	}
}

func TestLastScreenIsThatOfTheProfilesThatWereLookedAtLast(t *testing.T) {
	dir, at := t.TempDir(), time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	looked := func(of, query string, at time.Time) {
		t.Helper()
		v := View{Place: Place{Query: query, Sort: model.NewestFirst, Run: model.RunID{Profile: "prod", ID: "r1"}}}
		if err := KeepScreen(clock.Real(), dir, of, at, v); err != nil {
			t.Fatal(err)
		}
	}
	looked("prod", "one", at)
	looked("both", "two", at)
	looked("prod", "late", at.Add(-time.Second)) // it was on its way when the other was written
	s, _ := Load(dir)
	if v, ok := s.LastScreen("prod"); !ok || v.Query != "one" || v.Run.ID != "r1" {
		t.Errorf("of prod there is %+v, %t", v, ok)
	}
	if v, ok := s.LastScreen("both"); !ok || v.Query != "two" {
		t.Errorf("of both there is %+v, %t", v, ok)
	}
	looked("prod", "clock set right", at.Add(-time.Hour))
	if s, _ = Load(dir); true {
		if v, _ := s.LastScreen("prod"); v.Query != "clock set right" {
			t.Errorf("a clock that was an hour ahead leaves %+v", v)
		}
	}
	for i := range screensKept {
		looked("host"+strconv.Itoa(i), "", at.Add(time.Duration(i)*time.Minute))
	}
	var all map[string]json.RawMessage
	s, _ = Load(dir)
	if s.Get(screensSection, &all); len(all) != screensKept || all["prod"] != nil || all["host0"] == nil {
		t.Errorf("kept are %d: %v", len(all), slices.Sorted(maps.Keys(all)))
	}
}
