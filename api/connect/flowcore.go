package connect

import (
	"strconv"
	"strings"
	"time"

	"fntop/api"
	"fntop/api/flowcore"
)

func openFlowcore(p Profile, o Options) (api.Provider, error) {
	secrets, err := p.secrets(o)
	if err != nil {
		return nil, err
	}
	times, wait, _ := parseRetry(p.Retry) // checked when it was read
	client, err := flowcore.New(flowcore.Config{
		Profile: p.Name, URL: p.URL, RealtimeURL: p.RealtimeURL, Tenant: p.Tenant, Core: p.DataCore,
		Token: secrets.token, APIKey: secrets.apiKey, APIKeyID: p.APIKeyID, FromEnv: p.FromEnv,
		RequestsPerMinute: p.RequestsPerMinute, MaxBody: p.MaxBody, Insecure: p.Insecure,
		ReadOnly: p.ReadOnly || o.ReadOnly, TypeName: p.TypeName(), Retries: times, RetryWait: wait,
		Color: p.Color, RunPage: p.RunPage, Version: o.Version, Clock: o.Clock, Observe: o.Observe, Timeout: o.Timeout, Patience: o.Patience, HTTP: o.HTTP,
	})
	if err != nil {
		return nil, p.refused(err)
	}
	return client, nil
}

func flowcoreFromEnv(e Env) Profile {
	return Profile{
		URL: e.value("FLOWCORE_URL"), Tenant: e.value("FLOWCORE_TENANT"), DataCore: e.value("FLOWCORE_DATA_CORE"),
		Token: Literal(e.value("FLOWCORE_TOKEN")), APIKey: Literal(e.value("FLOWCORE_API_KEY")), APIKeyID: e.value("FLOWCORE_API_KEY_ID"),
	}
}

func (p Profile) validateFlowcore() error {
	switch {
	case p.Tenant == "":
		return p.wrong("Set it to the tenant's name, as in the address of its console.", "%s is missing", p.called("tenant"))
	case p.DataCore == "":
		return p.wrong("Set it to the name of one of the tenant's data cores.", "%s is missing", p.called("data_core"))
	case p.APIKeyID != "" && p.APIKey.IsZero():
		return p.wrong("Set both.", "%s is set without %s", p.called("api_key_id"), p.called("api_key"))
	case p.Token.IsZero() && p.APIKey.IsZero():
		return p.wrong("Set "+p.called("api_key")+", which can record events as well, or "+p.called("token")+".", "there is nothing to sign in with")
	}
	return nil
}

// parseRetry reads how often a read is tried again, and after how long: "3 x
// 250ms", or "none". Zero is what the client does by itself, less than nothing
// is never.
func parseRetry(text string) (times int, wait time.Duration, ok bool) {
	switch text = strings.TrimSpace(text); text {
	case "":
		return 0, 0, true
	case "none":
		return -1, 0, true
	}
	count, after, found := strings.Cut(text, "x")
	times, err := strconv.Atoi(strings.TrimSpace(count))
	wait, werr := time.ParseDuration(strings.TrimSpace(after))
	const most, longest = 10, 20 * time.Second
	return times, wait, found && err == nil && werr == nil && times > 0 && times <= most && wait > 0 && wait <= longest
}

func checkRetry(p *Profile) string {
	if _, _, ok := parseRetry(p.Retry); !ok {
		return `must be "none" or how often and after how long, like "3 x 250ms": at most 10 times and 20s`
	}
	return ""
}
