package mask

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Names that say that a value is a secret, by their words.
var (
	secretWords = set("password passwords passwd pwd passphrase passcode secret secrets token tokens credential credentials creds " +
		"apikey privatekey secretkey accesskey authtoken accesstoken refreshtoken idtoken clientsecret jsessionid phpsessid sessionid " +
		"cookie cookies authorization jwt bearer pin cvv cvc cvv2 otp totp ssn signature sig hmac csrf xsrf mnemonic auth")
	// secretPairs are words that only mean one together.
	secretPairs = set("api_key access_key private_key secret_key signing_key encryption_key shared_key account_key master_key service_key " +
		"auth_key license_key client_key session_id session_key security_code card_number connection_string verification_code recovery_code " +
		"backup_code webhook_url seed_phrase")
	// aboutOne are last words of names for what is said of a secret.
	aboutOne = set("type count counts name names at length len limit limits expiry expires expiration ttl uri endpoint policy required " +
		"enabled valid hint strength status version path field fields kind format usage used index algorithm alg age attempts arn ref label " +
		"title description present exists changed updated created reset size budget total cost price remaining left issuer audience scope " +
		"scopes url in on error message method scheme provider source count id ids location mode model")
	// notOne are first words of names for what is no secret, whatever follows.
	notOne = set("has is no max min num number total use uses require requires allow next prev previous page continuation cursor sort " +
		"primary foreign partition idempotency public prompt completion input output reasoning cached missing invalid unexpected")
	// numbersToo are words of secrets that may be numbers. Tokens are counted.
	numbersToo = set("password passwd pwd passcode secret pin cvv cvc cvv2 otp totp ssn security_code verification_code card_number")
	// passwords are words after which anything at all is a secret.
	passwords = set("password passwords passwd pwd passphrase passcode")
	// wholeLine are names of headers whose values have spaces in them.
	wholeLine = set("authorization cookie cookies")
	// identifying are words of names whose values are random and no secret.
	identifying = set("id ids uuid guid hash sha sha1 sha256 sha512 md5 digest etag checksum commit fingerprint trace span revision rev build " +
		"blob tree version cursor blurhash integrity crc")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// wordsOf takes a name apart: "xApiKey", "X-API-Key" and "x_api_key" are the
// same three words.
func wordsOf(name string) []string {
	var words []string
	runes := []rune(name)
	from := 0
	cut := func(to int) {
		if to > from {
			words = append(words, strings.ToLower(string(runes[from:to])))
		}
		from = to
	}
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			cut(i)
			from = i + 1
		case i > from && unicode.IsUpper(r) && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])):
			cut(i)
		}
	}
	cut(len(runes))
	return words
}

// secretName is the word or pair of a name that says that what stands under it
// is a secret; empty where none does.
func secretName(name string) string {
	if len(name) > 100 {
		return ""
	}
	words := wordsOf(name)
	if len(words) == 0 {
		return ""
	}
	last := words[len(words)-1]
	if strings.EqualFold(name, "pass") {
		return "password"
	}
	for i := range words[:len(words)-1] {
		if pair := words[i] + "_" + words[i+1]; secretPairs[pair] && (i+2 == len(words) || !aboutOne[last]) && !notOne[words[0]] {
			return pair
		}
	}
	if aboutOne[last] || notOne[words[0]] {
		return ""
	}
	for _, w := range words {
		if secretWords[w] {
			return w
		}
	}
	return ""
}

// identifies reports whether a name is one of ids and hashes.
func identifies(name string) bool {
	return slices.ContainsFunc(wordsOf(name), func(w string) bool { return identifying[w] })
}

// notSecrets are values that stand under the names of secrets and are none.
var notSecrets = set("required missing not no none invalid is was be header failed denied null nil undefined empty true false expired unknown " +
	"unexpected malformed must and or the a an in of for mismatch wrong incorrect rejected revoked redacted masked hidden omitted removed " +
	"optional too cannot could should has have may string number object boolean bearer basic disabled enabled yes on off default " +
	"n/a include omit same-origin changed reset ok valid used unused absent present set unset with without on off at to from as by this that please")

// variable is a value that only says where the secret comes from.
var variable = regexp.MustCompile(`^(\$[A-Z_][A-Z0-9_]*|\$\{[^{}]*\}|\$\([^()]*\)|\{\{[^{}]*\}\}|%s|<[^<>]*>)[.,;!?]?$`)

// stands reports whether a value can be one that nobody should see: not a
// word about it, a variable, or a mask that is there already. Of prose the
// first word tells.
func stands(value string, prose bool) bool {
	v := strings.Trim(value, " \t.:!?()[]")
	word := strings.ToLower(v)
	if prose {
		word, _, _ = strings.Cut(word, " ")
	}
	switch {
	case len(v) < 3, notSecrets[word], strings.HasPrefix(v, "masked "):
		return false
	case variable.MatchString(strings.TrimSpace(value)):
		return false
	}
	// One letter again and again is a mask; one digit may be a number.
	return strings.Trim(word, word[:1]+"*x•.-") != "" || strings.Trim(v, "0123456789") == "" && len(v) >= 4
}
