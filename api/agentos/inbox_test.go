package agentos

import (
	"encoding/json"
	"strings"
	"testing"

	"fntop/api"
	"fntop/api/internal/loose"
)

// inboxes has the fixture's triggers, and answers with a credential.
func inboxes(t *testing.T, status int, credential string) *backend {
	t.Helper()
	return serve(t, func(asked string) (int, string) {
		if strings.HasPrefix(asked, "GET triggers") {
			return 200, fixture(t, "triggers")
		}
		return status, credential
	})
}

func TestInboxIsWhereTheCredentialSaysOpenly(t *testing.T) {
	for credential, want := range map[string]string{
		`{"publicConfig":{"url":"https://chat.example/","account_id":7}}`:                          "https://chat.example/app/accounts/7/inbox",
		`{"data":{"PublicConfig":{"endpoint":"https://chat.example/in/","accountId":"7"}}}`:        "https://chat.example/in/app/accounts/7/inbox",
		`{"publicConfig":{"url":"https://u:p@chat.example/?token=x#y","account_id":"../../7?a"}}`:  "https://chat.example/app/accounts/..%2F..%2F7%3Fa/inbox",
		`{"publicConfig":{"url":"javascript:alert(1)","account_id":7}}`:                            "",
		`{"publicConfig":{"url":"https://chat.example"},"values":{"account_id":7}}`:                "",
		`{"publicConfig":{},"values":{"url":"https://chat.example","account_id":7,"api_key":"k"}}`: "",
	} {
		b := inboxes(t, 200, credential)
		got, err := b.client(t).Inbox(t.Context(), shopChat.ID)
		if got != want {
			t.Errorf("%s: %q, want %q", credential, got, want)
		}
		if want == "" {
			if e := fault(t, err); e.Kind != api.Unsupported || !strings.Contains(e.Error(), "fntop reads no secrets") || strings.Contains(e.Error(), "api_key") {
				t.Errorf("%s: %v", credential, e)
			}
		} else if err != nil {
			t.Errorf("%s: %v", credential, err)
		}
		if asked := b.requests(); strings.Contains(strings.ToLower(asked), "includevalues") || !strings.Contains(asked, "GET credentials/") {
			t.Errorf("asked %s", asked)
		}
	}
}

func TestInboxThatCannotBeFoundSaysWhy(t *testing.T) {
	for name, c := range map[string]struct {
		status     int
		credential string
		trigger    string
		kind       api.Kind
	}{
		"no such credential": {404, `{"message":"gone"}`, shopChat.ID, api.NotFound},
		"not permitted":      {403, `{"message":"no"}`, shopChat.ID, api.Forbidden},
		"no credential":      {200, `[1]`, shopChat.ID, api.Unreadable},
		"no such trigger":    {200, `{}`, "nobody", api.NotFound},
	} {
		_, err := inboxes(t, c.status, c.credential).client(t).Inbox(t.Context(), c.trigger)
		if e := fault(t, err); e.Kind != c.kind || e.Op != api.ReadInbox {
			t.Errorf("%s: %v", name, e)
		}
	}
}

func TestTriggersWithAnInboxAreKnownByTypeAndPlatform(t *testing.T) {
	b := inboxes(t, 200, "{}")
	c := b.client(t)
	for trigger, want := range map[string]bool{
		`{"id":"a","type":"chatwoot","config":{"credential_id":"k"}}`:                                       true,
		`{"id":"b","type":"evolution_whatsapp","config":{"credential_id":"k","chat_platform":"chatwoot"}}`:  true,
		`{"id":"c","type":"other_whatsapp","config":{"credential_id":"k"}}`:                                 true,
		`{"id":"d","type":"chatwoot","config":{}}`:                                                          false,
		`{"id":"e","type":"evolution_whatsapp","config":{"credential_id":"k","chat_platform":"elsewhere"}}`: false,
		`{"id":"f","type":"webhook","config":{"credential_id":"k"}}`:                                        false,
		`{"id":"g","type":"chatwoot","config":"none"}`:                                                      false,
	} {
		f, _ := loose.Fields(json.RawMessage(trigger))
		if got := c.trigger(f, "agent").HasInbox; got != want {
			t.Errorf("%s: %v", trigger, got)
		}
	}
}
