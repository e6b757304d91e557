package cases_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"akoya-tui/flows/cases"
)

// row is a row of a document, in the document's own words. A numbered task is a
// row of its own.
type row struct {
	mark     cases.Mark
	name     string
	task     int
	tasks    string
	expected string
}

// testRows are the rows of both copies of the token test cases. The copies
// differ in the path of the first task of revoking and in their line breaks.
func testRows() []row {
	var rows []row
	for _, mark := range []cases.Mark{cases.T0, cases.T2} {
		add := func(name string, task int, tasks, expected string) {
			rows = append(rows, row{mark, name, task, tasks, expected})
		}
		add("Refresh an ID token", 0, "Call the /token endpoint with the refresh_token.", "Receive valid new ID and refresh tokens.")
		add("Refresh an expired ID token", 0, "1. Identify an id_token older than 24 hours. 2. Call the /token endpoint with the refresh_token.",
			"Receive valid new ID and refresh tokens.")
		path := "/revoke"
		if mark == cases.T0 {
			path = "/token/revoke"
		}
		add("Revoke an ID token", 1, "Call the "+path+" endpoint.", "HTTP 200: OK (empty payload)")
		add("Revoke an ID token", 2, "Attempt a call to the /accounts endpoint.",
			"HTTP 401: Unauthorized\n\nError payload:\n{\n\"code\": 602,\n\"message\": \"Customer not authorized\"\n}")
		claimed := "Refresh token is invalid or has already been claimed by another client."
		redirect := "redirect_uri did not match URI from initial request."
		if mark == cases.T0 {
			claimed = "Refresh token is invalid or has \n already been claimed by another client."
			redirect = "redirect_uri did not match URI \nfrom initial request."
		}
		payload := func(status, code, description string) string {
			if description == "" {
				return "HTTP " + status + "\n\nError payload:\n{\n   \"error\": \"" + code + "\"\n}"
			}
			return "HTTP " + status + "\n\nError payload:\n{\n   \"error\": \"" + code + "\",\n   \"error_description\": \"" + description + "\"\n}"
		}
		add("Refresh a used refresh_token.", 0, "Test a token refresh call with a refresh_token that has already been claimed.",
			payload("400: Bad Request", "invalid_request", claimed))
		add("Refresh with invalid client_secret.", 0, "Try a token refresh with an invalid client_secret.",
			payload("401: Unauthorized", "invalid_client", "Invalid client credentials."))
		add("Revoke with invalid client_secret.", 1, "Try the revoke token endpoint without a client_secret.",
			payload("400: Bad Request", "invalid_request", ""))
		add("Revoke with invalid client_secret.", 2, "Try the revoke token endpoint with an incorrect client_secret.",
			payload("401: Unauthorized", "unauthorized_client", ""))
		code := payload("400: Bad Request", "invalid_request", "Invalid or expired code parameter.")
		add("Obtain a token with invalid authorization code.", 1, "Use the /token endpoint with an expired code.", code)
		add("Obtain a token with invalid authorization code.", 2, "Use the /token endpoint with an incorrect code.", code)
		add("Obtain a token with an incorrect redirect_URI.", 0, "Use /token endpoint with an incorrect redirect_URI.",
			payload("400: Bad Request", "invalid_request", redirect))
		grant := payload("400: Bad Request", "invalid_grant", "")
		add("Obtain a token with a missing grant_type field.", 1, "Use /token endpoint with a missing grant_type field.", grant)
		add("Obtain a token with a missing grant_type field.", 2, "Use /token endpoint with an incorrect grant_type field.", grant)
		add("Obtain a token with an incorrect client_id.", 1, "Use /token endpoint with an incorrect clientId.", "HTTP 401: invalid_client")
		add("Obtain a token with an incorrect client_id.", 2, "Use /token endpoint with an incorrect client_secret.",
			payload("401 Unauthorized", "invalid_client", "Invalid client credentials."))
		add("Refresh a token without a refresh_token.", 0, "Use /token endpoint with grant_type=refresh_token without including the current refresh_token.",
			payload("400 Bad Request", "invalid_request", "No refresh token in request."))
	}
	return rows
}

