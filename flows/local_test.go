package flows_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/akoya/sandbox"
	"akoya-tui/flows"
	"akoya-tui/flows/control"
)

// walker walks through the flows at a local Akoya, as an app would.
type walker struct {
	t       *testing.T
	control *control.Client
	runner  flows.Runner
	session flows.Session
}

func startWalk(t *testing.T) *walker {
	t.Helper()
	server, err := sandbox.Start(context.Background(), sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	info := server.Info()
	api, err := control.New(info.ControlURL)
	if err != nil {
		t.Fatal(err)
	}
	client := akoya.NewClient(akoya.ClientOptions{})
	t.Cleanup(func() {
		client.Close()
		api.Close()
		if err := server.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return &walker{t: t, control: api, runner: flows.Runner{Client: client, Now: time.Now}, session: flows.NewSession(
		akoya.Environment{
			Name: akoya.EnvironmentLocal, AuthorizeURL: info.AuthURL, TokenURL: info.TokenURL, RevokeURL: info.RevokeURL,
			ServiceTokenURL: info.STSURL, AccountsURL: info.AccountsURL, KeysURL: info.KeysURL, ConnectorParam: "connector",
		},
		akoya.App{
			ClientID: info.ClientID, ClientSecret: akoya.NewSecret(info.ClientSecret), RedirectURI: info.RedirectURIs[0],
			Connector: akoya.DefaultConnector, Scope: akoya.DefaultScope,
		})}
}

// authorize lets a person approve, with PKCE when asked for.
func (w *walker) authorize(user string, pkce bool) {
	w.t.Helper()
	auth := flows.Authorization{State: akoya.NewState(), StartedAt: time.Now()}
	options := akoya.AuthorizeOptions{State: auth.State}
	if pkce {
		auth.Verifier, options.CodeChallenge = akoya.NewPKCE()
	}
	address, err := akoya.AuthorizeURL(w.session.Environment, w.session.App, options)
	if err != nil {
		w.t.Fatal(err)
	}
	auth.URL = address
	w.session = w.session.Apply(flows.Authorized{Authorization: auth})
	got, err := w.control.Authorize(w.t.Context(), control.Authorization{URL: address, User: user})
	if err != nil {
		w.t.Fatal(err)
	}
	callback, err := url.Parse(got.Redirect.Reveal())
	if err != nil || callback.Query().Get("state") != auth.State || callback.Query().Get("code") == "" {
		w.t.Fatalf("no code came back: %v, %d %s", err, got.Status, got.Refusal)
	}
	w.session = w.session.Apply(flows.Returned{
		Code: akoya.NewSecret(callback.Query().Get("code")), Via: "local", At: time.Now().Add(w.session.ClockOffset),
	})
}

// advance moves the clock of the local Akoya and tells the session.
func (w *walker) advance(by time.Duration) {
	w.t.Helper()
	state, err := w.control.Advance(w.t.Context(), by)
	if err != nil {
		w.t.Fatal(err)
	}
	w.session = w.session.Apply(flows.ClockMoved{Offset: state.Offset})
}

func (w *walker) now() time.Time { return time.Now().Add(w.session.ClockOffset) }

// step builds, sends and applies a variant of a step, and holds the status and
// that its meaning says so.
func (w *walker) step(step, variant string, status int, says string) flows.Sent {
	w.t.Helper()
	for _, f := range flows.Walk() {
		for _, s := range f.Steps {
			for _, v := range s.Variants {
				if s.ID != step || v.ID != variant {
					continue
				}
				request, err := v.Build(w.session, w.now())
				if err != nil {
					w.t.Fatalf("%s %s: %v", step, variant, err)
				}
				before := w.session
				sent := w.runner.Run(w.t.Context(), flows.Plan{
					Step: step, Variant: variant, Environment: before.Environment, Request: request,
					Secrets: before.Secrets(), ClockOffset: before.ClockOffset,
				})
				w.session = before.Apply(sent)
				meaning := flows.Explain(before, w.session, sent)
				if sent.RoundTrip.Status != status || !strings.Contains(meaning.Text, says) || meaning.Good != (status == 200) {
					w.t.Errorf("%s %s: %d (%v), %q; want %d, %q", step, variant, sent.RoundTrip.Status, sent.RoundTrip.Err, meaning.Text, status, says)
				}
				return sent
			}
		}
	}
	w.t.Fatalf("there is no %s %s", step, variant)
	return flows.Sent{}
}

func (w *walker) state(n int, want flows.SetState) {
	w.t.Helper()
	if set, ok := w.session.Set(n); !ok || set.State != want {
		w.t.Errorf("set %d is %s (%v), want %s", n, set.State, ok, want)
	}
}

// The walk of a newcomer: every flow, with its sad paths, against the local Akoya.
func TestTheWholeWalk(t *testing.T) {
	t.Parallel()
	w := startWalk(t)
	w.authorize("mikomo_1", false)
	obtained := w.step(flows.StepObtain, "code", 200, "Token set #1")
	if obtained.Verification.State != akoya.SignatureVerified || obtained.Decoded.Person.User != "mikomo_1" {
		t.Errorf("the id_token of %s: %s", obtained.Decoded.Person.User, obtained.Verification)
	}
	w.step(flows.StepObtain, "code", 400, "used")
	w.step(flows.StepDataCall, "accounts-info", 200, "accounts")
	w.step(flows.StepDataCall, "accounts", 200, "accounts")

	w.step(flows.StepRefresh, "current", 200, "Set #1 is claimed")
	w.step(flows.StepRefresh, "used", 400, "As documented: set #1 was claimed by set #2")
	w.state(1, flows.SetClaimed)
	w.state(2, flows.SetCurrent)
	w.step(flows.StepRefresh, "basic", 200, "Set #3 is current")
	w.step(flows.StepDataCall, "accounts-info", 200, "accounts")

	w.step(flows.StepRevoke, "token", 200, "Set #3 is revoked")
	w.state(3, flows.SetRevoked)
	w.step(flows.StepDataCall, "accounts-info", 401, "As documented after a revoke")
	w.step(flows.StepRefresh, "current", 400, "Set #3 was revoked")
	if call, ok := w.session.LastDataCall(); !ok || call != (flows.DataCall{Set: 3, Status: 401, Code: "602"}) {
		t.Errorf("the last data call is %+v", call)
	}

	w.step(flows.StepService, "app_management", 200, "opaque")
	w.step(flows.StepService, "notifications", 200, "opaque")
	tokens := w.session.ServiceTokens()
	if len(tokens) != 2 || tokens[0].Scope != "app_management_v2" || tokens[1].Scope != "notifications_subscriptions advisory" ||
		tokens[1].ExpiresIn != 86399 || !strings.HasPrefix(tokens[1].Value.Reveal(), "ory_at_") {
		t.Errorf("the service tokens are %+v", tokens)
	}
	for i := range w.session.History.Len() {
		if e := w.session.History.Newest(i); e.Number != w.session.History.Len()-i || e.Step == "" {
			t.Errorf("entry %d is %d of step %q", i, e.Number, e.Step)
		}
	}
}

// The other path, PKCE, a new consent and the credentials in the body work too.
func TestTheOtherWays(t *testing.T) {
	t.Parallel()
	w := startWalk(t)
	w.authorize("mikomo_1", true)
	w.step(flows.StepObtain, "body", 200, "Token set #1")
	w.authorize("mikomo_2", true)
	w.step(flows.StepObtain, "code", 200, "Token set #2")
	w.state(1, flows.SetCurrent)
	w.authorize("mikomo_1", true)
	w.step(flows.StepObtain, "code", 200, "replaced set #1")
	w.state(1, flows.SetReplaced)
	w.state(2, flows.SetCurrent)
	w.step(flows.StepRevoke, "path", 200, "Set #3 is revoked")
	w.step(flows.StepRevoke, "token", 200, "Set #2 is revoked")
	w.step(flows.StepService, "alps", 200, "deprecated")
}

// A day and an hour later the id_token has expired and the data call says 602,
// but the refresh token works.
func TestTwentyFiveHoursLater(t *testing.T) {
	t.Parallel()
	w := startWalk(t)
	w.authorize("mikomo_1", false)
	w.step(flows.StepObtain, "code", 200, "Token set #1")
	if set, _ := w.session.Latest(); set.ExpiredAt(w.now()) {
		t.Errorf("it ends at %v, before %v", set.ExpiresAt(), w.now())
	}
	w.advance(25 * time.Hour)
	if set, _ := w.session.Latest(); !set.ExpiredAt(w.now()) {
		t.Errorf("it ends at %v, after %v", set.ExpiresAt(), w.now())
	}
	w.step(flows.StepDataCall, "accounts-info", 401, "set #1 has expired")
	w.step(flows.StepRefresh, "current", 200, "Set #2 is current")
	w.step(flows.StepDataCall, "accounts-info", 200, "accounts")
	if set, _ := w.session.Latest(); set.ExpiredAt(w.now()) || set.ObtainedAt.Before(time.Now().Add(24*time.Hour)) {
		t.Errorf("set 2 is of %v and ends at %v", set.ObtainedAt, set.ExpiresAt())
	}
}

// Six minutes later a code is expired, here and at the server.
func TestSixMinutesLater(t *testing.T) {
	t.Parallel()
	w := startWalk(t)
	w.authorize("mikomo_1", false)
	code, _ := w.session.NewestCode()
	if code.StateAt(w.now()) != flows.CodeFresh {
		t.Errorf("the code is %s", code.StateAt(w.now()))
	}
	w.advance(6 * time.Minute)
	if code.StateAt(w.now()) != flows.CodeExpired {
		t.Errorf("the code is %s", code.StateAt(w.now()))
	}
	w.step(flows.StepObtain, "code", 400, "five minutes")
	if w.session.SetCount() != 0 {
		t.Error("there is a token set")
	}
}

// The faults of a bad day: what the answer leaves open is settled by sending again.
func TestABadDay(t *testing.T) {
	t.Parallel()
	w := startWalk(t)
	w.authorize("mikomo_1", false)
	w.step(flows.StepObtain, "code", 200, "Token set #1")
	fault := func(kind string) {
		t.Helper()
		if _, err := w.control.AddFaults(t.Context(), control.Fault{Path: "/token", Kind: kind, Count: 1}); err != nil {
			t.Fatal(err)
		}
	}
	fault("status")
	w.step(flows.StepRefresh, "current", 503, "old one is kept")
	w.state(1, flows.SetUnclear)
	w.step(flows.StepRefresh, "current", 200, "Set #1 is claimed")
	w.state(2, flows.SetCurrent)

	fault("lost")
	w.step(flows.StepRefresh, "current", 0, "send the same request again")
	w.state(2, flows.SetUnclear)
	w.step(flows.StepRefresh, "current", 400, "Only a new consent")
	w.state(2, flows.SetRefused)
}
