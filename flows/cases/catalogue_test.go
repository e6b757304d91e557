package cases_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"akoya-tui/flows/cases"
)

// wantIDs are the cases that the catalogue has to have, with their cost.
const wantIDs = `authorize.ok code
authorize.denied none
authorize.connector.wrong none
authorize.connector.missing none
authorize.client_id.wrong none
authorize.client_id.missing none
authorize.redirect_uri.wrong none
authorize.redirect_uri.missing none
authorize.response_type.wrong none
authorize.scope.no_openid none
authorize.state.returned code
obtain.ok code
obtain.code.expired code
obtain.code.wrong none
obtain.code.missing none
obtain.code.replayed code
obtain.redirect_uri.wrong none
obtain.redirect_uri.missing none
obtain.grant_type.missing none
obtain.grant_type.wrong none
obtain.client_id.wrong none
obtain.client_secret.wrong none
obtain.client.missing none
refresh.ok rotates
refresh.expired_id_token rotates
refresh.used none
refresh.wrong none
refresh.expired none
refresh.other_client none
refresh.missing none
refresh.client_secret.wrong none
refresh.client_id.wrong none
refresh.grant_type.missing none
refresh.grant_type.wrong none
refresh.basic_auth rotates
revoke.ok destroys
revoke.then_refresh destroys
revoke.path.alternative destroys
revoke.client_secret.missing none
revoke.client_secret.wrong none
revoke.client_id.missing none
revoke.token.missing none
revoke.token.wrong none
revoke.token.other_client none
revoke.hint.wrong none
service.app_management none
service.notifications none
service.alps none
service.path.wrong none
service.client_secret.wrong none
service.credentials_in_body none
service.client.missing none
service.scope.wrong none
service.scope.missing none
service.grant_type.missing none
service.grant_type.wrong none
accounts.ok none
accounts.expired none
accounts.no_token none
accounts.garbage none
accounts.service_token none`

func TestCatalogueHasTheseCases(t *testing.T) {
	var got []string
	for _, c := range cases.Catalogue() {
		got = append(got, c.ID+" "+string(c.Cost))
	}
	want := strings.Split(wantIDs, "\n")
	if len(want) != 61 {
		t.Fatalf("%d wanted", len(want))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), wantIDs)
	}
}

func TestCatalogueInvariants(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range cases.Catalogue() {
		first, _, _ := strings.Cut(c.ID, ".")
		switch {
		case seen[c.ID]:
			t.Errorf("%s is there twice", c.ID)
		case string(c.Group) != first || !slices.Contains(cases.Groups(), c.Group):
			t.Errorf("%s is in group %q", c.ID, c.Group)
		case c.Title == "" || c.DocumentSays == "" || len(c.Sources) == 0 || len(c.Steps) == 0:
			t.Errorf("%s lacks a title, a source, a step or the document's words", c.ID)
		case c.Undocumented != (c.Sources[0].Mark == cases.D):
			t.Errorf("%s: undocumented is %v, its source %s", c.ID, c.Undocumented, c.Source())
		case c.MayDestroy && c.Warning == "":
			t.Errorf("%s may destroy and does not warn", c.ID)
		}
		seen[c.ID] = true
		for _, source := range c.Sources {
			if source.Document() == string(source.Mark) || source.Mark != cases.D && source.Row == "" {
				t.Errorf("%s: source %q has no name or no row", c.ID, source)
			}
		}
		tampered := false
		for _, step := range c.Steps {
			tampered = tampered || len(step.Tampers) > 0 || step.Base == cases.BaseDenial
			if step.Title == "" || len(step.Expect) == 0 {
				t.Errorf("%s has a step without title or expectation", c.ID)
			}
			for _, e := range step.Expect {
				if len(e.From) == 0 || len(e.Lines()) == 0 || e.String() == "" {
					t.Errorf("%s has an expectation that names no document or says nothing", c.ID)
				}
				for _, mark := range e.From {
					if !slices.ContainsFunc(c.Sources, func(s cases.Source) bool { return s.Mark == mark }) {
						t.Errorf("%s expects something from %s, which is no source of it", c.ID, mark)
					}
				}
			}
			for _, tamper := range step.Tampers {
				if tamper.Words() == "" || tamper.Words() == string(tamper.Kind) {
					t.Errorf("%s has a tamper without words: %+v", c.ID, tamper)
				}
			}
		}
		if c.Sad() && !tampered {
			t.Errorf("%s is a sad path and nothing is changed in its request", c.ID)
		}
	}
}

// TestCatalogueIsFresh: whoever changes the returned slice changes no other.
func TestCatalogueIsFresh(t *testing.T) {
	first := cases.Catalogue()
	first[0].Steps[0].Expect[0].Status[0] = 999
	first[0].Sources[0].Row = "changed"
	if second := cases.Catalogue(); reflect.DeepEqual(first, second) {
		t.Error("the catalogue is shared between callers")
	}
}

func TestSelection(t *testing.T) {
	all := cases.Catalogue()
	for name, test := range map[string]struct {
		selection cases.Selection
		want      int
	}{
		"all":           {cases.Selection{}, 61},
		"id":            {cases.Selection{IDs: []string{"refresh.used"}}, 1},
		"group":         {cases.Selection{Groups: []cases.Group{cases.GroupAccounts}}, 5},
		"id and group":  {cases.Selection{IDs: []string{"refresh.used"}, Groups: []cases.Group{cases.GroupAccounts}}, 6},
		"happy":         {cases.Selection{Path: cases.Happy}, 12},
		"sad":           {cases.Selection{Path: cases.Sad}, 49},
		"text":          {cases.Selection{Text: "REVOKE secret"}, 2},
		"text, nothing": {cases.Selection{Text: "no such words"}, 0},
	} {
		got, err := cases.Select(all, test.selection)
		if err != nil || len(got) != test.want {
			t.Errorf("%s: %d cases, %v; want %d", name, len(got), err, test.want)
		}
	}
	for name, test := range map[string]struct {
		selection cases.Selection
		want      string
	}{
		"typo":    {cases.Selection{IDs: []string{"refresh.usd"}}, `there is no case "refresh.usd": did you mean refresh.used`},
		"part":    {cases.Selection{IDs: []string{"hint"}}, "revoke.hint.wrong"},
		"far off": {cases.Selection{IDs: []string{"\x1b[31mzzzzzzzzzzzzzzzzzzzzzzzzzzzz"}}, "nor one with a name like it"},
		"group":   {cases.Selection{Groups: []cases.Group{"token"}}, "there are authorize, obtain, refresh, revoke, service, accounts"},
		"path":    {cases.Selection{Path: "sour"}, "there are happy, sad"},
	} {
		_, err := cases.Select(all, test.selection)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %q in it", name, err, test.want)
		}
	}
}
