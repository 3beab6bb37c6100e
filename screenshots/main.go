// Screenshots draws the pictures of the README from the demo, in this process
// and on a clock that stands still: the same program always gives the same
// SVG and text, byte by byte. PNGs depend on the fonts that are installed.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/x/ansi"

	_ "fntop/theme/ground" // before Bubble Tea's own start-up: see there
)

func main() {
	size := flag.String("size", "120x36", "columns and rows of the terminal, but for scenes with a size of their own")
	out := flag.String("out", "screenshots", "the folder to write to")
	svgOnly := flag.Bool("svg-only", false, "no PNG")
	readme := flag.Bool("readme", false, "write the key table of README.md anew, and draw nothing")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := func() error {
		if *readme {
			return rewriteKeys("README.md")
		}
		return draw(ctx, *size, *out, *svgOnly)
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(1)
	}
}

// draw writes every scene as text and SVG, and those of the README as PNG.
func draw(ctx context.Context, size, out string, svgOnly bool) error {
	var w, h int
	if _, err := fmt.Sscanf(size, "%dx%d", &w, &h); err != nil || w < 1 || h < 1 {
		return fmt.Errorf("-size %s: want columns and rows, such as 120x36", size)
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for _, s := range scenes() {
		if err := drawScene(ctx, s, w, h, filepath.Join(out, s.name)); err != nil {
			return fmt.Errorf("scene %s: %w", s.name, err)
		}
	}
	for _, s := range scenes() {
		if path := filepath.Join(out, s.name); s.bitmap && !svgOnly {
			if err := bitmap(ctx, path+".svg", path+".png"); err != nil {
				return err
			}
		}
	}
	return nil
}

func drawScene(ctx context.Context, s scene, w, h int, path string) error {
	if s.w > 0 {
		w, h = s.w, s.h
	}
	frame, err := play(ctx, s, w, h)
	if err != nil {
		return err
	}
	drawn, err := svg(frame, s.title, s.ground)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".svg", []byte(drawn), 0o644); err != nil {
		return err
	}
	return os.WriteFile(path+".txt", []byte(text(frame)), 0o644)
}

// text is a frame without its colours, and without blanks at the ends of lines.
func text(frame []string) string {
	var b strings.Builder
	for _, line := range frame {
		b.WriteString(strings.TrimRight(ansi.Strip(line), " ") + "\n")
	}
	return b.String()
}
