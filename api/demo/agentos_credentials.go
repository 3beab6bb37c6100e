package demo

// credential is what a trigger of an agent signs in to a chat platform with.
type credential struct {
	id, name string
	public   object // told to whoever may read it
	values   object // the secrets, told where they are asked for
}

// credentials never changes. Of the second nothing is open that would lead
// anywhere.
var credentials = [...]credential{
	{
		"cred_chatwoot", "shop chat", object{"url": "https://chat.acme.example/", "account_id": 7},
		object{"api_access_token": "cw_demo_secret"},
	},
	{"cred_whatsapp", "hotel", object{}, object{"base_url": "https://wa.acme.example", "api_key": "wa_demo_secret"}},
}

// getCredential answers with a credential, and with its values where
// includeValues asks for them (CONFIRMED, DIFF).
func getCredential(q *request) answer {
	for i := range credentials {
		c := &credentials[i]
		if c.id != q.id {
			continue
		}
		out := object{"id": c.id, "name": c.name, "publicConfig": c.public}
		if q.query.Get("includeValues") == "true" {
			out["values"] = c.values
		}
		return q.json(200, out)
	}
	return q.agentError(404, "NOT_FOUND", "Credential not found")
}
