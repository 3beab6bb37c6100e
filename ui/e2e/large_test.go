//go:build measure && linux

package e2e

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"fntop/ui/limits"
	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"
)

// TestMeasureFirstScreenOfALargeWorkspace measures from the start of the
// program until its screen is of use: triggers, functions with their latest
// runs, and a table full of runs of which the first came within this minute.
func TestMeasureFirstScreenOfALargeWorkspace(t *testing.T) {
	binary(t)
	ready, _ := serve(t, "--size", "500x2000")
	var functions struct{ Data []struct{ ID string } }
	read(t, ready, "compute-functions", &functions)
	var first struct{ Data []struct{} }
	read(t, ready, "function-runs/function/"+functions.Data[0].ID, &first) // the server works out its week
	for _, way := range []struct {
		name string
		env  []string
		args []string
	}{
		{"on a server", signIn(ready), nil},
		{"with the demo in itself", nil, []string{"--demo", "--size", "500x2000"}},
	} {
		took := median(t, 7, func() time.Duration {
			begun := time.Now()
			p := ptytest.Start(t, 120, 36, fntop(t, way.env, way.args...))
			p.Await(useful, "a useful screen")
			d := time.Since(begun)
			p.Type("q")
			p.Wait()
			return d
		})
		within(t, "500 functions and 2,000 triggers to the first useful screen, "+way.name, took, limits.LargeFirstScreen)
	}
}

// useful tells that the screen of 120×36 is.
func useful(s *vt.Screen) bool {
	if !strings.Contains(s.Line(0), "● live") || !s.Contains("Triggers 2000") || !s.Contains("Functions 500") {
		return false
	}
	rows, functions := 0, 0
	for y := range 36 {
		line := s.Line(y)
		if age := rowAge.FindStringSubmatch(line); age != nil {
			if rows == 0 && strings.HasSuffix(age[1], "m ago") {
				return false
			}
			rows++
		}
		if strings.Count(line, "✓") > 4 {
			functions++
		}
	}
	return rows > 20 && functions > 10
}

// rowAge finds the column of the runs that says when they were created.
var rowAge = regexp.MustCompile(`(now|\d+[sm] ago) `)
