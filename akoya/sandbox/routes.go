package sandbox

import (
	"net"
	"net/http"
	"path"
	"strings"
)

// routes are all the endpoints. Anything else is 404 "404 page not found".
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.index)
	mux.HandleFunc("GET /auth", s.authorize)
	mux.HandleFunc("POST /auth/login", s.login)
	mux.HandleFunc("POST /auth/terms", s.terms)
	mux.HandleFunc("POST /auth/accounts", s.decide)
	mux.HandleFunc("/token", s.token)
	mux.HandleFunc("POST /revoke", s.revoke)
	mux.HandleFunc("POST /token/revoke", s.revoke)
	mux.HandleFunc("/oauth2/token", s.serviceToken)
	mux.HandleFunc("GET /keys", s.keys)
	mux.HandleFunc("GET /.well-known/openid-configuration", s.discovery)
	mux.HandleFunc("GET /accounts-info/v2/{provider}", s.data)
	mux.HandleFunc("GET /accounts/v2/{provider}", s.data)
	s.control(mux)
	return s.tell(s.guard(s.inject(mux)))
}

// controlHeader is on everything under /auth. It tells a headless program on
// this machine where the control API is, so that it can approve by itself.
const controlHeader = "Akoya-Sandbox-Control"

// guard refuses what only a confused or hostile client sends: a path that is
// not in its shortest form, and on loopback a Host that is another machine's
// name, which is how a web page reaches a local server by DNS rebinding.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case s.loopback && !loopbackHost(hostname(r.Host)):
			writeText(w, http.StatusMisdirectedRequest, "421 this server answers to 127.0.0.1 and localhost only\n")
		case r.URL.Path != "/" && path.Clean("/"+r.URL.Path) != r.URL.Path:
			writeText(w, http.StatusNotFound, "404 page not found\n")
		default:
			if r.URL.Path == "/auth" || strings.HasPrefix(r.URL.Path, "/auth/") {
				w.Header().Set(controlHeader, s.controlURL())
			}
			next.ServeHTTP(w, r)
		}
	})
}

// hostname is a Host header or address without its port and brackets.
func hostname(hostport string) string {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	return strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"))
}
