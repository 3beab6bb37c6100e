package mask

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
)

// form is what one kind of secret looks like. Group 1 is the secret, or all of
// it where there is no group.
type form struct {
	reason string
	holds  string // small letters one of which is in every text that has one: a search for these costs a hundredth
	shape  *regexp.Regexp
	right  func(string) bool // whether it is one; nil: it is
}

// forms are from the makers' own documents and from what public scanners look
// for (gitleaks, trufflehog); those of the back ends are in api/internal/rest.
var forms = []form{
	{"private key", "-----begin", regexp.MustCompile(`-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?s:.*?)(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|$)`), nil},
	{"private key", "age-secret-key-1 putty-user-key", regexp.MustCompile(`AGE-SECRET-KEY-1[0-9A-Z]{50,}|PuTTY-User-Key-File-\d(?s:.*)`), nil},
	{"JSON web token", "eyj", regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,4}`), nil},
	{"bearer token", "bearer", regexp.MustCompile(`(?i)\bbearer\s+([A-Za-z0-9._~+/=-]{8,})`), coded},
	{"password", "basic", regexp.MustCompile(`(?i)\bbasic\s+([A-Za-z0-9+/=_-]{8,})`), basic},
	{"password in a URL", "://", regexp.MustCompile(`\b[A-Za-z][A-Za-z0-9+.-]*://([^\s/?#@:'"<>]{8,})@[\w.\[-]`), nil},
	{"secret in a URL", "key= sig= signature= code= auth= sas= security-token=", regexp.MustCompile(`(?i)[?&;#](?:key|sig|signature|code|auth|sas|x-amz-signature|x-amz-security-token|x-goog-signature)=([^\s&#'"<>]{12,})`), nil},
	{"AWS access key", "akia asia abia acca aroa aida", regexp.MustCompile(`\b(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[A-Z0-9]{16}\b`), nil},
	{"GitHub token", "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_", regexp.MustCompile(`\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}`), nil},
	{"GitLab token", "glpat- glptt- glrt- gldt- glcbt- glsoat-", regexp.MustCompile(`\bgl(?:pat|ptt|rt|dt|cbt|soat)-[\w-]{16,}`), nil},
	{"Slack token", "xox xapp- hooks.slack.com", regexp.MustCompile(`\bxox[abceoprs]-[\w-]{10,}|\bxapp-\d-[\w-]{10,}|hooks\.slack\.com/(?:services|workflows)/([A-Za-z0-9/_-]{20,})`), nil},
	{"webhook address", "/api/webhooks/ webhookb2", regexp.MustCompile(`discord(?:app)?\.com/api/webhooks/([0-9]+/[\w-]{20,})|webhook\.office\.com/webhookb2/([\w@/-]{30,})`), nil},
	{"payment key", "_live_ _test_ whsec_ sq0 eaaa", regexp.MustCompile(`\b(?:sk|rk|pk)_(?:live|test)_[0-9A-Za-z]{8,}|\bwhsec_[0-9A-Za-z+/=]{16,}|\bsq0[a-z]{3}-[\w-]{20,}|\bEAAA[\w-]{40,}`), nil},
	{"backend key", "sk_ fc_", regexp.MustCompile(`\bsk_[0-9A-Za-z]{8,}|\bfc_[0-9A-Za-z-]+_[0-9A-Za-z-]{6,}`), nil},
	{"Google key", "aiza ya29. gocspx- 1//0", regexp.MustCompile(`\bAIza[\w-]{30,}|\bya29\.[\w-]{20,}|\bGOCSPX-[\w-]{20,}|\b1//0[\w-]{30,}`), nil},
	{"AI service key", "sk- hf_ gsk_ r8_ pplx-", regexp.MustCompile(`\bsk-(?:ant-|proj-|svcacct-|or-)?[A-Za-z0-9_-]{20,}|\bhf_[A-Za-z]{30,}|\bgsk_[A-Za-z0-9]{40,}|\br8_[A-Za-z0-9]{30,}|\bpplx-[A-Za-z0-9]{40,}`), mixed},
	{"mail service key", "sg. key- xkeysib- -us re_", regexp.MustCompile(`\bSG\.[\w-]{16,}\.[\w-]{16,}|\bkey-[0-9a-f]{32}\b|\bxkeysib-[0-9a-f]{64}|\b[0-9a-f]{32}-us\d{1,2}\b|\bre_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,}`), nil},
	{"Twilio key", "sk", regexp.MustCompile(`\bSK[0-9a-f]{32}\b`), nil},
	{"package registry token", "npm_ pypi- dckr_pat_ rubygems_ cio", regexp.MustCompile(`\bnpm_[A-Za-z0-9]{30,}|\bpypi-[\w-]{16,}|\bdckr_pat_[\w-]{20,}|\brubygems_[0-9a-f]{40,}|\bcio[A-Za-z0-9]{32}\b`), nil},
	{"cloud token", "_v1_ dapi glc_ glsa_ dp. hvs. hvb. .atlasv1. sbp_ fly flyv1 fo1_ pscale_ dt0c01. nrak- sntrys_ sntryu_", regexp.MustCompile(`\bdo[opr]_v1_[0-9a-f]{32,}|\bdapi[0-9a-f]{32}|\bglc_[\w+/=]{20,}|\bglsa_\w{20,}|\bdp\.(?:pt|st|ct|scim|audit)\.\w{20,}|\bhv[bs]\.[\w-]{20,}|\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40,}|\bsbp_[0-9a-f]{32,}|\bfly_v?1?_?[\w+/=-]{30,}|\bFlyV1\s+fm\d_[\w+/=,-]+|\bfo1_[\w-]{30,}|\bpscale_(?:tkn|pw|oauth)_[\w.-]{20,}|\bdt0c01\.[A-Z0-9]{20,}\.[A-Z0-9]{40,}|\bNRAK-[A-Z0-9]{20,}|\bsntry[su]_[\w=+/-]{20,}`), nil},
	{"account key", "accountkey= sharedaccess", regexp.MustCompile(`(?i)\b(?:AccountKey|SharedAccessKey|SharedAccessSignature)=([^\s;"']{8,})`), nil},
	{"app token", "shpat_ shpca_ shppa_ shpss_ ntn_ lin_ pmak- atatt pat figd_", regexp.MustCompile(`\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{24,}|\bntn_[A-Za-z0-9]{30,}|\blin_(?:api|oauth)_[A-Za-z0-9]{30,}|\bPMAK-[0-9a-f]{24}-[0-9a-f]{30,}|\bATATT[\w=-]{30,}|\bpat[A-Za-z0-9]{14}\.[0-9a-f]{50,}|\bfigd_[\w-]{30,}`), nil},
	{"bot token", ": .", regexp.MustCompile(`\b\d{8,10}:[A-Za-z0-9_-]{35}\b|\b[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}`), nil},
	{email, "@", regexp.MustCompile(`\b[A-Za-z0-9][A-Za-z0-9._%+-]*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}\b`), address},
}

