package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"os/exec"
	"slices"
)

// bitmap makes a PNG of twice the size of an SVG.
func bitmap(ctx context.Context, svgPath, pngPath string) error {
	const converter = "rsvg-convert"
	if _, err := exec.LookPath(converter); err != nil {
		return fmt.Errorf("%s is missing, which makes the PNGs. On Debian install librsvg2-bin fonts-jetbrains-mono fonts-dejavu-core fonts-vlgothic fonts-symbola, or use -svg-only", converter)
	}
	cmd := exec.CommandContext(ctx, converter, "-z", "2", svgPath)
	cmd.Stderr = os.Stderr
	drawn, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%s of %s: %w", converter, svgPath, err)
	}
	full, err := png.Decode(bytes.NewReader(drawn))
	if err != nil {
		return fmt.Errorf("%s of %s: %w", converter, svgPath, err)
	}
	var small bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&small, paletted(full)); err != nil {
		return err
	}
	return os.WriteFile(pngPath, small.Bytes(), 0o644)
}

// paletted is a picture in the 256 colours that it has most of, a third of
// the size. A terminal has few colours; the others are edges of letters, for
// which the nearest will do.
func paletted(full image.Image) *image.Paletted {
	bounds := full.Bounds()
	count := map[color.NRGBA]int{}
	at := func(x, y int) color.NRGBA { return color.NRGBAModel.Convert(full.At(x, y)).(color.NRGBA) }
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			count[at(x, y)]++
		}
	}
	most := slices.SortedFunc(maps.Keys(count), func(a, b color.NRGBA) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(packed(a), packed(b)))
	})
	palette := make(color.Palette, 0, 256)
	for _, c := range most[:min(256, len(most))] {
		palette = append(palette, c)
	}
	index := make(map[color.NRGBA]uint8, len(count))
	for c := range count {
		index[c] = uint8(palette.Index(c))
	}
	small := image.NewPaletted(bounds, palette)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			small.SetColorIndex(x, y, index[at(x, y)])
		}
	}
	return small
}

func packed(c color.NRGBA) uint32 {
	return uint32(c.R)<<24 | uint32(c.G)<<16 | uint32(c.B)<<8 | uint32(c.A)
}
