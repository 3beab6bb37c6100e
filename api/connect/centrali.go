package connect

import (
	"strings"

	"fntop/api"
	"fntop/api/centrali"
)

func openCentrali(p Profile, o Options) (api.Provider, error) {
	secrets, err := p.secrets(o)
	if err != nil {
		return nil, err
	}
	client, err := centrali.New(centrali.Config{
		Profile: p.Name, URL: p.URL, APIURL: p.APIURL, AuthURL: p.AuthURL,
		TokenPath: p.TokenPath, Workspace: p.Workspace, RealtimeURL: p.RealtimeURL,
		Token: secrets.token, PublishableKey: secrets.publishableKey,
		ClientID: p.ClientID, ClientSecret: secrets.clientSecret,
		TokenCommand:      p.tokenCommand(o.Clock),
		FromEnv:           p.FromEnv,
		RequestsPerMinute: p.RequestsPerMinute, MaxBody: p.MaxBody, Insecure: p.Insecure,
		ReadOnly: p.ReadOnly || o.ReadOnly, TypeName: p.TypeName(),
		Color: p.Color, RunPage: p.RunPage, Version: o.Version, Clock: o.Clock, Observe: o.Observe, Timeout: o.Timeout, Patience: o.Patience, HTTP: o.HTTP,
	})
	if err != nil {
		return nil, p.refused(err)
	}
	return client, nil
}

// refused makes a client's "what is wrong; what to do" one of our errors.
func (p Profile) refused(err error) *ConfigError {
	what, next, found := strings.Cut(err.Error(), "; ")
	if !found || next == "" {
		next = "Check the profile with \"fntop config show\"."
	} else {
		next = strings.ToUpper(next[:1]) + next[1:] + "."
	}
	wrong := p.wrong(next, "%s", what)
	wrong.Err = err
	return wrong
}
