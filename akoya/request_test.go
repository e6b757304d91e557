package akoya

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func names(r Request) (list []string) {
	for _, f := range r.Form {
		list = append(list, f.Name+"="+f.Value.Reveal())
	}
	return list
}

func TestAuthStyle(t *testing.T) {
	app := App{ClientID: "id", ClientSecret: NewSecret("secret")}
	obtain, refresh := ObtainRequest(Sandbox(), app, NewSecret("c")), RefreshRequest(Sandbox(), app, NewSecret("r"))
	tests := []struct {
		name  string
		r     Request
		style AuthStyle
		form  []string
		basic bool
	}{
		{"obtain", obtain, AuthBasic, []string{"grant_type=authorization_code", "redirect_uri=", "code=c"}, true},
		{"obtain in the body", obtain.WithAuthStyle(AuthBody), AuthBody,
			[]string{"grant_type=authorization_code", "redirect_uri=", "code=c", "client_id=id", "client_secret=secret"}, false},
		{"obtain without", obtain.WithAuthStyle(AuthNone), AuthNone, []string{"grant_type=authorization_code", "redirect_uri=", "code=c"}, false},
		{"refresh", refresh, AuthBody, []string{"grant_type=refresh_token", "refresh_token=r", "client_id=id", "client_secret=secret"}, false},
		{"refresh with a header", refresh.WithAuthStyle(AuthBasic), AuthBasic, []string{"grant_type=refresh_token", "refresh_token=r"}, true},
		{"there and back", refresh.WithAuthStyle(AuthBasic).WithAuthStyle(AuthBody), AuthBody,
			[]string{"grant_type=refresh_token", "refresh_token=r", "client_id=id", "client_secret=secret"}, false},
		{"no id", refresh.Without("client_id"), AuthBody, []string{"grant_type=refresh_token", "refresh_token=r", "client_secret=secret"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.r.AuthStyle(); got != tt.style || tt.r.Basic.IsZero() == tt.basic {
				t.Errorf("style %s, basic %v", got, !tt.r.Basic.IsZero())
			}
			if diff := cmp.Diff(tt.form, names(tt.r)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Changing a request leaves the one it came from alone.
func TestRequestsAreValues(t *testing.T) {
	r := RefreshRequest(Sandbox(), testApp, NewSecret("r"))
	before := names(r)
	_ = r.With(Plain("grant_type", "x")).With(Plain("new", "y")).Without("client_id").WithAuthStyle(AuthBasic).WithBasic("a", NewSecret("b"))
	c := r.Clone()
	c.Form[0], c.Header[0] = Plain("a", "b"), Plain("c", "d")
	if diff := cmp.Diff(before, names(r)); diff != "" || r.Header[0].Name != "Accept" || !r.Basic.IsZero() {
		t.Errorf("changed: %s", diff)
	}
}

func TestCredentialsAreSensitive(t *testing.T) {
	env := Sandbox()
	secret := map[string]bool{"code": true, "refresh_token": true, "token": true, "client_secret": true, "Authorization": true}
	for _, r := range []Request{
		ObtainRequest(env, testApp, NewSecret("x")), RefreshRequest(env, testApp, NewSecret("x")), RevokeRequest(env, testApp, NewSecret("x")),
		ServiceTokenRequest(env, "id", NewSecret("x"), "s"), AccountsRequest(env, testApp, NewSecret("x")),
	} {
		for _, f := range append(r.Form, r.Header...) {
			if f.Sensitive != secret[f.Name] {
				t.Errorf("%v: %s is sensitive: %v", r, f.Name, f.Sensitive)
			}
		}
	}
}
