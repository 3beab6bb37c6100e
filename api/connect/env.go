package connect

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/zalando/go-keyring"
)

// Env is all that this package asks of the operating system. A nil field
// stands for the real thing, so a test names only what it replaces.
type Env struct {
	Lookup   func(string) (string, bool)
	GOOS     string
	ReadFile func(string) ([]byte, error)
	Mode     func(string) (fs.FileMode, error)
	Keyring  Keyring
	// Run runs one command to its end and returns the beginning of what it
	// wrote. It must be over, children included, soon after ctx ends.
	Run func(ctx context.Context, c Command) (stdout, stderr string, err error)
}

// Keyring keeps secrets by service and account.
type Keyring interface {
	Get(service, account string) (string, error)
	Set(service, account, secret string) error
	Delete(service, account string) error
}

// OSEnv is the environment of this process.
func OSEnv() Env { return Env{}.complete() }

func (e Env) complete() Env {
	if e.Lookup == nil {
		e.Lookup = os.LookupEnv
	}
	if e.GOOS == "" {
		e.GOOS = runtime.GOOS
	}
	if e.ReadFile == nil {
		e.ReadFile = readLimited
	}
	if e.Mode == nil {
		e.Mode = fileMode
	}
	if e.Keyring == nil {
		e.Keyring = systemKeyring{}
	}
	if e.Run == nil {
		e.Run = run
	}
	return e
}

func fileMode(path string) (fs.FileMode, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Mode(), nil
}

type systemKeyring struct{}

func (systemKeyring) Get(service, account string) (string, error) {
	return keyring.Get(service, account)
}

func (systemKeyring) Set(service, account, secret string) error {
	return keyring.Set(service, account, secret)
}

func (systemKeyring) Delete(service, account string) error {
	return keyring.Delete(service, account)
}

// value is a variable without the white space around it. An empty one counts
// as not set: CI systems and env files set variables to nothing.
func (e Env) value(name string) string {
	v, ok := e.Lookup(name)
	if !ok {
		return ""
	}
	return strings.TrimSpace(v)
}

// StateDir is where fntop keeps what it writes itself, crash reports among it.
// It need not exist yet.
func (e Env) StateDir() (string, error) {
	dir, err := e.complete().dir("XDG_STATE_HOME", map[string]string{
		"windows": `%LocalAppData%`,
		"darwin":  "Library/Application Support/fntop/state",
		"":        ".local/state/fntop",
	})
	var none *ConfigError
	if errors.As(err, &none) {
		none.Next = "Set it, or XDG_STATE_HOME to a whole path."
	}
	return dir, err
}

// ConfigDir is where the configuration file is looked for. It need not exist.
func (e Env) ConfigDir() (string, error) {
	return e.complete().dir("XDG_CONFIG_HOME", map[string]string{
		"windows": `%AppData%`,
		"darwin":  "Library/Application Support/fntop",
		"":        ".config/fntop",
	})
}

// dir follows the XDG variable where it is an absolute path, as the XDG base
// directory specification demands, else the platform's own place: the same
// ones as os.UserConfigDir, read through Lookup.
func (e Env) dir(xdg string, places map[string]string) (string, error) {
	if dir := e.value(xdg); filepath.IsAbs(dir) {
		return filepath.Join(dir, "fntop"), nil
	}
	if e.GOOS == "windows" {
		name := strings.Trim(places["windows"], "%")
		if dir := e.value(name); dir != "" {
			return filepath.Join(dir, "fntop"), nil
		}
		return "", noHome(name)
	}
	place, ok := places[e.GOOS]
	if !ok {
		place = places[""]
	}
	if home := e.value("HOME"); home != "" {
		return filepath.Join(home, filepath.FromSlash(place)), nil
	}
	return "", noHome("HOME")
}

func noHome(name string) *ConfigError {
	return &ConfigError{
		What: "there is no home for fntop's files: " + name + " is not set",
		Next: "Set it, or name a configuration file with --config.",
	}
}
