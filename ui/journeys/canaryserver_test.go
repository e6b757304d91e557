package journeys

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// canaryServer is an Akoya whose every token is a canary, and which repeats what
// it was sent where it should not.
type canaryServer struct {
	mu      sync.Mutex
	refresh int // the number of the refresh token that works
	service int
}

func startCanaryServer(t testing.TB) (*httptest.Server, *canaryServer) {
	s := &canaryServer{}
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	return web, s
}

func (s *canaryServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = r.ParseForm()
	answer := func(status int, v any) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Echo", r.PostForm.Get("client_secret")+" "+r.PostForm.Get("refresh_token")+" "+r.Header.Get("Authorization"))
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(v)
	}
	refused := func(text string) {
		answer(http.StatusBadRequest, map[string]any{
			"error": "invalid_request", "error_description": text,
			"you_sent": r.PostForm.Encode(), "your_header": r.Header.Get("Authorization"), "request": r.PostForm,
		})
	}
	grant := func() {
		s.refresh++
		answer(http.StatusOK, map[string]any{
			"token_type": "bearer", "expires_in": 86399,
			"id_token": idCanary(s.refresh % 60), "refresh_token": canary(fmt.Sprintf("refresh%d.", s.refresh%60)),
		})
	}
	switch r.URL.Path {
	case "/token":
		switch {
		case r.PostForm.Get("grant_type") == "authorization_code" && r.PostForm.Get("code") == canary("code"):
			grant()
		case r.PostForm.Get("grant_type") == "refresh_token" && r.PostForm.Get("refresh_token") == canary(fmt.Sprintf("refresh%d.", s.refresh%60)):
			grant()
		case r.PostForm.Get("grant_type") == "refresh_token":
			refused("Refresh token is invalid or has already been claimed by another client. It was " + r.PostForm.Get("refresh_token"))
		default:
			refused("Invalid or expired code " + r.PostForm.Get("code"))
		}
	case "/sts":
		s.service++
		answer(http.StatusOK, map[string]any{"token_type": "bearer", "expires_in": 86399, "scope": r.PostForm.Get("scope"), "access_token": canary(fmt.Sprintf("service%d.", s.service%60))})
	case "/revoke":
		answer(http.StatusOK, map[string]any{})
	default:
		answer(http.StatusUnauthorized, map[string]any{"code": 602, "message": "Customer not authorized: " + r.Header.Get("Authorization")})
	}
}
