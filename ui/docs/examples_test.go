package docs

import (
	"context"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/akoya/sandbox"
	"akoya-tui/flows"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/control"
)

// The examples of README.md stand here so that the compiler and a local Akoya
// see them. README.md takes what is between "// example" and "// end".

func exampleCase() cases.Case {
	// example case
	one := cases.Case{
		ID: "refresh.scope.wrong", Title: "Refresh with a scope nobody granted", Group: cases.GroupRefresh,
		Sources: []cases.Source{{Mark: cases.D}}, Undocumented: true,
		Needs: []cases.Need{cases.NeedTokens}, Cost: cases.CostNone,
		Steps: []cases.Step{{
			Title: "Ask for the scope groups", Base: cases.BaseRefresh,
			Tampers: []cases.Tamper{{Kind: cases.SetField, Name: "scope", Value: "groups"}},
			Expect:  []cases.Expectation{{From: []cases.Mark{cases.D}, Status: []int{400}, Error: "invalid_request"}},
		}},
	}
	// end
	return one
}

func exampleFlow() flows.Flow {
	// example flow
	build := func(s flows.Session, _ time.Time) (akoya.Request, error) {
		set, ok := s.Current()
		if !ok {
			return akoya.Request{}, &flows.Blocked{Reason: "There is no token set yet.", Unblock: "authorize"}
		}
		return akoya.AccountsRequest(s.Environment, s.App, set.IDToken), nil
	}
	flow := flows.Flow{ID: "data", Title: "Data", Why: "What the tokens are for.", Steps: []flows.Step{{
		ID: "data.accounts", Title: "List the accounts", What: "Call the data API with the id_token as bearer.",
		To: flows.Bank, Expect: []string{"200 OK with the accounts"},
		Variants: []flows.Variant{{ID: "current", Title: "the current id_token", Build: build}},
	}}}
	// end
	return flow
}

// localAkoya starts a local Akoya that ends with the test.
func localAkoya(t testing.TB, options sandbox.Options) (sandbox.Info, *control.Client) {
	t.Helper()
	server, err := sandbox.Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	controls, err := control.New(server.Info().ControlURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		controls.Close()
		_ = server.Close(context.Background())
	})
	return server.Info(), controls
}

func localApp(info sandbox.Info) akoya.App {
	return akoya.App{
		ClientID: info.ClientID, ClientSecret: akoya.NewSecret(info.ClientSecret), RedirectURI: info.RedirectURIs[0],
		Connector: akoya.DefaultConnector, Scope: akoya.DefaultScope,
	}
}

func TestExampleCaseRuns(t *testing.T) {
	t.Parallel()
	info, controls := localAkoya(t, sandbox.Options{})
	client := akoya.NewClient(akoya.ClientOptions{Timeout: 10 * time.Second})
	t.Cleanup(client.Close)
	engine := cases.NewEngine(cases.Options{
		Client: client, Environment: akoya.Local(strings.TrimSuffix(info.TokenURL, "/token")), App: localApp(info), Control: controls,
	})
	report := engine.RunAll(t.Context(), []cases.Case{exampleCase()}, nil)
	if got := report.Outcomes[0]; got.Verdict != cases.Exact {
		t.Errorf("%s %s", got.Verdict.Words(), got.Why)
	}
}

func TestExampleFlowBuilds(t *testing.T) {
	t.Parallel()
	info, _ := localAkoya(t, sandbox.Options{})
	session := flows.NewSession(akoya.Local(strings.TrimSuffix(info.TokenURL, "/token")), localApp(info))
	step := exampleFlow().Steps[0]
	if _, err := step.Variants[0].Build(session, time.Now()); err == nil {
		t.Error("the flow builds a request without a token set")
	}
}
