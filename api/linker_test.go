package api_test

import (
	"testing"

	"fntop/api"
	"fntop/model"
)

func TestPageOfARunKeepsToItsPlacesWhateverTheIDsAre(t *testing.T) {
	r := &model.Run{ID: model.RunID{Profile: "on call", ID: "a/../b?x=1&y#z{run}"}, Function: model.Ref{ID: "f"}, Trigger: model.Ref{ID: "t"}}
	got := api.RunPage("https://h/{workspace}/{function}/{trigger}/{run}?p={profile}", "acme/shop", r)
	if want := "https://h/acme%2Fshop/f/t/a%2F..%2Fb%3Fx%3D1%26y%23z%7Brun%7D?p=on%20call"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
