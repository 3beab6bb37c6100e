package model

import "strings"

// Links are the addresses of the web in a text, as bytes from and to: what
// begins with http:// or https://, without the punctuation that ends the
// sentence it stands in.
func Links(text string) (links [][2]int) {
	for at := 0; ; {
		i := strings.Index(text[at:], "http")
		if i < 0 {
			return links
		}
		from := at + i
		at = from + len("http")
		rest, ok := strings.CutPrefix(strings.TrimPrefix(text[at:], "s"), "://")
		if !ok || from > 0 && wordByte(text[from-1]) {
			continue
		}
		host := len(text) - len(rest)
		to := host
		for to < len(text) && linkByte(text[to]) {
			to++
		}
		if to = host + len(unpunctuated(text[host:to])); to > host {
			links = append(links, [2]int{from, to})
		}
		at = to
	}
}

// unpunctuated is a link without what ends the sentence around it. A closing
// bracket belongs to it where its opening one does.
func unpunctuated(link string) string {
	for link != "" {
		switch c := link[len(link)-1]; c {
		case '.', ',', ';', ':', '!', '?', '\'', '*':
		case ')':
			if strings.Count(link, "(") >= strings.Count(link, ")") {
				return link
			}
		case ']':
			if strings.Count(link, "[") >= strings.Count(link, "]") {
				return link
			}
		default:
			return link
		}
		link = link[:len(link)-1]
	}
	return ""
}

func wordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

func linkByte(c byte) bool {
	return wordByte(c) || strings.IndexByte("-.~:/?#[]@!$&'()*+,;=%", c) >= 0
}
