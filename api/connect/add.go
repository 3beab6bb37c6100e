package connect

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
)

// Add writes a profile to the configuration file at path, behind everything
// that stands there, which stays as it is to the byte. A file that is not
// there is made, with the profile as its default. It refuses a name that the
// file has already, a file that it cannot read, and one whose way to write
// profiles leaves no room for another: nothing is written unless what was
// read back from it would be this very profile. Every error is a
// *ConfigError.
func Add(path string, p Profile, env Env) error {
	if p.Backend == "" {
		p.Backend = Centrali
	}
	if why := wrongName(p.Name); why != "" {
		return &ConfigError{What: "a profile " + why, Next: "Choose another name."}
	}
	if err := p.Validate(); err != nil {
		return err
	}
	target, err := behind(path)
	if err != nil {
		return notWritten(path, err)
	}
	old, err := readLimited(target)
	isNew := errors.Is(err, fs.ErrNotExist)
	if err != nil && !isNew {
		return unreadable(path, err)
	}
	if !isNew {
		if err := free(path, p.Name, old, env); err != nil {
			return err
		}
	}
	text := extended(old, p, isNew)
	after, err := parse(path, text, env)
	if got, found := after.own(p.Name); err != nil || !found || !same(got, p) || len(text) > fileLimit || after.closed(old) {
		return &ConfigError{
			Path: path, What: "profile " + quote(p.Name) + " cannot be added to this file as it is written", Err: err,
			Next: "Write its section by hand; \"fntop config init\" prints an example.",
		}
	}
	if isNew {
		err = create(target, text)
	} else {
		err = replace(target, old, text, p.literalSecret() != "")
	}
	switch {
	case errors.Is(err, errChanged), isNew && os.IsExist(err):
		return &ConfigError{Path: path, What: "the file was changed by somebody else meanwhile, and is left as they made it", Next: "Try again.", Err: err}
	case err != nil:
		return notWritten(path, err)
	}
	return nil
}

// behind is the file that a link leads to: a rename would replace the link,
// and what it leads to is often kept elsewhere on purpose.
func behind(path string) (string, error) {
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return path, nil // what is wrong with it shows when it is read
	}
	target, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", errDangling
	}
	return target, err
}

var (
	errChanged  = errors.New("changed meanwhile")
	errDangling = errors.New("a link that leads nowhere")
)

// free checks that the file can be read and has no profile of that name.
func free(path, name string, text []byte, env Env) error {
	c, err := parse(path, text, env)
	if err != nil {
		return err
	}
	if _, taken := c.own(name); taken {
		return &ConfigError{
			Path: path, Line: c.Line("profiles", name),
			What: "there is a profile " + quote(name) + " already, and it is left as it is", Next: "Choose another name.",
		}
	}
	return nil
}

// parse reads the text of a configuration file, without a look at what the
// environment adds to it.
func parse(path string, text []byte, env Env) (*Config, error) {
	c := &Config{env: env.complete(), path: path, ui: DefaultUI(), keys: map[string][]string{}}
	return c, c.parse(text)
}

// own is a profile of the file.
func (c *Config) own(name string) (Profile, bool) {
	for _, p := range c.profiles {
		if p.Name == name {
			return p, true
		}
	}
	return Profile{}, false
}

// closed reports whether the file has its profiles in one value, to which TOML
// lets nothing be added further down; the library would.
func (c *Config) closed(text []byte) bool {
	line := c.Line("profiles")
	all := bytes.Split(text, []byte("\n"))
	if line == 0 || line > len(all) {
		return false
	}
	key, _, found := bytes.Cut(bytes.TrimPrefix(all[line-1], []byte("\ufeff")), []byte("="))
	return found && string(bytes.Trim(key, " \t\"'")) == "profiles"
}

// same reports whether two profiles say the same, wherever they stand.
func same(a, b Profile) bool {
	a.env, a.path, a.line = Env{}, "", 0
	b.env, b.path, b.line = Env{}, "", 0
	return reflect.DeepEqual(a, b)
}

// extended is a file's text with the profile's section behind it.
func extended(old []byte, p Profile, isNew bool) []byte {
	var b strings.Builder
	if isNew {
		fmt.Fprintf(&b, "# fntop's configuration. \"fntop config init\" prints every key with its meaning.\n\ndefault_profile = %s\n", tomlString(p.Name))
	} else if len(old) > 0 && old[len(old)-1] != '\n' {
		b.WriteByte('\n')
	}
	if isNew || len(bytes.TrimSpace(old)) > 0 {
		b.WriteByte('\n')
	}
	b.WriteString(p.section())
	added := b.String()
	if bytes.Contains(old, []byte("\r\n")) {
		added = strings.ReplaceAll(added, "\n", "\r\n")
	}
	return append(old[:len(old):len(old)], added...)
}

// replace puts a finished file in the place of another, unless that is not
// what it was any more. The new one can be read by whoever could read the old
// one; where it holds a secret, by its owner alone.
func replace(path string, old, text []byte, secret bool) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	mode := info.Mode().Perm()
	if secret {
		mode &^= 0o077
	}
	temp, err := written(filepath.Dir(path), text, mode)
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp) }()
	if now, err := readLimited(path); err != nil || !bytes.Equal(now, old) {
		return errors.Join(errChanged, err)
	}
	return os.Rename(temp, path)
}
