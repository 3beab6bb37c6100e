package model_test

import (
	"bufio"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// may says which packages of this module, and which modules that are kept to
// one place, the code below a folder may import. The longest folder that
// fits holds. A path that ends with /... takes in what is below it.
var may = map[string][]string{
	".":            {"fntop/api", "fntop/api/clock", "fntop/api/connect", "fntop/api/demo", "fntop/api/history", "fntop/api/trail", "fntop/keymap", "fntop/theme/ground", "fntop/ui", "fntop/ui/alarm", "fntop/ui/cli"},
	"model":        nil,
	"keymap":       nil,
	"theme":        {"fntop/model"},
	"theme/ground": {"github.com/charmbracelet/lipgloss"},

	"api":          {"fntop/api/clock", "fntop/model"},
	"api/bulk":     {"fntop/api", "fntop/api/clock", "fntop/api/hold", "fntop/model"},
	"api/trail":    {"fntop/api", "fntop/api/clock", "fntop/api/hold", "fntop/model"},
	"api/clock":    nil,
	"api/hold":     {"fntop/api/clock"},
	"api/connect":  {"fntop/api", "fntop/api/agentos", "fntop/api/centrali", "fntop/api/clock", "fntop/api/flowcore", "fntop/model"},
	"api/agentos":  {"fntop/api", "fntop/api/clock", "fntop/api/internal/...", "fntop/model"},
	"api/centrali": {"fntop/api", "fntop/api/clock", "fntop/api/internal/...", "fntop/model"},
	"api/flowcore": {"fntop/api", "fntop/api/clock", "fntop/api/internal/...", "fntop/model"},
	"api/history":  {"fntop/api", "fntop/api/clock", "fntop/model", sqliteModule},
	"api/internal": {"fntop/api", "fntop/api/clock", "fntop/api/internal/...", "fntop/model"},
	"api/demo":     {"fntop/api/clock"},

	"ui":          {"fntop/api", "fntop/api/bulk", "fntop/api/clock", "fntop/keymap", "fntop/theme", "fntop/model", "fntop/ui/...", teaModule, "github.com/charmbracelet/bubbles"},
	"ui/state":    {"fntop/api", "fntop/api/clock", "fntop/api/hold", "fntop/model", "fntop/ui/file"},
	"ui/setup":    {"fntop/api", "fntop/keymap", "fntop/theme", "fntop/model", "fntop/ui/draw", "fntop/ui/field", "fntop/ui/pane", teaModule, "github.com/charmbracelet/bubbles/key", huhModule},
	"ui/cli":      {"fntop/api", "fntop/api/bulk", "fntop/api/clock", "fntop/api/connect", "fntop/api/demo", "fntop/api/history", "fntop/api/trail", "fntop/model", "fntop/keymap", "fntop/theme", "fntop/ui/alarm", "fntop/ui/bundle", "fntop/ui/draw", "fntop/ui/file", "fntop/ui/jq", "fntop/ui/mask", "fntop/ui/outer", "fntop/ui/report", "fntop/ui/state"},
	"screenshots": {"fntop/ui", "fntop/ui/drive", "fntop/theme/ground", "fntop/api", "fntop/api/clock", "fntop/api/connect", "fntop/api/demo", "fntop/keymap", "fntop/theme", "fntop/model", teaModule},
}

// panes never import one another, and the packages below them import no pane.
var panes = []string{
	"runs", "triggers", "functions", "detail", "preview", "palette", "filterbar", "help", "confirm", "compose", "start", "log", "setup", "batch", "difference", "columns", "scrubber", "board", "inbox",
}

const (
	teaModule = "github.com/charmbracelet/bubbletea"
	huhModule = "github.com/charmbracelet/huh"

	sqliteModule = "modernc.org/sqlite"
)

// keptTo are modules that only the folders listed in may import.
var keptTo = []string{teaModule, "github.com/charmbracelet/bubbles", "github.com/charmbracelet/lipgloss", huhModule, sqliteModule}

func TestImportsFollowTheDesign(t *testing.T) {
	eachFile(t, func(t *testing.T, dir, path string) {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		allowed := may[folder(dir)]
		for _, spec := range file.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			if !concerned(name) {
				continue
			}
			if !allows(allowed, name) {
				t.Errorf("%s imports %s, which %s must not", path, name, folder(dir))
			}
			if isPane(dir) && isPane(strings.TrimPrefix(name, "fntop/")) {
				t.Errorf("%s: the pane %s imports the pane %s", path, dir, name)
			}
		}
	})
}

func TestFilesStayUnder300Lines(t *testing.T) {
	eachFile(t, func(t *testing.T, _, path string) {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		lines := 0
		for s := bufio.NewScanner(f); s.Scan(); {
			lines++
		}
		if lines > 300 {
			t.Errorf("%s has %d lines; split it by subject", path, lines)
		}
	})
}

// eachFile visits every Go file that is no test, paths relative to the root.
func eachFile(t *testing.T, visit func(t *testing.T, dir, path string)) {
	t.Helper()
	t.Chdir("..")
	files := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			files++
			visit(t, filepath.ToSlash(filepath.Dir(path)), path)
		}
		return nil
	})
	if err != nil || files < 50 {
		t.Fatalf("saw %d files: %v", files, err)
	}
}

func folder(dir string) string {
	for d := dir; ; d = filepath.ToSlash(filepath.Dir(d)) {
		if _, ok := may[d]; ok || d == "." {
			return d
		}
	}
}

func concerned(name string) bool {
	if strings.HasPrefix(name, "fntop/") {
		return true
	}
	for _, m := range keptTo {
		// bubbles/key is free of Bubble Tea, but nobody needs it.
		if name == m || strings.HasPrefix(name, m+"/") {
			return true
		}
	}
	return false
}

func allows(allowed []string, name string) bool {
	for _, a := range allowed {
		below := strings.TrimSuffix(a, "/...")
		if name == a || below != a && strings.HasPrefix(name, below+"/") {
			return true
		}
		if !strings.HasPrefix(a, "fntop/") && strings.HasPrefix(name, a+"/") {
			return true
		}
	}
	return false
}

func isPane(dir string) bool {
	for _, p := range panes {
		if dir == "ui/"+p || strings.HasPrefix(dir, "ui/"+p+"/") {
			return true
		}
	}
	return false
}
