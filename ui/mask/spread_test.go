package mask

import (
	"cmp"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// oneByOne looks for each form of each secret by itself.
func oneByOne(secrets []string, text string) (spans []span) {
	seen := map[string]bool{}
	for _, secret := range secrets {
		for _, form := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret)} {
			if seen[form] {
				continue
			}
			seen[form] = true
			for from := 0; ; from += len(form) {
				at := strings.Index(text[from:], form)
				if at < 0 {
					break
				}
				from += at
				spans = append(spans, span{from: from, to: from + len(form), secret: secret})
			}
		}
	}
	return spans
}

func TestSecretsAreFoundInOneGoWhereEachAloneIsFound(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	word := func(most int) string {
		var b strings.Builder
		for range 5 + random.IntN(most) {
			b.WriteByte("aab1 é@%"[random.IntN(8)])
		}
		return b.String()
	}
	inOrder := func(spans []span) []span {
		slices.SortFunc(spans, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
		return spans
	}
	found := 0
	for range 300 {
		var secrets []string
		for range 1 + random.IntN(6) {
			secrets = append(secrets, word(4))
		}
		var b strings.Builder
		for range random.IntN(30) {
			switch secret := secrets[random.IntN(len(secrets))]; random.IntN(4) {
			case 0:
				b.WriteString(url.QueryEscape(secret))
			case 1:
				b.WriteString(word(2))
			default:
				b.WriteString(secret[random.IntN(2):])
			}
		}
		text, s := b.String(), newSpread(secrets)
		got, want := inOrder(s.in(text, nil)), inOrder(oneByOne(secrets, text))
		if found += len(want); !slices.Equal(got, want) {
			t.Fatalf("%q in %q:\ngot  %v\nwant %v", secrets, text, got, want)
		}
	}
	if found < 1000 {
		t.Errorf("only %d were there to be found", found)
	}
}
