package connect

import "time"

// History is the [history] section: what is kept of the runs that were seen.
type History struct {
	Enabled  bool // else what is seen is kept until fntop ends
	Keep     span
	MaxSize  int64 // of the file, in bytes
	Payloads bool  // outputs and inputs, too
}

// DefaultHistory is what holds where nothing is said.
func DefaultHistory() History {
	return History{Enabled: true, Keep: span(30 * 24 * time.Hour), MaxSize: 1e9, Payloads: true}
}

// History returns the [history] section.
func (c *Config) History() History { return c.history }

// Kept is how old runs become.
func (h History) Kept() time.Duration { return time.Duration(h.Keep) }

const (
	minKeep, maxKeep       = time.Hour, 10 * 365 * 24 * time.Hour
	minHistory, maxHistory = 10e6, 100e9
)

var historyKeys = []key[History]{
	{name: "enabled", at: func(h *History) any { return &h.Enabled },
		example: "true", note: "false: nothing of what is seen outlives fntop, as with --no-history"},
	{name: "keep", at: func(h *History) any { return &h.Keep }, check: checkKeep,
		example: `"30d"`, note: "how old runs become, from \"1h\" to \"3650d\""},
	{name: "max_size", at: func(h *History) any { return &h.MaxSize }, check: checkHistorySize,
		example: `"1GB"`, note: "how large the file becomes before the oldest runs go, from \"10MB\" to \"100GB\""},
	{name: "payloads", at: func(h *History) any { return &h.Payloads },
		example: "true", note: "false: outputs and inputs are not kept; else those of up to 16 KiB are"},
}

func checkKeep(h *History) string {
	if d := h.Kept(); d < minKeep || d > maxKeep {
		return `must be from "1h" to "3650d"`
	}
	return ""
}

func checkHistorySize(h *History) string {
	if h.MaxSize < minHistory || h.MaxSize > maxHistory {
		return `must be from "10MB" to "100GB"`
	}
	return ""
}
