package model

import "strings"

// plain takes a piece of letters, with joints at most.
func (t *template) plain(s, after string, f shape) {
	switch {
	case t.number && followsNumber(s):
		return // a unit, a time zone or a month: one more part of the number
	case month(s) && startsNumber(after):
		return
	case f.dashes == 0 && f.hex >= 8 && f.hex == len(s):
		t.value()
	case minted(s):
		t.keep(s[:strings.IndexByte(s, '_')])
		t.mark("_")
		t.hole()
	case same(s, "localhost"):
		t.value()
	case t.number && plural(s):
		t.keep(s[:len(s)-1]) // "1 row" and "2 rows"
	case f.dots+f.colons+f.marks == 0 && f.dashes == 0 && strings.HasPrefix(after, ":") && t.empty() && generic(s):
		// "Error:" and the like say no more than that it failed, and are
		// missing where the same message is passed on.
		t.word = s
	default:
		t.keep(s)
	}
}

func plural(s string) bool {
	if len(s) < 3 || s[len(s)-1] != 's' || s[len(s)-2] == 's' {
		return false
	}
	return s != "was" && s != "has" && s != "does"
}

// generic reports whether an error's class adds nothing to its message.
func generic(s string) bool {
	switch s {
	case "Error", "TypeError", "ReferenceError", "SyntaxError", "RangeError", "URIError", "EvalError", "AggregateError",
		"AxiosError", "FetchError", "ReplyError", "Exception", "RuntimeError", "error", "ERROR", "FATAL", "panic", "Uncaught":
		return true
	}
	return false
}

// minted reports whether s is an id in the style of "ch_" and fifteen random
// letters.
func minted(s string) bool {
	lead, rest, found := strings.Cut(s, "_")
	return found && len(lead) >= 2 && len(lead) <= 5 && len(rest) >= 12 && strings.IndexByte(rest, '_') < 0
}

// dotted takes a host, a file, a version, or a name in a program.
func (t *template) dotted(s, after string, f shape) {
	bare, port := s, false
	for {
		at := strings.LastIndexByte(bare, ':')
		if at <= 0 || at == len(bare)-1 || shapeOf(bare[at+1:]).digits != len(bare)-at-1 {
			break
		}
		bare, port = bare[:at], true
	}
	bare = strings.TrimRight(bare, ".")
	at := strings.LastIndexByte(bare, '.')
	switch {
	case bare == "":
		t.mark(s)
	case at < 0 && port:
		t.piece(bare, "")
		t.mark(" ")
		t.hole()
	case at < 0 && f.colons > 0:
		t.parts(s)
	case port, place(bare[at+1:]), file(bare[at+1:]):
		t.value()
	case 'A' <= bare[at+1] && bare[at+1] <= 'Z' && shapeOf(bare[at+1:]).digits == 0:
		t.keep(s) // a class with its package
	case t.empty() && strings.HasPrefix(after, ":") && f.digits == 0:
		t.keep(s) // the operation that failed
	case f.digits == 0 && abbreviation(s):
		t.keep(s)
	default:
		t.value()
	}
}

// parts keeps what of a name with colons in it is no number: "net::ERR_X".
func (t *template) parts(s string) {
	for i, p := range strings.Split(s, ":") {
		if i > 0 {
			t.mark(":")
		}
		if p != "" {
			t.piece(p, "")
		}
	}
}

func abbreviation(s string) bool { return len(s) == 3 && s[1] == '.' } // "e.g", "i.e"

// place reports whether a name that ends so is a host.
func place(last string) bool {
	switch strings.ToLower(last) {
	case "com", "net", "org", "io", "dev", "app", "cloud", "internal", "local", "lan", "svc", "test", "example", "localdomain",
		"de", "at", "ch", "fr", "uk", "eu", "us", "nl", "it", "es", "pl", "se", "no", "dk", "fi", "jp", "cn", "kr", "in", "br",
		"au", "ca", "ru", "info", "biz", "edu", "gov", "ai", "co", "me", "tv", "tech", "shop":
		return true
	}
	return false
}

// file reports whether a name that ends so is a file's.
func file(last string) bool {
	switch strings.ToLower(last) {
	case "js", "mjs", "cjs", "ts", "tsx", "jsx", "py", "go", "rb", "php", "java", "kt", "rs", "cs", "c", "cc", "cpp", "h", "ex", "exs",
		"json", "jsonl", "yaml", "yml", "toml", "xml", "html", "css", "csv", "tsv", "txt", "md", "log", "pdf", "png", "jpg", "jpeg",
		"gif", "svg", "zip", "gz", "tar", "tgz", "parquet", "avro", "xls", "xlsx", "doc", "docx", "sql", "db", "pem", "crt", "key",
		"sh", "so", "dll", "exe", "jar", "bin", "dat", "tmp", "lock", "bak":
		return true
	}
	return false
}

