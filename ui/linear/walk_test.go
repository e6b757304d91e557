package linear

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// theWalk is the whole walk with the local Akoya: what is typed, and what must be
// said before it.
var theWalk = []struct{ hear, type_ string }{
	{"Where do you want to go?", "1"},
	{"There is no code and no token yet. Next: 1, Authorize.", "1"},
	{"Nobody listens for the callback: paste it.", "2"}, // deny
	{"Deny as whom?", "mikomo_2"},
	{"The callback came with an error: access_denied.", "1"},
	{"How shall the person answer?", "5"}, // read the address
	{"client_id: akoya-tui-local. Your app", "1"},
	{"Approve as whom?", "mikomo_2"},
	{"Next: 2, Obtain.", "2"},
	{"Send it how?", "1"},
	{"Client secret in the Authorization header: hidden, ends in cret.", "4"}, // explain
	{"Form field code: The authorization code from the callback", "2"},        // change
	{"Change which part?", "8"},
	{"The new form field redirect_uri?", "https://elsewhere.example/"},
	{"Form field redirect_uri is changed.", "1"},
	{"redirect_uri must be the one of the authorize request", "3"}, // exactly again
	{"What now?", "2"},                                             // another way
	{"Send it how?", "1"},
	{"Send this request?", "3"}, // drop
	{"Leave which part out?", "7"},
	{"Form field code is left out.", "7"}, // put back
	{"Form field code: hidden", "1"},
	{"Token set #1.", "5"}, // headers
	{"Header Content-Type: application/json", "1"},
	{"Token set 1 is current; its id_token expires in ", "3"},
	{"Inspect which token?", "1"},
	{"iss: http://127.0.0.1:", "b"},
	{"Main menu.", "4"},
	{"Send it how?", "2"},
	{"No refresh token has been used yet.", "1"},
	{"Send this request?", "1"},
	{"Set #1 is claimed", "2"},
	{"Send it how?", "2"},
	{"Send this request?", "1"},
	{"This refusal is the documented one.", "1"},
	{"Main menu.", "5"},
	{"Which step?", "1"},
	{"Send it how?", "1"},
	{"Send this request?", "1"},
	{"Set #2 is revoked", "2"}, // the next step
	{"Send it how?", "1"},
	{"Send this request?", "1"},
	{"As documented after a revoke: the id_token of set #2 opens nothing any more.", "1"},
	{"Main menu.", "6"},
	{"Send it how?", "1"},
	{"Send this request?", "1"},
	{"A service token.", "1"},
	{"Main menu.", "9"},
	{"The local Akoya.", "3"},
	{"The clock moved 1 day 1 hour on.", "b"},
	{"its id_token expired 1 hour ago.", "3"},
	{"The service token with the scope app_management_v2.", "3"},
	{"Expires: ", "b"},
	{"Main menu.", "7"},
	{"Test cases.", "4"},
	{"Nothing was run yet", "1"},
	{"Which group?", "3"},
	{"Which case?", "3"},
	{"refresh.used: ", "b"},
	{"Test cases.", "3"},
	{"Which group?", "6"},
	{"Done: ", "4"},
	{"Secrets in it are masked.", "b"},
	{"Main menu.", "8"},
	{"newest first.", "1"},
	{"Came back: HTTP/1.1", "b"},
	{"Main menu.", "b"},
	{"Where do you want to go?", "q"},
}

func TestWalk(t *testing.T) {
	t.Parallel()
	deps := localDeps(t)
	c := converse(t, deps)
	for _, turn := range theWalk {
		c.hear(turn.hear)
		c.answer(turn.type_)
	}
	c.hear("Goodbye.")
	text := c.over()
	if strings.Contains(text, canarySecret) {
		t.Error("the client secret was said")
	}
	reports, _ := filepath.Glob(filepath.Join(deps.ReportDir, "*.md"))
	if len(reports) != 1 {
		t.Fatalf("there are %d reports", len(reports))
	}
	report, err := os.ReadFile(reports[0])
	if err != nil || !strings.Contains(string(report), "refresh.used") || strings.Contains(string(report), canarySecret) {
		t.Errorf("the report: %v\n%s", err, report)
	}
}

// typed returns what the walk types, with these lines before each of its own. A
// question for a value takes them for one: there only commands are typed.
func typed(before ...string) []string {
	var lines []string
	for _, turn := range theWalk {
		for _, line := range before {
			if !strings.HasPrefix(turn.hear, "The new form field") || line == "r" || line == "h" {
				lines = append(lines, line)
			}
		}
		lines = append(lines, turn.type_)
	}
	return lines
}

