package sandbox

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestCodeLivesFiveMinutes(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	exchange := func(code mintAnswer) reply {
		return post(t, s.Info().TokenURL, good(s), "grant_type", "authorization_code", "code", code.Value, "redirect_uri", code.RedirectURI)
	}
	early, late := mint(t, s, mintRequest{Kind: "code"}), mint(t, s, mintRequest{Kind: "code"})
	advance(t, s, 4*time.Minute+30*time.Second)
	if r := exchange(early); r.Status != 200 {
		t.Errorf("after 4:30: %d %s", r.Status, r.Body)
	}
	advance(t, s, 30*time.Second)
	wantReply(t, exchange(late), 400, docCode)
}

func TestIDTokenLivesADay(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	set := obtain(t, s, mintRequest{})
	advance(t, s, 24*time.Hour-time.Minute)
	if r := accounts(t, s, set.IDToken); r.Status != 200 {
		t.Errorf("before 24 h: %d %s", r.Status, r.Body)
	}
	advance(t, s, time.Minute)
	wantReply(t, accounts(t, s, set.IDToken), 401, doc602)
	fresh := decode[tokenAnswer](t, refresh(t, s, set.RefreshToken)) // "Refresh an expired ID token"
	if r := accounts(t, s, fresh.IDToken); r.Status != 200 {
		t.Errorf("after a refresh: %d %s", r.Status, r.Body)
	}
}

func TestRefreshTokenLivesAYear(t *testing.T) {
	t.Parallel()
	const year = 365 * 24 * time.Hour
	s := start(t, Options{})
	set := obtain(t, s, mintRequest{})
	for range 3 { // each has a year of its own
		advance(t, s, year-time.Hour)
		set = decode[tokenAnswer](t, refresh(t, s, set.RefreshToken))
	}
	advance(t, s, year)
	wantReply(t, refresh(t, s, set.RefreshToken), 400, docClaimed)
}

func TestRefreshRotates(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	first := obtain(t, s, mintRequest{})
	second := decode[tokenAnswer](t, refresh(t, s, first.RefreshToken))
	if first.IDToken == second.IDToken || first.RefreshToken == second.RefreshToken {
		t.Error("a refresh must give a new id_token and a new refresh token")
	}
	wantReply(t, refresh(t, s, first.RefreshToken), 400, docClaimed)
	if r := accounts(t, s, first.IDToken); r.Status != 200 {
		t.Errorf("the earlier id_token, not expired: %d %s", r.Status, r.Body)
	}
	if r := refresh(t, s, second.RefreshToken); r.Status != 200 {
		t.Errorf("trying the used token must not harm the live one: %d %s", r.Status, r.Body)
	}
}

func TestNewConsentReplacesTokens(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	old := obtain(t, s, mintRequest{})
	bystander := obtain(t, s, mintRequest{User: "mikomo_2"})
	other := mint(t, s, mintRequest{Kind: "id_token", ClientID: otherClientID})
	mint(t, s, mintRequest{Kind: "code"})
	if r := accounts(t, s, old.IDToken); r.Status != 200 {
		t.Errorf("a code that was not exchanged replaces nothing: %d %s", r.Status, r.Body)
	}
	now := obtain(t, s, mintRequest{})
	wantReply(t, accounts(t, s, old.IDToken), 401, doc602)
	wantReply(t, refresh(t, s, old.RefreshToken), 400, docClaimed)
	for name, token := range map[string]string{"new": now.IDToken, "another user's": bystander.IDToken, "another client's": other.IDToken} {
		if r := accounts(t, s, token); r.Status != 200 {
			t.Errorf("the %s id_token: %d %s", name, r.Status, r.Body)
		}
	}
}