// mixed takes a piece of letters and digits: a number with its unit, an error
// number, a word of the trade, or an id.
func (t *template) mixed(s string, f shape) {
	if coded(s) || f.dashes == 0 && trade(s) || same(t.word, "sqlstate") {
		t.keep(s)
		return
	}
	if s[0] >= '0' && s[0] <= '9' {
		t.hole()
		t.number = true
		return
	}
	// The name before the first part with a digit says what kind of thing it
	// is: stock-eu-3 is a stock, order_17 an order.
	lead := 0
	for from := 0; from < len(s); {
		end := strings.IndexAny(s[from:], "-_+%$#~\\")
		if end < 0 {
			end = len(s) - from
		}
		p := shapeOf(s[from : from+end])
		if p.digits > 0 || p.hex >= 8 && p.hex == end {
			if lead == 0 && from == 0 {
				lead = named(s[:end])
			}
			break
		}
		if s[from:from+end] != strings.ToLower(s[from:from+end]) && f.dashes > 0 && from == 0 && s[end] == '-' {
			break // ORD-17 is an id as a whole
		}
		from += end + 1
		lead = from
	}
	if lead > 0 {
		t.keep(s[:min(lead, len(s))])
	}
	t.hole()
	t.number = false
}

// named is the length of the word that a name such as worker3 begins with,
// zero where letters and digits are mixed or the word is too short for one.
func named(s string) int {
	n := 0
	for n < len(s) && asciiClass[s[n]]&letterByte != 0 {
		n++
	}
	if n < 3 || shapeOf(s[n:]).digits != len(s)-n {
		return 0
	}
	return n
}

// coded reports whether s is a number that a program gives to one kind of
// error.
func coded(s string) bool {
	n := 0
	for n < len(s) && 'A' <= s[n] && s[n] <= 'Z' {
		n++
	}
	digits := s[n:]
	if n > 1 && strings.HasPrefix(digits, "-") {
		digits = digits[1:]
	}
	if n == 0 || len(digits) < 3 || len(digits) > 6 || shapeOf(digits).digits != len(digits) {
		return false
	}
	switch s[:n] {
	case "E", "P", "ORA", "TNS", "PLS", "DPI", "DPY", "NJS", "SQL", "TS", "CS", "MSB", "NU", "LNK", "PGRST", "AADSTS", "HY", "ERR",
		"JBAS", "WFLY", "KAFKA", "NETSDK", "AZ", "BC", "CA", "DB", "IDX", "MSAL", "SP", "WP", "X":
		return true
	}
	return false
}

// trade reports whether s is a word of the trade that has digits in it.
func trade(s string) bool {
	switch strings.ToLower(s) {
	case "s3", "ec2", "utf8", "utf16", "utf32", "sha1", "sha256", "sha384", "sha512", "md5", "base64", "base32", "http2", "http3",
		"h2", "h3", "ipv4", "ipv6", "x509", "x86", "amd64", "arm64", "oauth2", "k8s", "i18n", "l10n", "a11y", "2fa", "mp3", "mp4",
		"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64", "es5", "es6", "web3",
		"log4j", "neo4j", "p12", "pkcs12", "tls1", "latin1", "iso8859", "win32", "bcrypt2", "argon2", "ed25519", "rs256", "hs256", "es256":
		return true
	}
	return false
}

// followsNumber reports whether s after a number only says of what.
func followsNumber(s string) bool {
	switch strings.ToLower(s) {
	case "ns", "us", "ms", "s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minute", "minutes", "h", "hr", "hrs", "hour", "hours",
		"d", "day", "days", "week", "weeks", "b", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "tib", "byte", "bytes",
		"am", "pm", "utc", "gmt", "cet", "cest", "est", "edt", "pst", "pdt", "z", "eur", "usd", "gbp":
		return true
	}
	return month(s)
}

func month(s string) bool {
	switch s {
	case "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
		"January", "February", "March", "April", "June", "July", "August", "September", "October", "November", "December":
		return true
	}
	return false
}

func startsNumber(s string) bool {
	s = strings.TrimLeft(s, " .,")
	return s != "" && asciiClass[s[0]]&digitByte != 0
}
