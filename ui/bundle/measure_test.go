//go:build measure

package bundle_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fntop/ui/bundle"
	"fntop/ui/limits"
	"fntop/ui/mask"
)

func TestMeasureMaskingOfAnOutputFullOfSecrets(t *testing.T) {
	var b strings.Builder
	for n := 0; b.Len() < limits.MaskedOutput; n++ {
		fmt.Fprintf(&b, `,{"user":"user-%d@shop.example","order":"order %d of today"}`, n, n)
	}
	f := &bundle.Facts{Zone: time.UTC}
	f.Run.RunData = []byte("[" + b.String()[1:] + "]")
	began := time.Now()
	m := mask.New()
	text := written(t, f, m)
	took := time.Since(began)
	t.Logf("%d bytes with a secret in each line took %v", len(f.Run.RunData), took)
	if took > limits.Masked {
		t.Errorf("it took %v, and may take %v", took, limits.Masked)
	}
	if len(m.Found()) == 0 || strings.Contains(text, "@shop.example") || !strings.Contains(text, "Cut here") {
		t.Errorf("%d places are masked in\n%.2000s", len(m.Found()), text)
	}
}
