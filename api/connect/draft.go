package connect

import (
	"strings"

	"fntop/api"
	"fntop/api/centrali"
)

// profileOf is the profile that a draft describes, its secret as it was typed.
func profileOf(d api.Draft) Profile {
	p := Profile{
		Name: strings.TrimSpace(d.Name), Backend: Centrali, URL: strings.TrimSpace(d.URL),
		Workspace: strings.TrimSpace(d.Workspace), ReadOnly: d.ReadOnly,
	}
	secret := Literal(strings.TrimSpace(d.Secret))
	if d.Keep == api.InVariable {
		secret = InVariable(strings.TrimSpace(d.Variable))
	}
	switch d.Way {
	case api.ByCommand:
		p.TokenCommand = strings.TrimSpace(d.Command)
		return p
	case api.ByCredentials:
		p.ClientID = strings.TrimSpace(d.ClientID)
	}
	*p.secretOf(d.Way) = secret
	return p
}

// secretOf is where the profile has the secret of a way to sign in.
func (p *Profile) secretOf(w api.Way) *Secret {
	switch w {
	case api.ByCredentials:
		return &p.ClientSecret
	case api.ByKey:
		return &p.PublishableKey
	}
	return &p.Token
}

// Wrong says what is wrong with one part of a draft, by the rules that hold
// for the file.
func (s *Profiles) Wrong(d api.Draft, part api.Part) string {
	p := profileOf(d)
	missing := func(what, value, next string) string {
		if value == "" {
			return what + " is missing. " + next
		}
		return ""
	}
	because := func(what, why, next string) string {
		if why == "" {
			return ""
		}
		return what + " " + why + ". " + next
	}
	switch part {
	case api.PartURL:
		if why := because("The url", wrongURL(p.URL), "Write it like https://centrali.io."); why != "" {
			return why
		}
		if err := centrali.CheckURL(p.URL); err != nil {
			wrong := p.refused(err)
			return "The " + strings.TrimPrefix(wrong.What, p.label()+": ") + ". " + wrong.Next
		}
	case api.PartWorkspace:
		return missing("The workspace", p.Workspace, "Its slug stands in the address of its console.") +
			because("The workspace", wrongWorkspace(p.Workspace), "Write it as in the address of its console.")
	case api.PartClientID:
		return missing("The client id", p.ClientID, "Copy it from the service account.") +
			because("The client id", unfitSecret(p.ClientID), "Copy it once more.")
	case api.PartCommand:
		return missing("The command", p.TokenCommand, "It is a line for the shell that prints a token.") +
			because("The command", unfitSecret(p.TokenCommand), "Write it in one line.")
	case api.PartSecret:
		what := map[api.Way]string{api.ByCredentials: "The client secret", api.ByToken: "The token", api.ByKey: "The key"}[d.Way]
		secret := strings.TrimSpace(d.Secret)
		why := unfitSecret(secret)
		if d.Way != api.ByCredentials {
			why = unfitToken(secret)
		}
		return missing(what, secret, "Paste it.") + because(what, why, "Copy it once more.")
	case api.PartVariable:
		name := strings.TrimSpace(d.Variable)
		if name != "" && isVariable(name) {
			return ""
		}
		return "That is not the name of a variable. It is made of letters, digits and _, without a $."
	case api.PartName:
		return because("A profile", wrongName(p.Name), "Choose another name.")
	}
	return ""
}
