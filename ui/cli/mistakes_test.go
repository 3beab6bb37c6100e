package cli_test

import (
	"io/fs"
	"net"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"fntop/ui/cli"
)

// raw is what only somebody who writes Go can read, and punctuation that
// stands twice.
var raw = regexp.MustCompile(`strconv|syntax\b|pflag|listen tcp|bind:|parse error|\\x1b|\?\.|\.\.|“|%!|for "fntop`)

func TestMistakesAreToldInPlainWordsWithANextStep(t *testing.T) {
	t.Parallel()
	used, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = used.Close() }()
	s := serve(t, small())
	for args, want := range map[string]string{
		"runs --limit many":                         `--limit "many": want a whole number. "fntop runs --help" says more.`,
		"runs --limit 99999999999999999999":         "want a whole number",
		"demo serve --seed -1":                      "--seed",
		"demo serve --speed fast":                   `--speed "fast": want a number.`,
		"demo serve --size many":                    `--size "many": want functions and triggers, such as 500x2000.`,
		"demo serve --size 5x5":                     `--size 5x5: want from 12x18 to 2000x4000.`,
		"demo serve --size \x1b":                    `--size "␛": want functions`,
		"runs --read-only=maybe":                    `--read-only "maybe": want true or false.`,
		"runs --limit":                              `--limit needs a value. "fntop runs --help" says which.`,
		"runs -o":                                   `--output needs a value.`,
		"demo serve --faults \x1b":                  `fault "␛": no fault is called "␛"; --faults help lists them.`,
		"runs -o jso":                               `--output "jso": did you mean "json"? "fntop runs --help" says more.`,
		"runs --query statsu:failure":               `did you mean "status"?`,
		"runs --query \x1b":                         "",
		"runs --since \x1b[31m":                     `--since: "␛[31m" is neither`,
		"runs --function \x1b[31m":                  `"␛[31m"`,
		"\x1b[31m":                                  `there is no command "␛[31m". "fntop --help" lists them.`,
		"runs --status \x1b":                        `--status "␛": no such status.`,
		"functions extra":                           `"fntop functions" takes no arguments, and "extra" is one. "fntop functions --help"`,
		"help nope":                                 `there is no command "nope". "fntop --help" lists them.`,
		"help rnu":                                  `Did you mean "fntop run"?`,
		"demo serve --faults xyzzy":                 "--faults help lists them.",
		"demo serve --faults trunkated":             `did you mean "truncated"? (--faults help lists them).`,
		"demo serve --addr 127.0.0.1:notport":       "--addr",
		"demo serve --addr " + used.Addr().String(): "cannot listen on \"" + used.Addr().String() + "\": address already in use. Choose another with --addr",
		"runs --function 7b0c2a52-53e4-4c5d-8c0e-2f1f4cf1f1a0": `there is no function "7b0c2a52-53e4-4c5d-8c0e-2f1f4cf1f1a0". "fntop functions" lists them.`,
	} {
		r := s.run(strings.Split(args, " ")...)
		if r.code == 0 && want == "" {
			continue
		}
		if r.code != 2 && r.code != 5 || !strings.Contains(r.err, want) {
			t.Errorf("%s: exit %d, %s", args, r.code, r.err)
		}
		if found := raw.FindString(r.err); found != "" {
			t.Errorf("%s: %q in %s", args, found, r.err)
		}
	}
}

func TestNoNameIsNearAnID(t *testing.T) {
	t.Parallel()
	b := small()
	b.functions[0]["name"] = "7b0c2a52-53e4-4c5d-8c0e-2f1f4cf1f1a1"
	r := serve(t, b).run("runs", "--function", "7b0c2a52-53e4-4c5d-8c0e-2f1f4cf1f1a0").want(t, 5)
	if strings.Contains(r.err, "Did you mean") {
		t.Error(r.err)
	}
}

// full is a place without room.
type full struct{}

func (full) Write([]byte) (int, error) {
	return 0, &fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}
}

func TestAResultThatCannotBeWrittenSaysWhatToDo(t *testing.T) {
	t.Parallel()
	var said strings.Builder
	code := cli.Run(t.Context(), cli.Options{Args: []string{"config", "init"}, Out: full{}, Err: &said, Version: "0"})
	if code != 2 || said.String() != "fntop: write the result: no space left on device. Make room there, or send standard output elsewhere.\n" {
		t.Errorf("exit %d, %s", code, said.String())
	}
}