func TestConcurrentRefreshHasOneWinner(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	token := mint(t, s, mintRequest{Kind: "refresh_token"}).Value
	var won, lost atomic.Int32
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			switch r := refresh(t, s, token); {
			case r.Status == 200:
				won.Add(1)
			case r.Status == 400 && r.Body == docClaimed:
				lost.Add(1)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 || lost.Load() != 15 {
		t.Errorf("%d won and %d lost, want 1 and 15", won.Load(), lost.Load())
	}
	if got := s.Signatures(); got != 1 {
		t.Errorf("%d signatures for one id_token", got)
	}
}

func TestConcurrentExchangeHasOneWinner(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	code := mint(t, s, mintRequest{Kind: "code"})
	var won atomic.Int32
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			r := post(t, s.Info().TokenURL, good(s), "grant_type", "authorization_code", "code", code.Value, "redirect_uri", code.RedirectURI)
			if r.Status == 200 {
				won.Add(1)
			} else if r.Body != docCode {
				t.Errorf("%d %s", r.Status, r.Body)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("%d won", won.Load())
	}
}

func TestDataCallErrors(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	for _, token := range []string{
		"", "garbage", "a.b.c", mint(t, s, mintRequest{Kind: "service_token"}).Value,
		mint(t, s, mintRequest{Kind: "id_token", State: "expired"}).Value,
		mint(t, s, mintRequest{Kind: "id_token", State: "revoked"}).Value,
		mint(t, s, mintRequest{Kind: "id_token"}).Value + "x",
	} {
		wantReply(t, accounts(t, s, token), 401, doc602)
	}
	wantReply(t, get(t, s.Info().AccountsURL), 401, doc602)
	token := mint(t, s, mintRequest{Kind: "id_token"}).Value
	bearer := []string{"Authorization", "Bearer " + token}
	wantReply(t, get(t, s.base+"/accounts-info/v2/otherbank", bearer...), 403, `{"code":403,"message":"Subscription not found"}`)
	wantReply(t, get(t, s.Info().AccountsURL+"?accountIds=1755000201", bearer...), 404, `{"code":701,"message":"Account not found"}`)
	wantReply(t, get(t, s.base+"/accounts-info/v3/mikomo", bearer...), 404, "404 page not found\n")
}

func TestErrorUsers(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	rows := []struct {
		code, status int
		message      string
	}{
		{500, 500, "Internal server error"}, {501, 501, "Subsystem unavailable"}, {601, 404, "Customer not found"},
		{602, 401, "Customer not authorized"}, {701, 404, "Account not found"}, {702, 400, "Invalid start or end date"},
		{703, 400, "Invalid date range"}, {704, 400, "Account type not supported"},
	}
	for _, row := range rows {
		set := obtain(t, s, mintRequest{User: fmt.Sprintf("mikomo_%d", row.code)})
		wantReply(t, accounts(t, s, set.IDToken), row.status, fmt.Sprintf(`{"code":%d,"message":%q}`, row.code, row.message))
	}
}

func TestDataCall(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	callback := approve(t, s, map[string]any{"accounts": []string{"1755000103"}})
	r := post(t, s.Info().TokenURL, good(s), "grant_type", "authorization_code", "code", callback.Get("code"), "redirect_uri", s.opts.RedirectURIs[0])
	bearer := []string{"Authorization", "bearer " + decode[tokenAnswer](t, r).IDToken}
	const want = `{"accounts":[{"locAccount":{"accountId":"1755000103","accountType":"CREDITCARD","nickname":"Mikomo Rewards Card","accountNumberDisplay":"x3370","status":"OPEN","currency":{"currencyCode":"USD"}}}]}`
	wantReply(t, get(t, s.Info().AccountsURL, bearer...), 200, want)
	wantReply(t, get(t, s.Info().AccountsURL+"?accountIds=1755000103&mode=standard", bearer...), 200, want)
	full := get(t, s.base+"/accounts/v2/Mikomo", bearer...)
	if full.Status != http.StatusOK || len(full.Header.Get("x-akoya-interaction-id")) != 36 {
		t.Errorf("%d %v %s", full.Status, full.Header, full.Body)
	}
	if head := do(t, request(t, http.MethodHead, s.Info().AccountsURL, "", bearer...)); head.Status != 200 {
		t.Errorf("HEAD: %d", head.Status)
	}
}
