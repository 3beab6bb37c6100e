package cli

import (
	"context"

	"fntop/api"
	"fntop/api/connect"
	"fntop/api/demo"
)

// OpenDemo starts the demo server and signs in to it as to any other.
func OpenDemo(ctx context.Context, o demo.Options, open connect.Options) ([]api.Provider, error) {
	server, err := demo.Start(ctx, o)
	if err != nil {
		return nil, err
	}
	ready := server.Ready()
	c, f, g := ready.Centrali, ready.Flowcore, ready.AgentOS
	return connect.OpenAll([]connect.Profile{
		{Name: connect.Centrali, Backend: connect.Centrali, URL: server.URL(), Workspace: c.Workspace, ClientID: c.ClientID, ClientSecret: connect.Literal(c.ClientSecret)},
		{Name: connect.AgentOS, Backend: connect.AgentOS, URL: server.URL(), Token: connect.Literal(g.Token), Headers: connect.Headers(g.Headers), Experimental: []string{"cancel", "resume"}},
		{Name: connect.Flowcore, Backend: connect.Flowcore, URL: server.URL(), Tenant: f.Tenant, DataCore: f.DataCore, Token: connect.Literal(f.Token), APIKey: connect.Literal(f.APIKey), APIKeyID: f.APIKeyID},
	}, open)
}
