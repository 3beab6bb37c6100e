package mask

import (
	"net/url"
	"slices"
	"strings"
)

// spread finds secrets that are known from elsewhere wherever they stand, all
// of them in one go over a text: an output may hold as many e-mail addresses
// as lines, and a search for each would take minutes.
type spread struct {
	secrets map[string]string // by the forms that they have in texts
	lengths map[string][]int  // of the forms, by what these begin with
}

// begin is how many bytes of a form are looked up first. No form is shorter:
// see spreads.
const begin = 5

// spreads reports whether a secret may be looked for by itself. Short words
// stand in every text.
func spreads(secret string) bool {
	digit, letter := strings.ContainsAny(secret, "0123456789"), strings.ContainsFunc(secret, isLetter)
	return len(secret) >= 8 || len(secret) >= begin && digit && letter
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 0x7f }

// newSpread knows secrets as they are and as URLs spell them. Of two that look
// the same in a text the first is meant.
func newSpread(secrets []string) spread {
	s := spread{secrets: map[string]string{}, lengths: map[string][]int{}}
	for _, secret := range secrets {
		for _, form := range [...]string{secret, url.QueryEscape(secret), url.PathEscape(secret)} {
			if _, ok := s.secrets[form]; ok {
				continue
			}
			s.secrets[form] = secret
			if l := s.lengths[form[:begin]]; !slices.Contains(l, len(form)) {
				s.lengths[form[:begin]] = append(l, len(form))
			}
		}
	}
	return s
}

// in finds where a text holds secrets. What one form overlaps of itself is
// found once; where secrets overlap, whoever puts spans in order decides.
func (s *spread) in(text string, reasons map[string]string) (spans []span) {
	if len(s.secrets) == 0 {
		return nil
	}
	ends := map[string]int{} // of the forms found so far
	for at := range max(0, len(text)-begin+1) {
		for _, length := range s.lengths[text[at:at+begin]] {
			if at+length > len(text) {
				continue
			}
			form := text[at : at+length]
			if secret, ok := s.secrets[form]; ok && at >= ends[form] {
				ends[form] = at + length
				spans = append(spans, span{at, at + length, reasons[secret], nil, secret})
			}
		}
	}
	return spans
}
