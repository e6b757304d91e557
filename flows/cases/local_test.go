package cases_test

import (
	"context"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/akoya/sandbox"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/control"
)

// local is a local Akoya with an engine for it.
type local struct {
	server  *sandbox.Server
	control *control.Client
	options cases.Options
}

func startLocal(t testing.TB, o sandbox.Options) local {
	t.Helper()
	server, err := sandbox.Start(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	info := server.Info()
	client := akoya.NewClient(akoya.ClientOptions{Timeout: 10 * time.Second})
	api, err := control.New(info.ControlURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		client.Close()
		api.Close()
		if err := server.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	secret := akoya.NewSecret(info.ClientSecret)
	return local{server: server, control: api, options: cases.Options{
		Client: client,
		Environment: akoya.Environment{
			Name: akoya.EnvironmentLocal, AuthorizeURL: info.AuthURL, TokenURL: info.TokenURL, RevokeURL: info.RevokeURL,
			ServiceTokenURL: info.STSURL, AccountsURL: info.AccountsURL, KeysURL: info.KeysURL, ConnectorParam: "connector",
		},
		App: akoya.App{
			ClientID: info.ClientID, ClientSecret: secret, RedirectURI: info.RedirectURIs[0],
			Connector: akoya.DefaultConnector, Scope: akoya.DefaultScope,
		},
		Service: akoya.Basic{ClientID: info.ClientID, ClientSecret: secret},
		Control: api,
	}}
}

// signaturesNeeded is what the whole catalogue needs: one for each request that
// grants an id_token (obtain.ok, refresh.ok, refresh.basic_auth,
// refresh.expired_id_token), and one for the expired id_token. The two cases
// that end a consent end those of obtain.ok and of the expired id_token.
const signaturesNeeded = 5

func TestWholeCatalogueIsExactOnTheLocalAkoya(t *testing.T) {
	l := startLocal(t, sandbox.Options{})
	all := cases.Catalogue()
	report := cases.NewEngine(l.options).RunAll(t.Context(), all, nil)
	for _, o := range report.Outcomes {
		if o.Verdict != cases.Exact || !o.Judged {
			t.Errorf("%s: %s %s", o.Case.ID, o.Verdict.Words(), o.Why)
			for _, s := range o.Steps {
				for _, d := range s.Differences {
					t.Logf("    %-18s same=%-5v expected %q, actual %q", d.Field, d.Same, d.Expected, d.Actual)
				}
			}
		}
		for _, note := range o.Notes {
			t.Errorf("%s: note %q", o.Case.ID, note)
		}
	}
	if got := l.server.Signatures(); got != signaturesNeeded {
		t.Errorf("the run made %d signatures, want %d", got, signaturesNeeded)
	}
	if summary := report.Summary(); summary.Exact != len(all) {
		t.Errorf("summary %+v, want all %d exact", summary, len(all))
	}
	t.Logf("%d cases, %d round trips, %s", len(all), report.RoundTrips(), report.Elapsed)
}

func TestEachCaseAloneIsExactOnTheLocalAkoya(t *testing.T) {
	l := startLocal(t, sandbox.Options{})
	for _, c := range cases.Catalogue() {
		o := cases.NewEngine(l.options).Run(t.Context(), c)
		if o.Verdict != cases.Exact {
			t.Errorf("%s: %s %s %+v", c.ID, o.Verdict.Words(), o.Why, o.Steps)
		}
	}
}
