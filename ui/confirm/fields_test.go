package confirm

import (
	"testing"

	"fntop/model"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

var rerun = model.Action{Kind: model.Rerun, Run: model.RunID{Profile: "prod", ID: "r1"}}

func again() *Model {
	return New(Options{
		Verb: "rerun", Action: rerun, WithRerunFields: true,
		Lines: []Line{
			{"run", "0192f3ab-77aa-7bbb-8ccc-0123456789ab"}, {"function", "process-order"}, {"status", "failure"},
			{"error", "Coupon SUMMER-10 expired at checkout step 3"}, {"workspace", "acme · centrali"}, {"profile", "prod"},
		},
	})
}

func TestFramesOfARerun(t *testing.T) {
	for name, keys := range map[string][]string{
		"rerun": nil, "rerun_reason": {"tab", "fixed the coupon"}, "rerun_given": {"tab", "fixed the coupon", "enter", "ctrl+t"},
	} {
		panetest.FramesAt(t, name, pressed(again(), keys...), [][2]int{{120, 36}, {80, 24}, {60, 15}, {20, 5}}...)
	}
}

func TestRerunWithFieldsFillsAnySizeExactly(t *testing.T) {
	panetest.Exact(t, again())
	panetest.Exact(t, pressed(again(), "tab", panetest.Hostile))
	panetest.Harmless(t, pressed(again(), "tab", panetest.Hostile))
	panetest.Harmless(t, pressed(again(), "tab", panetest.Hostile, "enter"))
}

func sent(t *testing.T, keys ...string) model.Action {
	t.Helper()
	got, ok := panetest.Press(again(), keys...).(pane.Send)
	if !ok {
		t.Fatalf("%q sent nothing", keys)
	}
	return got.Action
}

func TestOneKeyConfirmsARerunAsItIs(t *testing.T) {
	if got := sent(t, "y"); got.Reason != "" || got.LatestCode || got.Run != rerun.Run {
		t.Errorf("y sent %+v", got)
	}
}

func TestReasonAndLatestCodeAreSent(t *testing.T) {
	if got := sent(t, "tab", " yes, fixed ", "enter", "ctrl+t", "y"); got.Reason != "yes, fixed" || !got.LatestCode {
		t.Errorf("sent %+v", got)
	}
	if got := sent(t, "ctrl+t", "ctrl+t", "y"); got.LatestCode {
		t.Error("what was switched off again was sent")
	}
}

func TestLettersOfTheReasonConfirmNothing(t *testing.T) {
	m := again()
	for _, key := range []string{"tab", "y", "n", "Y", "enter"} {
		if got := panetest.Press(m, key); got != nil {
			t.Fatalf("%s answered %#v", key, got)
		}
	}
	if got := panetest.Press(m, "y").(pane.Send); got.Action.Reason != "ynY" {
		t.Errorf("the reason is %q", got.Action.Reason)
	}
}

func TestEscapeLeavesTheReasonThenTheQuestion(t *testing.T) {
	m := again()
	if got := panetest.Press(m, "tab", "why", "esc"); got != nil {
		t.Fatalf("esc in the field answered %#v", got)
	}
	if got := panetest.Press(m, "esc"); got != (pane.Close{}) {
		t.Errorf("a second esc answered %#v", got)
	}
}

func TestWithoutFieldsTheirKeysDoNothing(t *testing.T) {
	m := question(nil)
	panetest.Press(m, "tab", "x", "ctrl+t")
	if got := panetest.Press(m, "y").(pane.Send); got.Action.Reason != "" || got.Action.LatestCode {
		t.Errorf("sent %+v", got.Action)
	}
}
