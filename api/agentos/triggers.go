package agentos

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"time"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
	"fntop/model"
)

// keptFor is how long the triggers of one agent are believed, where each agent
// has to be asked about by itself: with many that is many requests, and
// triggers seldom change.
const keptFor = 10 * time.Minute

// perAgent are the triggers of one agent, as last read.
type perAgent struct {
	triggers []model.Trigger
	read     time.Time
}

// Triggers lists the triggers of all agents. They are known to be listed by
// agent (DIFF; CONFIRMED), which takes a request for each. So they are first
// asked for without one; a server that refuses that, or has nothing to say, is
// asked about each agent, and about none more often than every ten minutes.
func (c *Client) Triggers(ctx context.Context) (out []model.Trigger, err error) {
	defer c.rest.Tell(&err)
	if !c.asksSingly() {
		out, err = c.triggersOf(ctx, "")
		kind := api.KindOf(err)
		if err == nil && len(out) > 0 || err != nil && kind != api.Refused && kind != api.NotFound {
			return out, err
		}
	}
	agents, err := c.Functions(ctx)
	if err != nil {
		return nil, as(api.ListTriggers, err)
	}
	out = nil
	for _, agent := range agents {
		c.mu.Lock()
		known, ok := c.perhaps[agent.ID]
		c.mu.Unlock()
		if now := c.clock.Now(); !ok || now.Sub(known.read) >= keptFor {
			known.triggers, err = c.triggersOf(ctx, agent.ID)
			known.read = now
			if err != nil {
				return nil, err
			}
			c.keep(agent.ID, known)
		}
		out = append(out, known.triggers...)
	}
	return out, nil
}

func (c *Client) asksSingly() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.singly
}

// keep notes what an agent has. Once one has triggers that the list of all did
// not show, that list is not asked for again.
func (c *Client) keep(agent string, known perAgent) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.perhaps[agent] = known
	c.singly = c.singly || len(known.triggers) > 0
}

// as is a failure as what it was for.
func as(op api.Op, err error) error {
	var e *api.Error
	if !errors.As(err, &e) {
		return err
	}
	own := *e
	own.Op = op
	return &own
}

// triggersOf lists the triggers of one agent, or of all.
func (c *Client) triggersOf(ctx context.Context, agent string) (out []model.Trigger, err error) {
	r := rest.Request{Op: api.ListTriggers, Target: c.target()}
	if agent != "" {
		r.Target = c.rest.Called("agent", agent)
	}
	at := func(limit, offset int) *url.URL { return c.routes.triggers(agent, limit, offset) }
	err = c.all(ctx, r, at, func(f map[string]json.RawMessage) {
		t := c.trigger(f, agent)
		if agent == "" || t.Function.ID == agent { // a server may ignore whose it was asked for
			out = append(out, t)
		}
	})
	return out, err
}

// trigger decodes one. Its type and config are CONFIRMED, its other fields are
// INFERRED (DIFF). Of the config only the platform is read, and which
// credential it names.
func (c *Client) trigger(f map[string]json.RawMessage, agent string) model.Trigger {
	config, _ := loose.Fields(f["config"]) // nil where it is no object
	t := model.Trigger{
		Backend: Backend, Profile: c.info.Profile, ID: loose.Text(f["id"]), Name: loose.Text(f["name"]),
		Description: loose.Text(f["description"]), Type: model.TriggerType(loose.Shared(f["type"])),
		Function: model.Ref{ID: loose.Text(f["agent_id"])}, Event: loose.Text(config["chat_platform"]),
		// To invoke it is to create a run of its agent, for which its type is
		// of no importance.
		ByHand: true, Enabled: true,
	}
	if t.Function.ID == "" {
		t.Function.ID = agent
	}
	for _, name := range []string{"enabled", "is_active", "active"} {
		if on := loose.Flag(f[name]); on.Known {
			t.Enabled = on.Value
			break
		}
	}
	if t.Name == "" {
		t.Name = string(t.Type)
	}
	credential := loose.Text(config["credential_id"])
	t.HasInbox = credential != "" && leadsToInbox(string(t.Type), t.Event)
	c.rest.Remember(t.ID, t.Name)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.agents[t.ID] = t.Function.ID
	if t.HasInbox {
		c.inboxes[t.ID] = credential
	}
	return t
}

// agentOf is whose trigger it is. Where that was not listed yet, it is now.
func (c *Client) agentOf(ctx context.Context, trigger string) (string, error) {
	known := func() string {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.agents[trigger]
	}
	if agent := known(); agent != "" {
		return agent, nil
	}
	all, err := c.Triggers(ctx)
	if err != nil {
		return "", err
	}
	if i := slices.IndexFunc(all, func(t model.Trigger) bool { return t.ID == trigger }); i < 0 {
		return "", &api.Error{Kind: api.NotFound, Op: api.InvokeTrigger, Target: c.rest.Called("trigger", trigger)}
	}
	return known(), nil
}
