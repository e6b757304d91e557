package cases_test

import (
	"slices"
	"strings"
	"testing"

	"akoya-tui/flows/cases"
)

// tokenReference is the response of the token reference: fields with their types.
const tokenReference = `token_type string
expires_in integer
refresh_token string
id_token string`

// serviceExample is the example answer of the service token document, and
// serviceScopes its list of scopes.
const serviceExample = `access_token: ory_at_LIex7POO...47uYQ
expires_in: 86399
scope: alps
token_type: bearer`

var serviceScopes = []string{"app_management_v2", "notifications_subscriptions advisory"}

func TestTokenAnswersHaveTheFieldsOfTheReference(t *testing.T) {
	for _, id := range []string{"obtain.ok", "refresh.ok"} {
		c := find(t, id)
		e := c.Steps[0].Expect[0]
		for line := range strings.SplitSeq(tokenReference, "\n") {
			name, kind, _ := strings.Cut(line, " ")
			list := e.RequiredFields
			if kind == "integer" {
				list = e.IntegerFields
			}
			if !slices.Contains(list, name) {
				t.Errorf("%s does not expect %s as %s", id, name, kind)
			}
		}
		if !slices.ContainsFunc(c.Sources, func(s cases.Source) bool { return s.Mark == cases.R1 }) {
			t.Errorf("%s does not name the token reference", id)
		}
	}
}

func TestServiceTokensAreAsInTheDocument(t *testing.T) {
	example := map[string]string{}
	for line := range strings.SplitSeq(serviceExample, "\n") {
		name, value, _ := strings.Cut(line, ": ")
		example[name] = value
	}
	granted := map[string]bool{}
	for _, c := range cases.Catalogue() {
		if c.Group != cases.GroupService || c.Sources[0].Mark != cases.S4 || !c.Happy {
			continue
		}
		e := c.Steps[0].Expect[0]
		granted[e.Scope] = true
		if !strings.HasPrefix(example["access_token"], e.TokenPrefix) || e.TokenPrefix == "" ||
			example["expires_in"] != "86399" || e.ExpiresIn != 86399 || e.TokenType != example["token_type"] || !slices.Contains(e.Status, 200) {
			t.Errorf("%s expects %+v, the example is %v", c.ID, e, example)
		}
		if (e.Scope == "alps") != (c.Deprecated != "") {
			t.Errorf("%s: only alps is deprecated", c.ID)
		}
	}
	for _, scope := range append(serviceScopes, "alps") {
		if !granted[scope] {
			t.Errorf("no case asks for the scope %q", scope)
		}
	}
	if e := find(t, "service.path.wrong").Steps[0].Expect[0]; !slices.Equal(e.Status, []int{404}) {
		t.Errorf("the only documented error is 404, the case expects %v", e.Status)
	}
}

func find(t testing.TB, id string) cases.Case {
	t.Helper()
	c, err := cases.Find(cases.Catalogue(), id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
