package detail

import (
	"strings"
	"testing"
	"time"

	"fntop/model"
)

// A delivery is written down when it is over: what the back end calls its
// creation is no moment between its beginning and its end.
func TestWhatIsWrittenDownAfterwardsBeginsWithItsStart(t *testing.T) {
	noon := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	r := &model.Run{Status: model.StatusFailure, Source: "order.placed.0", Created: noon, Started: noon.Add(-3 * time.Second), Ended: noon}
	var words []string
	for _, m := range momentsOf(r, nil, nil, false) {
		words = append(words, m.text+" "+m.more)
	}
	if got := strings.Join(words, ", "); got != "started order.placed.0, failure " {
		t.Errorf("the moments are %q", got)
	}
	for _, f := range times(r) {
		if f.label == "created" {
			t.Error("the overview says that it was created after its start")
		}
	}
	r.Created = r.Started.Add(-time.Second)
	if got := momentsOf(r, nil, nil, false)[0].text; got != "created" {
		t.Errorf("of another run the first moment is %q", got)
	}
}
