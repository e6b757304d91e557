package journeys

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/akoya/sandbox"
	"akoya-tui/flows/control"
	"akoya-tui/flows/vault"
)

// idp is a local Akoya whose token endpoint is watched: which refresh token works
// now, and what was asked.
type idp struct {
	*sandbox.Server
	control  *control.Client
	token    string // the watched token URL
	redirect string

	mu       sync.Mutex
	changed  *sync.Cond    // of everything below
	open     int           // connections
	honoured string        // the refresh token that works
	arrived  int           // refreshes that came
	rotated  int           // refreshes that gave a new set
	claimed  int           // refreshes with a token that was used up
	times    []time.Time   // of every request
	hold     chan struct{} // an answer is sent when it is closed; nil: at once
	holding  int           // answers that wait
}

// elsewhere is a redirect URI of its app that nobody here can listen on.
const elsewhere = "https://recipient.ddp.akoya.com/flow/callback"

// startIDP starts one. Its app's redirect URI is one that can be listened on.
func startIDP(t *testing.T) *idp {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	redirect := "http://" + free.Addr().String() + "/callback"
	_ = free.Close()
	p := &idp{redirect: redirect}
	p.changed = sync.NewCond(&p.mu)
	p.Server, err = sandbox.Start(t.Context(), sandbox.Options{RedirectURIs: []string{redirect, elsewhere}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close(context.Background()) })
	if p.control, err = control.New(p.Info().ControlURL); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewUnstartedServer(p)
	web.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			p.count(&p.open, 1)
		case http.StateClosed, http.StateHijacked:
			p.count(&p.open, -1)
		}
	}
	web.Start()
	t.Cleanup(web.Close)
	p.token = web.URL + "/token"
	return p
}

func (p *idp) count(what *int, by int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	*what += by
	p.changed.Broadcast()
}

// until waits until a condition holds. It is called with the lock held.
func (p *idp) until(condition func() bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for !condition() {
		p.changed.Wait()
	}
}

// ServeHTTP gives a request to the local Akoya and remembers what came of it.
func (p *idp) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // whoever asked is gone, and asked nothing
	}
	form, _ := url.ParseQuery(string(body))
	refresh := form.Get("grant_type") == "refresh_token"
	r = r.WithContext(context.WithoutCancel(r.Context()))
	r.Host = "127.0.0.1" // whatever name it was asked under
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	p.mu.Lock()
	p.times = append(p.times, time.Now())
	p.Handler().ServeHTTP(answer, r)
	if refresh {
		p.arrived++
	}
	if granted, err := akoya.ParseTokenResponse(answer.Body.Bytes()); err == nil && answer.Code == http.StatusOK && !granted.RefreshToken.IsZero() {
		p.honoured = granted.RefreshToken.Reveal()
		if refresh {
			p.rotated++
		}
	} else if refresh && answer.Code == http.StatusBadRequest {
		p.claimed++
	}
	hold := p.hold
	p.mu.Unlock()
	if hold != nil {
		p.count(&p.holding, 1)
		<-hold
		p.count(&p.holding, -1)
	}
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

// settings are those of a profile of this server.
func (p *idp) settings(name string, store vaultStore) vault.Settings {
	info := p.Info()
	return vault.Settings{
		Name: name, Environment: akoya.EnvironmentCustom, RedirectURI: p.redirect, Store: store,
		URLs: vaultURLs{Authorize: info.AuthURL, Token: p.token, Revoke: info.RevokeURL,
			ServiceToken: info.STSURL, Accounts: info.AccountsURL, Keys: info.KeysURL},
	}
}

func (p *idp) credentials() vault.Credentials {
	info := p.Info()
	return vault.Credentials{ClientID: info.ClientID, ClientSecret: akoya.NewSecret(info.ClientSecret)}
}

// consent makes a grant without a browser and returns its refresh token.
func (p *idp) consent(t *testing.T) akoya.Secret {
	t.Helper()
	minted, err := p.control.Mint(t.Context(), control.Order{Kind: control.RefreshToken})
	if err != nil {
		t.Fatal(err)
	}
	p.mu.Lock()
	p.honoured = minted.Value.Reveal()
	p.mu.Unlock()
	return minted.Value
}

// profile makes a profile with credentials and a refresh token that works.
func (p *idp) profile(t *testing.T, v *vault.Vault, name string) {
	t.Helper()
	if err := v.Create(t.Context(), p.settings(name, vault.InKeychain), p.credentials()); err != nil {
		t.Fatal(err)
	}
	p.store(t, v, name, vault.Tokens{Set: 1, RefreshToken: p.consent(t), ObtainedAt: time.Now()})
}

// store puts tokens into the store of a profile.
func (p *idp) store(t *testing.T, v *vault.Vault, name string, tokens vault.Tokens) {
	t.Helper()
	if err := keeperOf(t, v, name).Save(t.Context(), tokens); err != nil {
		t.Fatal(err)
	}
}

// stored returns the tokens in the store of a profile.
func stored(t *testing.T, v *vault.Vault, name string) vault.Tokens {
	t.Helper()
	tokens, err := keeperOf(t, v, name).Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return tokens
}

func keeperOf(t *testing.T, v *vault.Vault, name string) *vault.Keeper {
	t.Helper()
	list, err := v.List()
	for _, one := range list {
		if one.Name == name {
			return v.Keeper(one)
		}
	}
	t.Fatalf("there is no profile %s (%v)", name, err)
	return nil
}