// errorTables are the tables of "Token API errors": a heading, then rows of
// Response | "error" | "error_description" | Possible issue. The table about
// revoking has no description column.
const errorTables = `Obtain token errors
400 Bad Request | invalid_request | Invalid or expired code parameter | The code parameter retrieved during authentication is wrong, missing, or expired. |
400 Bad Request | invalid_request | redirect_uri did not match URI from initial request | The redirect URI must be registered with Akoya |
400 Bad Request | invalid_grant | Missing or incorrect grant_type field. Must be authorization_code | |
401 Unauthorized | invalid_client | Invalid client credentials. | The client id or secret is incorrect |
Refresh token errors
400 Bad Request | invalid_request | No refresh token in request | The refresh token is missing, invalid, or claimed by another client |
400 Bad Request | invalid_request | Refresh token is invalid or has already been claimed by another client. | The refresh token is wrong or expired |
400 Bad Request | invalid_grant | Missing or incorrect grant_type field. Must be refresh_token | |
401 Unauthorized | invalid_client | Invalid client credentials. | The client id or secret is incorrect |
Revoke token errors
400 Bad Request | invalid_request | | One or more key value is missing, invalid, or claimed by another client: refresh_token , client_id , client_secret |
400 Bad Request | unsupported_token_type | | The token_type_hint must be set to refresh_token |`

func errorRows() []row {
	var rows []row
	heading := ""
	for line := range strings.SplitSeq(errorTables, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) == 1 {
			heading = line
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		name := cells[2]
		if cells[1] == "invalid_grant" || name == "" {
			name = cells[1]
		}
		payload := map[string]string{"error": cells[1]}
		if cells[2] != "" {
			payload["error_description"] = cells[2]
		}
		text, _ := json.Marshal(payload)
		rows = append(rows, row{cases.E3, heading + ": " + name, 0, cells[3], "HTTP " + cells[0] + "\nError payload:\n" + string(text)})
	}
	return rows
}

// stated is what a row's text says, read from the text itself.
type stated struct {
	status                       int
	code, description            string
	hasPayload, emptyBody, isNew bool
	dataCode                     int
	message                      string
}

var httpStatus = regexp.MustCompile(`HTTP (\d{3}):? ?(\w*)`)

func (r row) stated(t *testing.T) stated {
	t.Helper()
	var s stated
	if strings.HasPrefix(r.expected, "Receive valid new ID and refresh tokens") {
		return stated{status: 200, isNew: true}
	}
	found := httpStatus.FindStringSubmatch(r.expected)
	if found == nil {
		t.Fatalf("%s %s: no status in %q", r.mark, r.name, r.expected)
	}
	s.status, _ = strconv.Atoi(found[1])
	s.emptyBody = strings.Contains(r.expected, "(empty payload)")
	if strings.Contains(found[2], "_") {
		s.code = found[2]
	}
	_, payload, ok := strings.Cut(r.expected, "Error payload:")
	if !ok {
		return s
	}
	var body struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
		Code        int    `json:"code"`
		Message     string `json:"message"`
	}
	if err := json.Unmarshal([]byte(strings.ReplaceAll(payload, "\n", " ")), &body); err != nil {
		t.Fatalf("%s %s: %v in %q", r.mark, r.name, err, payload)
	}
	s.hasPayload, s.code, s.description, s.dataCode, s.message = true, body.Error, body.Description, body.Code, body.Message
	return s
}

// folded is written here once more, so that a mistake in the product's own
// folding does not hide in its test.
func folded(text string) string {
	return strings.TrimSuffix(strings.Join(strings.Fields(text), " "), ".")
}

