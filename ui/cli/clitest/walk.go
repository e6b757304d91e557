package clitest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// walk goes the whole way at the sandbox of the script, as an app of one's own
// would: authorize, obtain, call the data API, refresh, revoke, service token.
func walk(ts *testscript.TestScript, neg bool, args []string) {
	w := walker{ts: ts, id: ts.Getenv("AKOYA_CLIENT_ID"), secret: ts.Getenv("AKOYA_CLIENT_SECRET")}
	redirect := ts.Getenv("AKOYA_REDIRECT_URI")
	query := url.Values{
		"connector": {"mikomo"}, "client_id": {w.id}, "redirect_uri": {redirect},
		"response_type": {"code"}, "scope": {"openid profile offline_access"}, "state": {"the-state-of-the-walk"},
	}
	order, err := json.Marshal(map[string]any{"authorize_url": ts.Getenv("AUTH_URL") + "?" + query.Encode(), "user": "mikomo_2", "approve": true})
	ts.Check(err)
	response, err := http.Post(ts.Getenv("CONTROL_URL")+"/authorize", "application/json", bytes.NewReader(order))
	ts.Check(err)
	approved := w.read(200, response)
	back, err := url.Parse(approved["redirect"])
	ts.Check(err)
	if got := back.Query().Get("state"); got != "the-state-of-the-walk" {
		ts.Fatalf("state %q", got)
	}
	tokens := w.post(200, "TOKEN_URL", true, url.Values{"grant_type": {"authorization_code"}, "redirect_uri": {redirect}, "code": {back.Query().Get("code")}})
	w.accounts(200, tokens["id_token"])
	second := w.post(200, "TOKEN_URL", false, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {tokens["refresh_token"]}})
	w.post(400, "TOKEN_URL", false, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {tokens["refresh_token"]}})
	w.post(200, "REVOKE_URL", false, url.Values{"token": {second["refresh_token"]}, "token_type_hint": {"refresh_token"}})
	w.accounts(401, second["id_token"])
	w.post(200, "STS_URL", true, url.Values{"grant_type": {"client_credentials"}, "scope": {"app_management_v2"}})
	if len(args) == 1 { // a place for the first id_token
		ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(tokens["id_token"]+"\n"), 0o600))
	}
}

type walker struct {
	ts         *testscript.TestScript
	id, secret string
}

func (w walker) post(want int, urlName string, basic bool, form url.Values) map[string]string {
	if !basic {
		form.Set("client_id", w.id)
		form.Set("client_secret", w.secret)
	}
	request, err := http.NewRequest(http.MethodPost, w.ts.Getenv(urlName), strings.NewReader(form.Encode()))
	w.ts.Check(err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if basic {
		request.SetBasicAuth(w.id, w.secret)
	}
	response, err := http.DefaultClient.Do(request)
	w.ts.Check(err)
	return w.read(want, response)
}

func (w walker) accounts(want int, token string) {
	request, err := http.NewRequest(http.MethodGet, w.ts.Getenv("ACCOUNTS_URL"), nil)
	w.ts.Check(err)
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	w.ts.Check(err)
	w.read(want, response)
}

// read wants a status and returns the texts of a JSON object.
func (w walker) read(want int, response *http.Response) map[string]string {
	body, err := io.ReadAll(response.Body)
	w.ts.Check(err)
	w.ts.Check(response.Body.Close())
	if response.StatusCode != want {
		w.ts.Fatalf("%s: status %d, want %d: %s", response.Request.URL, response.StatusCode, want, body)
	}
	texts := map[string]string{}
	var object map[string]any
	if json.Unmarshal(body, &object) == nil {
		for name, value := range object {
			if text, ok := value.(string); ok {
				texts[name] = text
			}
		}
	}
	return texts
}

var (
	curlLine  = regexp.MustCompile(`(?m)^  (curl .*)$`)
	codeIn    = regexp.MustCompile(`code=([A-Za-z0-9_-]+)`)
	tokenIn   = regexp.MustCompile(`"(id_token|refresh_token)": ?"([^"]+)"`)
	addressIn = regexp.MustCompile(`(?m)^token +(http://\S+)/token$`)
)

// curlLinesWanted is how many curl lines a sandbox prints: six of the walk, seven
// of the control API.
const curlLinesWanted = 13

// runCurlLines starts a sandbox, and runs every curl line that it prints in a
// shell, in their order, as a person who copies them would; each must succeed.
func runCurlLines(ts *testscript.TestScript, neg bool, args []string) {
	c := command(ts, []string{"sandbox"})
	var printed syncBuffer
	c.Stdout = &printed
	ts.Check(c.Start())
	defer func() {
		_ = c.Process.Signal(os.Interrupt)
		ts.Check(c.Wait())
	}()
	if !printed.waitFor("ctrl+c ends it") {
		ts.Fatalf("the sandbox printed %q", printed.String())
	}
	text := printed.String()
	if !addressIn.MatchString(text) {
		ts.Fatalf("no address in %s", text)
	}
	lines := curlLine.FindAllStringSubmatch(text, -1)
	if len(lines) != curlLinesWanted {
		ts.Fatalf("%d curl lines, want %d, in\n%s", len(lines), curlLinesWanted, text)
	}
	vars := map[string]string{"CODE": "", "ID_TOKEN": "", "REFRESH_TOKEN": ""}
	for _, line := range lines {
		shell := exec.Command("sh", "-euc", line[1]+" --fail-with-body --max-time 20")
		shell.Env = []string{"PATH=" + ts.Getenv("PATH")}
		for name, value := range vars {
			if value != "" {
				shell.Env = append(shell.Env, name+"="+value)
			}
		}
		answer, err := shell.CombinedOutput()
		ts.Logf("%s\n%s\n", line[1], answer)
		if err != nil {
			ts.Fatalf("%s: %v", line[1], err)
		}
		if found := codeIn.FindSubmatch(answer); found != nil && vars["CODE"] == "" {
			vars["CODE"] = string(found[1])
		}
		for _, found := range tokenIn.FindAllSubmatch(answer, -1) {
			if strings.Contains(line[1], "/token") {
				vars[strings.ToUpper(string(found[1]))] = string(found[2])
			}
		}
	}
	for name, value := range vars {
		if value == "" {
			ts.Fatalf("no line gave a %s", name)
		}
	}
}
