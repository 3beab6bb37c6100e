package jsonview

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"fntop/ui/find"
)

// large is a document of about so many bytes, as feeds of a shop have it.
func large(bytes int) []byte {
	var b strings.Builder
	b.Grow(bytes + 400)
	b.WriteString(`{"supplier":"Nordwind GmbH","rows":[`)
	for i := 0; b.Len() < bytes; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"row":%d,"supplier":"Nordwind GmbH","ean":12345678901234567890,"price":0.1000,"ok":true,"createdAt":17000000%05d,"note":"a note of some length that says what was wrong with the row","tags":["a","b"],"raw":"{\"line\":\"a;b;c\"}"}`, i, i%100000)
	}
	b.WriteString(`]}`)
	return []byte(b.String())
}

const fifty = 50 << 20

func TestAnOpenDocumentCostsLittleBesideItself(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads megabytes")
	}
	for name, src := range map[string][]byte{
		"rows": large(3 << 20), "numbers": []byte("[" + strings.Repeat("1,", 3<<19) + "1]"), "brackets": []byte(strings.Repeat("[", 3<<19) + strings.Repeat("]", 3<<19)),
	} {
		var v *View
		grown := grows(func() {
			v, _ = New(src, true)
			for i := range 60 {
				v.Line(v.Len()/2 + i)
			}
			v.Find(find.New("e"))
		})
		if limit := int64(len(src)) / 25; grown > limit {
			t.Errorf("%s: %d bytes are kept for %d, want at most %d", name, grown, len(src), limit)
		}
		runtime.KeepAlive(v)
		runtime.KeepAlive(src)
	}
}

// grows is how much more is in use after something was done.
func grows(do func()) int64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	do()
	runtime.GC()
	runtime.ReadMemStats(&after)
	return int64(after.HeapAlloc) - int64(before.HeapAlloc)
}

func TestLinesOfAWindowThatWasDrawnCostNothing(t *testing.T) {
	v, _ := New(large(1<<20), true)
	window := func() {
		for i := range 60 {
			v.Line(v.Len()/2 + i)
		}
	}
	window()
	if n := testing.AllocsPerRun(10, window); n > 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

func BenchmarkOpeningFiftyMegabytes(b *testing.B) {
	src := large(fifty)
	b.ReportAllocs()
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		New(src, true)
	}
}

func BenchmarkSearchingFiftyMegabytes(b *testing.B) {
	src := large(fifty)
	for _, query := range []string{"nordwind", "e", "a;b", `"note": `, `"note"`, "no such thing"} {
		b.Run(query, func(b *testing.B) {
			v, _ := New(src, true)
			q := find.New(query)
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				v.Find(q)
			}
		})
	}
}

func BenchmarkScrollingFiftyMegabytes(b *testing.B) {
	v, _ := New(large(fifty), true)
	at := 0
	b.ReportAllocs()
	for b.Loop() {
		at = (at + 40) % (v.Len() - 100)
		for i := range 60 {
			v.Line(at + i)
		}
	}
}

func BenchmarkFoldingTheRowsOfFiftyMegabytes(b *testing.B) {
	v, _ := New(large(fifty), true)
	for b.Loop() {
		v.Toggle(2)
	}
}

func BenchmarkFoldingAllOfFiftyMegabytes(b *testing.B) {
	v, _ := New(large(fifty), true)
	for b.Loop() {
		v.FoldAll(0)
		v.Toggle(2)
	}
}

func BenchmarkSearchingTheTextOfFiftyMegabytes(b *testing.B) {
	v, _ := New(large(fifty), true)
	f := v.Flat()
	q := find.New("nordwind")
	b.ReportAllocs()
	for b.Loop() {
		f.Find(q)
	}
}

func TestLinesLargerThanAnyWindowAreMadeOnce(t *testing.T) {
	long := `"` + strings.Repeat("x", 2*keptBytes) + `"`
	v, _ := New([]byte("["+long+","+long+"]"), true)
	frame := func() {
		v.Line(1)
		v.Line(2)
	}
	frame()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 10 {
		frame()
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > keptBytes {
		t.Errorf("%d bytes are allocated for two lines that were made before", n)
	}
}
