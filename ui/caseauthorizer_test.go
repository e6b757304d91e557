package ui

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/callback"
	"akoya-tui/flows/cases"
)

// freeRedirect is a redirect URI on which nobody listens.
func freeRedirect(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	return s.URL + "/callback"
}

// hit opens an address as a browser does.
func hit(t *testing.T, address string) {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
}

// asked is what came of one consent.
type asked struct {
	got cases.Callback
	err error
}

// authorize asks for a consent; the App of the test gets the first news.
func (p *caseAuthorizer) authorize(t *testing.T, ctx context.Context, ask cases.Ask) (*consent, <-chan asked) {
	t.Helper()
	result := make(chan asked, 1)
	go func() {
		got, err := p.Authorize(ctx, ask)
		result <- asked{got, err}
	}()
	select {
	case news := <-p.news:
		if !news.begun {
			t.Fatalf("the first news is %+v", news)
		}
		return news.of, result
	case <-time.After(20 * time.Second):
		t.Fatal("nobody is asked")
		return nil, nil
	}
}

// next returns the next news.
func (p *caseAuthorizer) next(t *testing.T) consentNews {
	t.Helper()
	select {
	case news := <-p.news:
		return news
	case <-time.After(20 * time.Second):
		t.Fatal("no news comes")
		return consentNews{}
	}
}

// TestConsentByTheListener takes the port over from a listener of the App, turns
// a wrong callback away, takes the right one, and leaves the port free.
func TestConsentByTheListener(t *testing.T) {
	t.Parallel()
	redirect := freeRedirect(t)
	p := newCaseAuthorizer()
	for range 2 { // two in a row on the same port
		old, err := callback.Listen(t.Context(), redirect, "another", callback.Options{})
		if err != nil {
			t.Fatal(err)
		}
		k, result := p.authorize(t, t.Context(), cases.Ask{State: "the-state-0815", RedirectURI: redirect})
		k.hand(old)
		if news := p.next(t); !news.listening {
			t.Fatalf("nobody listens: %s", news.why)
		}
		hit(t, redirect+"?code=x&state=wrong")
		if news := p.next(t); !news.listening || !strings.Contains(news.refused, "The state is not the one") {
			t.Errorf("news of a wrong callback: %+v", news)
		}
		hit(t, redirect+"?code=the-code&state=the-state-0815")
		if news := p.next(t); !news.over {
			t.Errorf("news of the right callback: %+v", news)
		}
		r := <-result
		if r.err != nil || !r.got.Code.Equal(akoya.NewSecret("the-code")) || r.got.State != "the-state-0815" || r.got.URI != redirect {
			t.Errorf("%+v", r)
		}
		at, err := net.Listen("tcp", strings.TrimSuffix(strings.TrimPrefix(redirect, "http://"), "/callback"))
		if err != nil {
			t.Fatalf("the port is still taken: %v", err)
		}
		_ = at.Close()
	}
}

// TestConsentAnswered answers while nobody can listen: one that is left out does
// not keep the next case from asking, all that are left out do.
func TestConsentAnswered(t *testing.T) {
	t.Parallel()
	p := newCaseAuthorizer()
	ask := cases.Ask{State: "the-state-0815", RedirectURI: "https://recipient.ddp.akoya.com/flow/callback", Deny: true}
	for _, all := range []bool{false, true} {
		k, result := p.authorize(t, t.Context(), ask)
		k.hand(nil)
		if news := p.next(t); news.listening || !strings.Contains(news.why, "https needs a certificate") {
			t.Errorf("news: %+v", news)
		}
		k.answer(withoutPerson(ask, all))
		k.answer(consentAnswer{}) // too late
		if news := p.next(t); !news.over {
			t.Errorf("news: %+v", news)
		}
		var engineGivesUp *cases.CannotAuthorize
		if r := <-result; r.err == nil || r.err.Error() != "left out: nobody denied" || errors.As(r.err, &engineGivesUp) != all {
			t.Errorf("all %v: %v (%T)", all, r.err, r.err)
		}
	}
	ask.Deny = false
	if _, err := p.Authorize(t.Context(), ask); err == nil || err.Error() != "left out: nobody approved" { // without any news
		t.Errorf("another one of the run: %v", err)
	}
}

