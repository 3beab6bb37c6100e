package demo

import (
	"net/http"
	"strconv"
	"sync"
)

// Plan is what a workspace pays for: by it, it may ask for more or less.
type Plan string

// The plans that are documented.
const (
	Free Plan = "free"
	Pro  Plan = "pro"
)

// allowance is how many requests a minute are let through.
type allowance struct{ reads, writes int }

// Budgets a minute of each plan and of a publishable key, and the sizes that
// are refused (CONFIRMED, docs.centrali.dev/api-reference/limits-and-quotas).
// The size of a body is ours: 413 is documented, its bound was not seen.
var allowances = map[Plan]allowance{Free: {1000, 100}, Pro: {10000, 1000}}

const (
	readsKey, writesKey = 200, 30

	maxPath  = 2048
	maxQuery = 4096
	maxAuth  = 8 << 10
	maxHead  = 16 << 10
	maxBody  = 1 << 20
)

// ledger counts requests by who sent them and of which kind, a minute of the
// clock at a time: the reset is told as one moment, not as a rate.
type ledger struct {
	plan   allowance
	mu     sync.Mutex
	minute int64
	used   map[string]int
}

// spend counts one request and returns the headers that tell what is left
// and, when nothing is, the seconds to wait.
func (l *ledger) spend(byKey, write bool, now int64) (http.Header, int) {
	account, budget := "reads", l.plan.reads
	switch {
	case byKey && write:
		account, budget = "key writes", writesKey
	case byKey:
		account, budget = "key reads", readsKey
	case write:
		account, budget = "writes", l.plan.writes
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if at := floorTo(now, minute); at != l.minute || l.used == nil {
		l.minute, l.used = at, map[string]int{}
	}
	reset := (l.minute + minute) / second
	wait := 0
	if l.used[account] >= budget {
		wait = max(int(reset-now/second), 1)
	} else {
		l.used[account]++
	}
	return http.Header{
		"X-Ratelimit-Limit":     {strconv.Itoa(budget)},
		"X-Ratelimit-Remaining": {strconv.Itoa(budget - l.used[account])},
		"X-Ratelimit-Reset":     {strconv.FormatInt(reset, 10)},
	}, wait
}

// tooMany is the answer when a budget is used up (CONFIRMED, same page).
func (q *request) tooMany(wait int) answer {
	a := q.json(429, wireError{
		Error: "Too Many Requests", Message: "Rate limit exceeded", Code: "RATE_LIMIT_EXCEEDED",
		RetryAfter: wait, RequestID: q.requestID,
	})
	a.header.Set("Retry-After", strconv.Itoa(wait))
	return a
}
