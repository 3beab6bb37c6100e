package connect

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Example is what `config init` writes: every key of every section with its
// default, or a sample where there is none, and a comment. Prose begins with
// "# ", a setting with "#" alone, so that both can be told apart; taking the
// latter away leaves a file that loads.
func Example() string {
	var b strings.Builder
	b.WriteString(`# fntop's configuration. A line that begins with "#" and no space is a setting
# that is switched off; what it shows is the default or, where a key has none,
# a sample. Names and values are described by "fntop --help" and the README.

# the profile to open where neither --profile nor a variable names one
#default_profile = "prod"

# One section for each connection. Of the ways to sign in keep one.
#[profiles.prod]
`)
	writeKeys(&b, profileKeys)
	b.WriteString("\n[ui]\n")
	writeKeys(&b, uiKeys)
	b.WriteString(`
# Other keys for what fntop does: the names are those that "?" shows.
[keys]
#rerun = ["ctrl+e"]

[history]
`)
	writeKeys(&b, historyKeys)
	b.WriteString(`
[alerts]
`)
	writeKeys(&b, alertKeys)
	b.WriteString(`
# Further rules, one section each. What they do not say is as above.
#[alerts.rules.checkout]
`)
	writeKeys(&b, ruleKeys)
	return b.String()
}

func writeKeys[T any](b *strings.Builder, keys []key[T]) {
	for _, k := range keys {
		fmt.Fprintf(b, "# %s\n#%s = %s\n", strings.ReplaceAll(k.note, "\n", "\n# "), k.name, k.example)
	}
}

// WriteExample writes the example to path, for its owner's eyes only. The
// file appears whole or not at all, and one that is there already is never
// touched. Every error is a *ConfigError.
func WriteExample(path string) error {
	if err := create(path, []byte(Example())); err != nil {
		return notWritten(path, err)
	}
	return nil
}

// create links a finished file into place: unlike a rename, a link never
// replaces what another process has put there meanwhile.
func create(path string, text []byte) error {
	if _, err := os.Lstat(path); err == nil {
		return fs.ErrExist
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	temp, err := written(dir, text, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp) }()
	if err = os.Link(temp, path); err == nil || os.IsExist(err) {
		return err
	}
	// Some file systems have no links. What is lost is only the refusal of a
	// file that appeared in the last moment.
	return os.Rename(temp, path)
}

// written is a finished file in a folder, under a name of its own.
func written(dir string, text []byte, mode fs.FileMode) (name string, err error) {
	f, err := os.CreateTemp(dir, ".fntop-*") // for its owner's eyes only
	if err != nil {
		return "", err
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = f.Chmod(mode)
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

func notWritten(path string, err error) *ConfigError {
	e := &ConfigError{Path: path, What: "the configuration file cannot be written", Next: "Name another place with --config.", Err: err}
	switch {
	case os.IsExist(err):
		e.What, e.Next = "the file is there already and is left as it is", "Edit it, or move it away first."
	case os.IsPermission(err):
		e.What = "this user may not write the configuration file"
	case errors.Is(err, errDangling):
		e.What, e.Next = "the configuration file is "+err.Error(), "Make the file that it leads to, or remove the link."
	}
	return e
}
