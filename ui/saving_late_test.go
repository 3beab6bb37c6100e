package ui

import (
	"path/filepath"
	"strings"
	"testing"

	"fntop/api/clock"
	"fntop/model"
	"fntop/ui/detail"
	"fntop/ui/pane"
)

func TestAnswerAboutOneRunWritesNoOther(t *testing.T) {
	a := New(Options{Context: t.Context(), Clock: clock.Real(), Env: func(string) (string, bool) { return "", false }})
	path := filepath.Join(t.TempDir(), "out.txt")
	a.detail = &opened{pane: detail.New(model.RunID{ID: "second"})}
	for _, asked := range []pane.WriteTo{
		{Run: model.RunID{ID: "first"}, What: "overview", Path: path, Over: true},
		{Run: model.RunID{ID: "second"}, What: "output", Path: path, Over: true},
	} {
		if cmd := a.writeTo(asked); cmd != nil {
			t.Errorf("%+v: another is written", asked)
		}
		if !strings.Contains(a.notice.text, "not open any more") {
			t.Errorf("%+v: it says %q", asked, a.notice.text)
		}
	}
	if a.writeTo(pane.WriteTo{Run: model.RunID{ID: "second"}, What: "overview", Path: path}); a.detail.then != toFile {
		t.Error("what is open is not written either, once it is read")
	}
}
