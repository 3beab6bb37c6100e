package trail

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"fntop/api"
	"fntop/model"
)

func TestWhatWasWrittenDownIsReadBackByTime(t *testing.T) {
	r, path := record(t)
	dir := filepath.Dir(path)
	if all, err := Read(dir, time.Time{}, noon.Add(time.Hour)); err != nil || len(all) != 0 {
		t.Fatalf("before the first action there are %v, %v", all, err)
	}
	r.Acted(invoked())
	if err := os.Rename(path, path+".1"); err != nil { // as when it became too large
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("{half a line\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	again := invoked()
	again.Action = model.Action{Kind: model.Rerun, Run: model.RunID{Profile: "prod", ID: "r1"}}
	again.Err = &api.Error{Kind: api.Unreachable, Lost: true}
	r.Acted(again)
	all, err := Read(dir, noon, noon.Add(time.Second))
	if err != nil || len(all) != 2 {
		t.Fatalf("%d actions, %v", len(all), err)
	}
	if a := all[0]; a.Action != "invoke" || a.Kind != "trigger" || a.Name != "retry-mail" || a.JobID != "job_1" || a.Profile != "prod" || a.User == "" || !a.At.Equal(noon) || a.Error != "" {
		t.Errorf("the first is %+v", a)
	}
	if a := all[1]; a.Action != "rerun" || a.Kind != "run" || a.ID != "r1" || a.Error == "" || !a.Maybe {
		t.Errorf("the second is %+v", a)
	}
	if all, _ := Read(dir, noon.Add(time.Second), noon.Add(time.Hour)); len(all) != 0 {
		t.Errorf("later there are %+v", all)
	}
}