// TestConsentEndsWithTheRun ends the run at each point at which the authorizer can
// wait; a listener that is handed over then is closed.
func TestConsentEndsWithTheRun(t *testing.T) {
	t.Parallel()
	for _, handed := range []bool{false, true} {
		redirect := freeRedirect(t)
		p := newCaseAuthorizer()
		ctx, cancel := context.WithCancel(t.Context())
		k, result := p.authorize(t, ctx, cases.Ask{State: "s", RedirectURI: redirect})
		if handed {
			k.hand(nil)
			p.next(t)
		}
		cancel()
		if r := <-result; !errors.Is(r.err, context.Canceled) {
			t.Errorf("handed %v: %v", handed, r.err)
		}
		late, err := callback.Listen(t.Context(), redirect, "another", callback.Options{})
		if err != nil {
			t.Fatalf("handed %v: the port is still taken: %v", handed, err)
		}
		k.hand(late)
		if _, err := late.Next(t.Context()); callback.KindOf(err) != callback.Closed {
			t.Errorf("handed %v: a listener that came late is open: %v", handed, err)
		}
		if msg := p.await(ctx, 1)(); msg != nil {
			t.Errorf("the wait for news gives %v after the run", msg)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newCaseAuthorizer().Authorize(ctx, cases.Ask{}); !errors.Is(err, context.Canceled) {
		t.Errorf("before anybody is asked: %v", err)
	}
}

func TestAskingOnTheScreen(t *testing.T) {
	t.Parallel()
	r := newRig(t, 80, 24, realContent())
	r.asked("obtain.ok", "R")
	k := r.app.asks().consent
	r.shows("7 of the 61 cases need a person to approve or deny", "opening the redirect URI")
	r.listens(nil)
	r.shows("waiting for the callback on http://127.0.0.1:8765/callback", "? help")
	r.press("o")
	r.send(openedMsg{errors.New("there is no display")})
	r.shows("No browser was opened: there is no display.", "Copy the address with y")
	r.press("o")
	r.hides("there is no display")
	r.send(openedMsg{})
	r.app.pasted("a-code-alone")
	r.shows("This is a code alone.")
	r.app.pasted("http://127.0.0.1:8765/callback?code=the-code&state=state-of-the-case-0123456789")
	r.hides("has to log in", "the-code", "need a person")
	if got := <-k.answers; got.err != nil || !got.callback.Code.Equal(akoya.NewSecret("the-code")) {
		t.Errorf("answered with %+v", got)
	}

	// The next one, while the person is elsewhere.
	r.send(consentMsg{run: r.app.runs, news: consentNews{of: k, over: true}}) // late
	r.press("8")
	r.consent("authorize.denied")
	r.shows("The test cases ask for a person: authorize.denied needs a refusal", "7 shows it", "◐ asks you")
	r.app.pasted("what is this?")
	r.shows("no callback for the test cases")
	r.press("7", "N")
	r.hides("DENY")

	// esc gives the person up, and one that is asked after it is not asked.
	r.consent("obtain.ok")
	k = r.app.asks().consent
	r.press("esc")
	r.shows("stopping after this one")
	if got := <-k.answers; got.err == nil || got.err.Error() != "it was stopped" {
		t.Errorf("answered with %+v", got)
	}
	r.consent("obtain.ok")
	r.hides("has to log in")
	r.send(caseEventMsg{run: r.app.runs, stopped: true})
	r.consent("obtain.ok") // of the run that has ended
	r.hides("has to log in")
}

// The listener of the authorize screen is handed over, and one that is on its way
// is, too; meanwhile no new request is made.
func TestTheAuthorizeScreenLendsItsPort(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.custom(akoya.EnvironmentCustom)
	lent := &callback.Listener{}
	r.app.listener, r.app.wait.open = lent, true
	r.press("7", "R")
	r.consent("obtain.ok")
	if r.app.listener != nil || r.app.wait.open {
		t.Error("the listener stays with the authorize screen")
	}
	id := r.app.listenID
	r.press("1", "n")
	r.shows("No new request now")
	if r.app.listenID != id {
		t.Error("a new request was made")
	}
	r.send(authorizedMsg{id: id, listener: &callback.Listener{}})
	if len(r.made) == 0 || r.app.listener != nil {
		t.Error("a listener that was on its way is kept")
	}
	r.press("7", "n", "1")
	if len(r.made) == 0 || r.app.wait.why != "" {
		t.Error("afterwards it does not listen again")
	}
	r.send(listeningMsg{id: id, listener: lent})
	r.shows("waiting for the callback on")
	r.app.listener = nil // there is none behind it
	if r.press("n"); r.app.listenID == id {
		t.Error("afterwards no new request can be made")
	}
	r.send(listeningMsg{id: id, listener: lent})
	if r.app.listener != nil {
		t.Error("a listener of the request before is taken")
	}
}

// How many cases of a run need a person depends on what there is.
func TestPersonsAreCounted(t *testing.T) {
	t.Parallel()
	r := newRig(t, 120, 40, realContent())
	r.custom(akoya.EnvironmentCustom)
	s := r.app.screens[screenCases].(*casesScreen)
	only := func(group cases.Group) []cases.Case {
		s.filter.group = group
		return s.visibleCases()
	}
	count := func(group cases.Group, want int) {
		t.Helper()
		if got := r.app.persons(s, only(group)); got != want {
			t.Errorf("group %q: %d, want %d", group, got, want)
		}
	}
	count("", 7)
	count("authorize", 3)
	count("refresh", 0)
	count("service", 0)
	r.do(useProfile{r.app.profile}) // without tokens
	s = r.app.screens[screenCases].(*casesScreen)
	count("", 7) // obtain.ok brings tokens
	count("refresh", 1)
	count("service", 0)
}