// tell types a whole script at once and returns what was said.
func tell(t *testing.T, deps Deps, text string) string {
	t.Helper()
	said := newTranscript()
	deps.In, deps.Out = strings.NewReader(text), said
	talk := newTalk(t.Context(), deps)
	if err := talk.run(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	checkSpoken(t, said.String())
	checkSecrets(t, talk, said.String())
	return said.String()
}

// everywhere runs the walk up to each of its questions and ends there.
func everywhere(t *testing.T, end string, check func(text string) bool) {
	t.Parallel()
	lines := typed()
	for i := range lines {
		t.Run(strconv.Itoa(i+1), func(t *testing.T) {
			t.Parallel()
			if text := tell(t, localDeps(t), strings.Join(append(lines[:i:i], end), "\n")); !check(text) {
				t.Errorf("…%s", text[max(0, len(text)-800):])
			}
		})
	}
}

func TestEndEverywhere(t *testing.T) {
	everywhere(t, "", func(text string) bool { return strings.HasSuffix(text, "The input has ended. Goodbye.\n") })
}

func TestQuitEverywhere(t *testing.T) {
	everywhere(t, "q\n", func(text string) bool { return strings.HasSuffix(text, "\nGoodbye.\n") })
}

func TestBackEverywhere(t *testing.T) {
	everywhere(t, strings.Repeat("b\n", 8), func(text string) bool {
		return strings.HasSuffix(text, "The input has ended. Goodbye.\n") && strings.Contains(text, "This is the first question")
	})
}

// TestNonsenseEverywhere types what is no answer at every question of the walk:
// each time the question comes again, and the walk goes on as if nothing had been.
func TestNonsenseEverywhere(t *testing.T) {
	t.Parallel()
	lines := typed("r", "h", "HELP", "", "0", "99", "nonsense", "-1", "1x", "\x1b[A", "\xff\xfe", "•", strings.Repeat("x", maxInput+1))
	text := tell(t, localDeps(t), strings.Join(lines, "\n"))
	for _, turn := range theWalk {
		if !strings.Contains(text, turn.hear) {
			t.Errorf("%q was not said", turn.hear)
		}
	}
	if !strings.HasSuffix(text, "\nGoodbye.\n") {
		t.Errorf("…%s", text[max(0, len(text)-800):])
	}
}

// keyLeft finds hints at keys that the screens have and this interface has not.
var keyLeft = regexp.MustCompile(`(?i)\bpress \w\b|\(\w\)|\(\w tries|\b[a-z] tries\b`)

// TestNoKeysAreNamed holds all that is said of results against the hints at keys.
func TestNoKeysAreNamed(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../flows/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	literal := regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"")
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, text := range literal.FindAllString(string(source), -1) {
			if left := keyLeft.FindString(withoutKeys(text)); left != "" {
				t.Errorf("%s names the key %q in %s: add words for it to keyHints", file, left, text)
			}
		}
	}
}

// TestEachFieldIsExplainedBySentences: id and secret in the header have words of
// their own, and no sentence goes on in another line.
func TestEachFieldIsExplainedBySentences(t *testing.T) {
	t.Parallel()
	text := tell(t, localDeps(t), strings.Join([]string{"1", "1", "1", "mikomo_1", "2", "1", "4", "q", ""}, "\n"))
	for _, want := range []string{
		"\nClient id in the Authorization header: Your app; its place is the Basic header of this request.\n",
		"\nClient secret in the Authorization header: The secret of your app; its place is the Basic header of this request.\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	begin, end := strings.Index(text, "\nHeader Accept"), strings.LastIndex(text, "Send this request?")
	if begin < 0 || end < begin {
		t.Fatalf("no explanation in\n%s", text)
	}
	for line := range strings.Lines(text[strings.Index(text, "\nClient id in the Authorization header: Your app"):end]) {
		if line = strings.TrimSpace(line); line != "" && !strings.ContainsAny(line[len(line)-1:], ".?!:") {
			t.Errorf("no end of a sentence: %q", line)
		}
	}
}

// TestAPastedHeaderHoldsAToken: what a token is copied with is dropped.
func TestAPastedHeaderHoldsAToken(t *testing.T) {
	t.Parallel()
	text := tell(t, localDeps(t), strings.Join([]string{"1", "3", "1", `curl -H "Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln" https://api.example/`, "q", ""}, "\n"))
	if !strings.Contains(text, "\nsub: a.") {
		t.Errorf("%s", text)
	}
}
