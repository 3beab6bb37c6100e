package demo

import (
	"regexp"
	"testing"
)

func TestAnIDLeadsBackToItsKeyAndNoOtherDoes(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	d, all := newDice(3), map[string]bool{}
	for range 5000 {
		key := d.next() >> (64 - keyBits)
		for _, kind := range []idKind{idRun, idLive, idUser} {
			id := uuid(3, kind, key)
			gotKind, gotKey, ok := keyOf(3, id)
			if !ok || gotKind != kind || gotKey != key || !form.MatchString(id) || all[id] {
				t.Fatalf("%s leads to %d %x %v, want %d %x", id, gotKind, gotKey, ok, kind, key)
			}
			all[id] = true
			if _, _, ok := keyOf(4, id); ok {
				t.Fatalf("%s is known to another seed", id)
			}
		}
	}
	for _, id := range []string{"", "x", "00000000-0000-4000-8000-000000000000", "zzzzzzzz-zzzz-4zzz-8zzz-zzzzzzzzzzzz"} {
		if _, _, ok := keyOf(3, id); ok {
			t.Errorf("%q is known", id)
		}
	}
}
