package connect

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/BurntSushi/toml"
)

// Config is what the configuration file and the environment say. Once loaded
// it does not change; its methods may be called from several goroutines.
type Config struct {
	env    Env
	path   string
	exists bool
	lines  map[string]int // where each key stands

	defaultProfile string
	profiles       []Profile // in the order of the file
	ui             UI
	history        History
	fileTheme      string // ui.Theme without FNTOP_THEME
	keys           map[string][]string
	alerts         Alerts
	readOnly       bool // FNTOP_READ_ONLY

	mu       sync.Mutex
	warnings []string
}

// Path is the file that was read, or that would have been.
func (c *Config) Path() string { return c.path }

// ReadOnly reports whether FNTOP_READ_ONLY asks for read-only mode. Select has
// already put it into its profiles.
func (c *Config) ReadOnly() bool { return c.readOnly }

// Line is where a key stands in the file, 0 where it does not:
// Line("keys", "rerun").
func (c *Config) Line(key ...string) int { return c.lines[pathKey(key...)] }

// Names are the names of the file's profiles, in its order.
func (c *Config) Names() []string {
	names := make([]string, len(c.profiles))
	for i, p := range c.profiles {
		names[i] = p.Name
	}
	return names
}

// Warnings are what is worth saying and stops nothing, each one line. Select
// may add to them.
func (c *Config) Warnings() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.warnings)
}

func (c *Config) warn(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !slices.Contains(c.warnings, text) {
		c.warnings = append(c.warnings, text)
	}
}

// Locate returns the configuration file's place without reading it: path,
// else FNTOP_CONFIG, else the default. named tells the first two, which must
// exist to be loaded, from the last, which need not.
func Locate(path string, env Env) (place string, named bool, err error) {
	env = env.complete()
	if path == "" {
		path = env.value("FNTOP_CONFIG")
	}
	if path != "" {
		return path, true, nil
	}
	dir, err := env.ConfigDir()
	if err != nil {
		return "", false, err
	}
	return filepath.Join(dir, "config.toml"), false, nil
}

// Load reads the configuration file and checks all of it but what depends on
// which profile is chosen. Every error is a *ConfigError.
func Load(path string, env Env) (*Config, error) { return loadFile(path, env, true) }

// LoadOrNew is Load for a file that is about to be written: it need not be
// there, wherever it was named.
func LoadOrNew(path string, env Env) (*Config, error) { return loadFile(path, env, false) }

func loadFile(path string, env Env, there bool) (*Config, error) {
	env = env.complete()
	c := &Config{env: env, ui: DefaultUI(), history: DefaultHistory(), alerts: defaultAlerts(), keys: map[string][]string{}}
	place, named, err := Locate(path, env)
	if err != nil {
		// Variables, or the demo, do without a file.
		c.warn(err.Error())
	} else {
		c.path = place
		if err := c.read(named && there); err != nil {
			return nil, err
		}
	}
	if c.readOnly, _, err = env.truth("FNTOP_READ_ONLY"); err != nil {
		return nil, err
	}
	c.fileTheme = c.ui.Theme
	if theme := env.value("FNTOP_THEME"); theme != "" {
		c.ui.Theme = theme
	}
	return c, nil
}

func (c *Config) read(named bool) error {
	text, err := c.env.ReadFile(c.path)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return nil
	}
	if err != nil {
		return unreadable(c.path, err)
	}
	c.exists = true
	if err := c.parse(text); err != nil {
		return err
	}
	c.checkMode()
	return nil
}

// parse fills the configuration from the text of its file.
func (c *Config) parse(text []byte) error {
	var tree map[string]any
	if _, err := toml.Decode(string(text), &tree); err != nil {
		return syntaxError(c.path, err)
	}
	var again repeat
	if c.lines, again = positions(string(text)); again.line > 0 {
		return &ConfigError{Path: c.path, Line: again.line, What: quote(hideSecrets(again.key)) + " " + standsTwice, Next: keepOne}
	}
	return c.decode(tree)
}

// checkMode warns of a file that others can read and that holds a secret.
// Windows keeps permissions elsewhere; its modes say nothing.
func (c *Config) checkMode() {
	if c.env.GOOS == "windows" {
		return
	}
	mode, err := c.env.Mode(c.path)
	if err != nil || mode.Perm()&0o044 == 0 {
		return
	}
	for _, p := range c.profiles {
		if key := p.literalSecret(); key != "" {
			c.warn(fmt.Sprintf("%s can be read by others and holds %s of profile %s. Run \"chmod 600\" on it, or keep the secret in the keyring.",
				visible(c.path), key, quote(p.Name)))
			return
		}
	}
}

const fileLimit = 1 << 20

var (
	errLarge     = errors.New("larger than 1 MiB")
	errDirectory = errors.New("a directory")
)

// readLimited reads a whole file, unless it is far too large to be meant.
func readLimited(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, errDirectory
	}
	text, err := io.ReadAll(io.LimitReader(f, fileLimit+1))
	if err == nil && len(text) > fileLimit {
		return nil, errLarge
	}
	return text, err
}

func unreadable(path string, err error) *ConfigError {
	e := &ConfigError{Path: path, What: "the configuration file cannot be read", Next: "Name another with --config.", Err: err}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.What = "there is no such configuration file"
		e.Next = "Write one with \"fntop config init --write\", or name another with --config or FNTOP_CONFIG."
	case errors.Is(err, fs.ErrPermission):
		e.What = "the configuration file may not be read by this user"
		e.Next = "Change its owner or mode."
	case errors.Is(err, errDirectory), errors.Is(err, errLarge):
		e.What = "the configuration file is " + err.Error()
	}
	return e
}