const email = "e-mail address"

// endsIn reports whether a span begins within another: the end of a password
// and the host of its URL look like an e-mail address.
func endsIn(spans []span, from int) bool {
	return slices.ContainsFunc(spans, func(s span) bool { return s.from <= from && from < s.to })
}

func holdsOne(small, signs string) bool {
	for sign := range strings.FieldsSeq(signs) {
		if strings.Contains(small, sign) {
			return true
		}
	}
	return false
}

// coded tells a token from a word that happens to follow "bearer".
func coded(s string) bool { return strings.ContainsAny(s, "0123456789._~+/=") || len(s) >= 20 }

// mixed tells a key from a name with the same beginning: "sk-learn-contrib-…".
func mixed(s string) bool { return strings.ContainsAny(s, "0123456789") || strings.HasPrefix(s, "hf_") }

// basic reports whether it is a name and a password in base64.
func basic(s string) bool {
	plain, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(s, "="))
	if err != nil {
		plain, err = base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
	}
	return err == nil && strings.Contains(string(plain), ":")
}

// account is the name and the password of a URL, and all that follows.
var account = regexp.MustCompile(`\b[A-Za-z][A-Za-z0-9+.-]*://([^\s/?#@:'"<>]*:[^\s'"<>]*)`)

// host is what may follow them.
var host = regexp.MustCompile(`^(?:\[[0-9a-fA-F:.]+\]|[\w.-]+)(?::\d+)?(?:[/?#,;)\]]|$)`)

// inURL finds passwords in URLs. They may hold signs that should have been
// escaped, so they end with the first @ that a host follows.
func inURL(text string) (spans []span) {
	for _, at := range account.FindAllStringSubmatchIndex(text, -1) {
		from, rest := at[2], text[at[2]:at[3]]
		for end := strings.IndexByte(rest, '@'); end >= 0; {
			behind := rest[end+1:]
			next := strings.IndexByte(behind, '@')
			if found := host.FindString(behind); found != "" && (next < 0 || !strings.ContainsAny(found, "?#")) {
				if userinfo(rest[:end]) {
					spans = append(spans, span{from: from, to: from + end, reason: "password in a URL"})
				}
				break
			}
			if next < 0 {
				break
			}
			end += 1 + next
		}
	}
	return spans
}

// userinfo tells a name and a password from a port and a path with an @.
func userinfo(s string) bool {
	_, password, _ := strings.Cut(s, ":")
	port, _, path := strings.Cut(password, "/")
	return password != "" && (!path || strings.Trim(port, "0123456789") != "") && !strings.HasPrefix(password, "//")
}

// address leaves out what only looks like an e-mail address.
func address(s string) bool {
	at := strings.LastIndexByte(s, '@')
	host := strings.ToLower(s[at+1:])
	for _, file := range []string{".js", ".ts", ".png", ".jpg", ".svg", ".css", ".json", ".webp"} {
		if strings.HasSuffix(host, file) {
			return false // picture@2x.png
		}
	}
	return s[:at] != "git" && !strings.HasSuffix(host, ".internal")
}

// inForm finds the secrets that are known by what they look like.
func inForm(text string) []span {
	small := strings.ToLower(text)
	var spans []span
	if strings.Contains(small, "://") {
		spans = inURL(text)
	}
	for _, f := range forms {
		if !holdsOne(small, f.holds) {
			continue
		}
		for _, at := range f.shape.FindAllStringSubmatchIndex(text, -1) {
			from, to := at[0], at[1]
			for g := 2; g+1 < len(at); g += 2 {
				if at[g] >= 0 {
					from, to = at[g], at[g+1]
				}
			}
			if (f.right == nil || f.right(text[from:to])) && !(f.reason == email && endsIn(spans, from)) {
				spans = append(spans, span{from: from, to: to, reason: f.reason})
			}
		}
	}
	return spans
}
