package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// drawn is the SVG of a frame on the dark ground.
func drawn(t *testing.T, frame ...string) string {
	t.Helper()
	s, err := svg(frame, "title", dark)
	if err != nil {
		t.Fatal(err)
	}
	for d := xml.NewDecoder(strings.NewReader(s)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return s
		} else if err != nil {
			t.Fatalf("no XML: %v\n%s", err, s)
		}
	}
}

func has(t *testing.T, svg string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(svg, w) {
			t.Errorf("there is no\n%s\nin\n%s", w, svg)
		}
	}
}

func TestWideCellsShiftNothing(t *testing.T) {
	s := drawn(t, "a商b📷c")
	has(t, s,
		`<text x="14" y="46.5" textLength="7.5" fill="#d7dae0">a</text>`,
		`<text x="29" y="46.5" text-anchor="middle" fill="#d7dae0">商</text>`, // cells 2 and 3
		`<text x="36.5" y="46.5" textLength="7.5" fill="#d7dae0">b</text>`,
		`<text x="51.5" y="46.5" text-anchor="middle" fill="#d7dae0">📷</text>`,
		`<text x="59" y="46.5" textLength="7.5" fill="#d7dae0">c</text>`,
		`width="80.5"`, // seven cells and the window
	)
}

func TestMarksStayOnTheirLetter(t *testing.T) {
	has(t, drawn(t, "Zoe\u0308!"), ">Zo</text>", ">e\u0308</text>", `<text x="36.5" y="46.5" textLength="7.5" fill="#d7dae0">!</text>`)
}

func TestColoursAreThoseOfTheCodes(t *testing.T) {
	for code, want := range map[string]string{
		"38;2;1;2;3": `fill="#010203"`,
		"38;5;196":   `fill="#ff0000"`,
		"38;5;244":   `fill="#808080"`,
		"31":         `fill="#cd0000"`,
		"91":         `fill="#ff0000"`,
		"1;32":       `fill="#00cd00" font-weight="700"`,
		"2":          `fill="` + mix(dark.fg, dark.bg, 45) + `"`,
		"31;39":      `fill="` + dark.fg + `"`,
		"1;31;22;0":  `fill="` + dark.fg + `">x`,
	} {
		has(t, drawn(t, "\x1b["+code+"mx\x1b[m"), want)
	}
}

func TestBackgroundIsOneBoxForCellsOfOneColour(t *testing.T) {
	s := drawn(t, "a\x1b[48;2;9;9;9mb \x1b[31mc\x1b[m d")
	has(t, s, `<rect x="21.5" y="34" width="22.5" height="16.5" fill="#090909"/>`)
	if n := strings.Count(s, "#090909"); n != 1 {
		t.Errorf("%d boxes, want 1", n)
	}
}

func TestReverseVideoChangesInkAndGround(t *testing.T) {
	has(t, drawn(t, "\x1b[7mx\x1b[m"), `fill="`+dark.bg+`">x`, `height="16.5" fill="`+dark.fg+`"/>`)
	has(t, drawn(t, "\x1b[7;31;48;2;9;9;9mx\x1b[m"), `fill="#090909">x`, `height="16.5" fill="#cd0000"/>`)
}

func TestTextIsEscaped(t *testing.T) {
	has(t, drawn(t, `<b> & "x"`), "&lt;b", "&amp;", "&#34;x&#34;")
	s, err := svg([]string{"x"}, "a <b>", dark)
	if err != nil {
		t.Fatal(err)
	}
	has(t, s, "a &lt;b&gt;")
}

func TestBordersAreLinesAndBarsAreBoxes(t *testing.T) {
	s := drawn(t, "╭──╮", "│▄█│", "╰──╯")
	for _, sign := range "╭─╮│▄█╰╯" {
		if strings.ContainsRune(s, sign) {
			t.Errorf("%c is drawn as a letter", sign)
		}
	}
	has(t, s, "M21.5 42H36.5", `d="M21.5 67h7.5v-8.25h-7.5z`)
}

func TestLettersThatAFontMayJoinStandApart(t *testing.T) {
	s := drawn(t, "a->b != c")
	for _, joined := range []string{"-&gt;", "!="} {
		if strings.Contains(s, joined) {
			t.Errorf("%s is in one run:\n%s", joined, s)
		}
	}
}

func TestUnderlineReachesUnderBlanks(t *testing.T) {
	has(t, drawn(t, "\x1b[4ma b\x1b[m"), "M14 48.5H36.5")
}

func TestWhatHasNoPlaceInAFrameIsRefused(t *testing.T) {
	for _, line := range []string{"\x1b[2J", "a\tb", "\x1b[5mx", "\x1b[38;5;300mx", "\x1b[38mx"} {
		if _, err := svg([]string{line}, "", dark); err == nil {
			t.Errorf("%q makes a picture", line)
		}
	}
}