// differs says how an expectation differs from what a row states, "" when it does not.
func (s stated) differs(e cases.Expectation) string {
	switch {
	case !slices.Contains(e.Status, s.status):
		return fmt.Sprintf("status %v, the row says %d", e.Status, s.status)
	case s.isNew && !e.NewTokens:
		return "the row says new tokens"
	case s.emptyBody != e.EmptyBody:
		return "empty body"
	case s.code != e.Error:
		return fmt.Sprintf("error %q, the row says %q", e.Error, s.code)
	case s.description != "" && folded(s.description) != folded(e.Description):
		return fmt.Sprintf("description %q, the row says %q", e.Description, s.description)
	case s.hasPayload && s.description == "" && e.Description != "":
		return fmt.Sprintf("description %q, the row has none", e.Description)
	case s.dataCode != e.DataCode || folded(s.message) != folded(e.DataMessage):
		return fmt.Sprintf("code %d %q, the row says %d %q", e.DataCode, e.DataMessage, s.dataCode, s.message)
	}
	return ""
}

// TestEveryRowHasACaseThatSaysTheSame holds the catalogue against the
// documents' own words: each row has a case, each case that names a row has an
// expectation that says the same, and that expectation names the document.
func TestEveryRowHasACaseThatSaysTheSame(t *testing.T) {
	rows := append(testRows(), errorRows()...)
	if len(rows) != 2*16+10 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, r := range rows {
		want := r.stated(t)
		found := 0
		for _, c := range cases.Catalogue() {
			if !slices.Contains(c.Sources, cases.Source{Mark: r.mark, Row: r.name, Task: r.task}) {
				continue
			}
			found++
			if why := bestDifference(c, r.mark, want); why != "" {
				t.Errorf("%s differs from %s %q task %d: %s", c.ID, r.mark, r.name, r.task, why)
			}
		}
		if found == 0 {
			t.Errorf("no case for %s %q task %d", r.mark, r.name, r.task)
		}
	}
}

// bestDifference is empty when some expectation of the case that is attributed
// to the document says what the row states.
func bestDifference(c cases.Case, mark cases.Mark, want stated) string {
	why := "no expectation names the document"
	for _, step := range c.Steps {
		for _, e := range step.Expect {
			if !slices.Contains(e.From, mark) {
				continue
			}
			if why = want.differs(e); why == "" {
				return ""
			}
		}
	}
	return why
}

// TestNoCaseNamesARowThatIsNotThere is the other direction.
func TestNoCaseNamesARowThatIsNotThere(t *testing.T) {
	rows := append(testRows(), errorRows()...)
	for _, c := range cases.Catalogue() {
		for _, source := range c.Sources {
			if !slices.Contains([]cases.Mark{cases.T0, cases.T2, cases.E3}, source.Mark) || c.ID == "accounts.ok" {
				continue
			}
			if !slices.ContainsFunc(rows, func(r row) bool {
				return r.mark == source.Mark && r.name == source.Row && r.task == source.Task
			}) {
				t.Errorf("%s names %s, and there is no such row", c.ID, source)
			}
		}
	}
}

// TestATamperedExpectationIsNoticed proves that the test above can fail.
func TestATamperedExpectationIsNoticed(t *testing.T) {
	for _, r := range append(testRows(), errorRows()...) {
		want := r.stated(t)
		for _, change := range []func(*cases.Expectation){
			func(e *cases.Expectation) { e.Status = []int{418} },
			func(e *cases.Expectation) { e.Error += "x" },
			func(e *cases.Expectation) { e.DataCode++ },
		} {
			e := cases.Expectation{Status: []int{want.status}, Error: want.code, Description: want.description, EmptyBody: want.emptyBody,
				NewTokens: want.isNew, DataCode: want.dataCode, DataMessage: want.message}
			if why := want.differs(e); why != "" {
				t.Fatalf("%s: %s", r.name, why)
			}
			change(&e)
			if want.differs(e) == "" {
				t.Errorf("%s %q: a changed expectation is not noticed", r.mark, r.name)
			}
		}
	}
}
