package api_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fntop/api"
	"fntop/api/clock"
	"fntop/model"
)

var errInRuns = errors.New("in runs")

// brittle panics when runs of f1 are asked for; every other list is empty.
type brittle struct{ api.Provider }

func (brittle) Runs(_ context.Context, ask model.Ask) (model.Page, error) {
	if ask.Function == "f1" {
		panic(errInRuns)
	}
	return model.Page{}, nil
}

func (brittle) Info() api.Info { return api.Info{} }

func (brittle) Functions(context.Context) ([]model.Function, error) {
	return []model.Function{{ID: "f0"}, {ID: "f1"}, {ID: "f2"}, {ID: "f3"}, {ID: "f4"}, {ID: "f5"}}, nil
}

// caught runs do and returns what it panicked with.
func caught(t *testing.T, do func()) (value any) {
	t.Helper()
	defer func() { value = recover() }()
	do()
	t.Fatal("no panic reached the caller")
	return nil
}

func TestAPanicInAProviderReachesTheCaller(t *testing.T) {
	var sources []api.Source
	for _, f := range []string{"f0", "f1", "f2", "f3", "f4", "f5"} {
		sources = append(sources, api.Source{Provider: brittle{}, Ask: model.Ask{Function: f}})
	}
	for name, do := range map[string]func(){
		"newest": func() { _, _ = api.Newest(t.Context(), sources, nil, 20) },
		"follow": func() {
			_, _ = api.Follow(t.Context(), clock.NewDriven(noon), brittle{}, api.Target{JobID: "j"}, nil)
		},
	} {
		value := caught(t, do)
		p, ok := value.(*api.Panic)
		if !ok {
			t.Fatalf("%s: panicked with %T", name, value)
		}
		if p.Value != any(errInRuns) || !errors.Is(p, errInRuns) {
			t.Errorf("%s: the value is %v", name, p.Value)
		}
		if stack := p.Error(); !strings.Contains(stack, "in runs") || !strings.Contains(stack, "brittle.Runs") {
			t.Errorf("%s: it does not say where:\n%s", name, stack)
		}
	}
}
