package demo

import (
	"net/url"
	"strings"
	"sync"
	"time"
)

// Request is what the server remembers of a request: never a secret.
type Request struct {
	Time     time.Time
	Method   string
	Path     string
	Query    string // with the values of secret parameters taken out
	Status   int    // 0 when the connection was dropped or never answered
	BodySize int    // bytes received
	Job      string // of the action that was carried out, if any
	Auth     string // "none", "bearer", "key", "both" or "client" (at the token endpoint)
}

// logRoom is how many requests are remembered: the newest ones.
const logRoom = 5000

type requestLog struct {
	mu  sync.Mutex
	all []Request
}

func (l *requestLog) add(r Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.all) >= logRoom {
		l.all = append(l.all[:0:0], l.all[logRoom/2:]...)
	}
	l.all = append(l.all, r)
}

func (l *requestLog) copy() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Request(nil), l.all...)
}

// withoutSecrets returns a query as it was sent, but for the values of
// parameters whose names say that they are secret.
func withoutSecrets(raw string) string {
	parts := strings.Split(raw, "&")
	for i, part := range parts {
		name, _, _ := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(name); err != nil || secretName(strings.ToLower(plain)) {
			parts[i] = name + "=***"
		}
	}
	return strings.Join(parts, "&")
}

func secretName(name string) bool {
	for _, word := range []string{"token", "secret", "key", "password", "auth"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}
