package model

import (
	"slices"
	"strings"
	"testing"
)

var words = Words{
	Functions: []string{"process-order", "order-mail", "Sync Stock", `say "hi"`, "a,b", "esc\x1b[2J"},
	Triggers:  []string{"nightly-sync"},
	Sources:   []string{"manual", "scheduled"},
	Profiles:  []string{"prod"},
	Codes:     []string{"E_COUPON", "E_TIME", "E_TIME"},
}

func TestComplete(t *testing.T) {
	for _, c := range []struct{ text, replaced, options string }{ // | is the cursor
		{"st|", "st", "status: started<"},
		{"ST|", "ST", "status: started<"},
		{"coupon -err|", "err", "error:"},
		{"du| coupon", "du", "dur>"},
		{"m|e", "me", "mem>"},
		{"sta|tu:failure", "statu", "status started"},
		{"zzz|", "zzz", ""},
		{"x status:f|", "f", "failure"},
		{"status:failure,t|", "t", "timeout waiting completed"},
		{"status:f|,timeout", "f", "failure"},
		{"status:fail|ure,timeout fn:x", "failure", "failure"},
		{"-source:|", "", "manual scheduled"},
		{"code:e_t|", "e_t", "E_TIME"},
		{"fn:order|", "order", "order-mail process-order"},
		{"fn:sync|", "sync", `"Sync|Stock"`},
		{`fn:"Sync S|`, `"Sync S`, `"Sync|Stock"`},
		{`fn:"Sync S|tock" x`, `"Sync Stock"`, `"Sync|Stock"`},
		{`fn:"order|`, `"order`, `"order-mail" "process-order"`},
		{"fn:say|", "say", `"say|\"hi\""`},
		{`fn:"say \"h|`, `"say \"h`, `"say|\"hi\""`},
		{"fn:a,|", "", "process-order order-mail \"Sync|Stock\" \"say|\\\"hi\\\"\" \"a,b\""},
		{"fn:esc|", "esc", ""},
		{"rerun:|", "", "yes no"},
		{"ended<1|", "1", "15m 1h"},
		{"dur:|", "", ""},
		{"funk:|", "", ""},
		{`"st|`, "", ""},
		{"id:0|", "0", ""},
	} {
		t.Run(c.text, func(t *testing.T) {
			before, after, _ := strings.Cut(c.text, "|")
			from, to, options := Complete(before+after, len(before), words)
			want := strings.Fields(c.options)
			for i := range want {
				want[i] = strings.ReplaceAll(want[i], "|", " ")
			}
			if got := (before + after)[from:to]; got != c.replaced || !slices.Equal(options, want) {
				t.Errorf("got %q for %q, want %q for %q", options, got, want, c.replaced)
			}
		})
	}
}

func TestCompleteOfNothingOffersEveryField(t *testing.T) {
	for _, text := range []string{"", "coupon ", "-"} {
		from, to, options := Complete(text, len(text), words)
		if from != len(text) || to != len(text) || len(options) != len(fields) {
			t.Errorf("%q: %d options for %d to %d", text, len(options), from, to)
		}
	}
}

func FuzzComplete(f *testing.F) {
	f.Add(`status:f,"a b" -fn:"Sync`, 3)
	f.Add(`-"`, 1)
	f.Fuzz(func(t *testing.T, text string, cursor int) {
		from, to, options := Complete(text, cursor, words)
		if from < 0 || from > to || to > len(text) {
			t.Fatalf("%q at %d: %d to %d", text, cursor, from, to)
		}
		for _, option := range options {
			if _, err := ParseQuery("fn:"+option, nil); err != nil {
				t.Fatalf("%q at %d offers %q, no value: %v", text, cursor, option, err)
			}
		}
	})
}
