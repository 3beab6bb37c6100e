package agentos

import (
	"context"
	"net/http"

	"fntop/api"
	"fntop/api/internal/rest"
	"fntop/model"
)

var runOps = map[model.ActionKind]api.Op{model.CancelRun: api.CancelRun, model.ResumeRun: api.ResumeRun}

// changeRun has a run cancelled or resumed. Both calls are guesses (OURS), made
// only where the profile says so, and so are their bodies and answers: that it
// was taken is all that an answer is believed, and the run tells the rest.
func (c *Client) changeRun(ctx context.Context, r rest.Request, a model.Action) (model.Receipt, error) {
	allowed, url, word := c.info.Caps.Cancels, c.routes.cancel(a.Run.ID), segCancel
	if a.Kind == model.ResumeRun {
		allowed, url, word = c.info.Caps.Resumes, c.routes.resume(a.Run.ID), segResume
	}
	if !allowed {
		return model.Receipt{}, &api.Error{
			Kind: api.Unsupported, Op: r.Op, Target: r.Target, Reason: "how AgentOS does that is not public",
			Next: `Nothing was sent: add "` + word + `" to experimental in the profile to try the likely call.`,
		}
	}
	r.URL, r.Body, r.Header = url, []byte("{}"), http.Header{idempotencyHeader: {freshKey()}}
	_, err := c.rest.Do(ctx, r)
	if e := noCall(err, `The run was left as it is: the call is not supported by this server, or there is no such run. Leave "`+word+`" out of experimental in the profile.`); e != nil {
		return model.Receipt{}, e
	}
	if err != nil {
		return model.Receipt{}, err
	}
	return model.Receipt{RunID: a.Run.ID}, nil
}
