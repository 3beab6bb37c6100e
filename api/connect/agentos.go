package connect

import (
	"fntop/api"
	"fntop/api/agentos"
)

// What experimental may hold: that AgentOS itself reruns, and that it is asked
// to cancel and to resume runs. Nothing public tells of these calls.
const (
	nativeRerun = "rerun"
	cancelRuns  = "cancel"
	resumeRuns  = "resume"
)

func openAgentOS(p Profile, o Options) (api.Provider, error) {
	secrets, err := p.secrets(o)
	if err != nil {
		return nil, err
	}
	headers := map[string]string{}
	for name, secret := range p.Headers {
		if headers[name], err = p.resolve(o.Context, o.Clock, "the header "+visible(name), secret); err != nil {
			return nil, err
		}
	}
	client, err := agentos.New(agentos.Config{
		Profile: p.Name, URL: p.URL, Token: secrets.token, Headers: headers, FromEnv: p.FromEnv, NativeRerun: p.tries(nativeRerun),
		Cancel: p.tries(cancelRuns), Resume: p.tries(resumeRuns),
		RequestsPerMinute: p.RequestsPerMinute, MaxBody: p.MaxBody, Insecure: p.Insecure,
		ReadOnly: p.ReadOnly || o.ReadOnly, TypeName: p.TypeName(),
		Color: p.Color, RunPage: p.RunPage, Version: o.Version, Clock: o.Clock, Observe: o.Observe, Timeout: o.Timeout, Patience: o.Patience, HTTP: o.HTTP,
	})
	if err != nil {
		return nil, p.refused(err)
	}
	return client, nil
}

func agentosFromEnv(e Env) Profile {
	headers, _ := parseHeaders(e.value("AGENTOS_HEADERS")) // checkEnv says what is wrong with them
	return Profile{URL: e.value("AGENTOS_URL"), Token: Literal(e.value("AGENTOS_TOKEN")), Headers: headers}
}

func (p Profile) validateAgentOS() error {
	switch {
	case p.URL == "":
		return p.wrong("Set it to where AgentOS answers: there is no address that everybody uses.", "%s is missing", p.called("url"))
	case p.Token.IsZero() && len(p.Headers) == 0:
		return p.wrong("Set "+p.called("token")+", or "+p.called("headers")+" where another header signs in.", "there is nothing to sign in with")
	}
	return nil
}
