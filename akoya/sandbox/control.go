package sandbox

import (
	"encoding/json"
	"fmt"
	"mime"
	"net"
	"net/http"
	"strings"
	"time"
)

func isControl(path string) bool { return path == "/control" || strings.HasPrefix(path, "/control/") }

// controlError is every refusal of the control API: what to do, in a sentence.
type controlError struct {
	Status int    `json:"-"`
	Text   string `json:"error"`
}

func (e *controlError) Error() string { return e.Text }

func badRequest(format string, args ...any) error {
	return &controlError{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

func notFound(format string, args ...any) error {
	return &controlError{http.StatusNotFound, fmt.Sprintf(format, args...)}
}

// control adds the control API: everything a test needs that no real Akoya
// offers. It is for programs on this machine only.
func (s *Server) control(mux *http.ServeMux) {
	api := http.NewServeMux()
	api.HandleFunc("GET /control", func(w http.ResponseWriter, _ *http.Request) { writeControl(w, s.state()) })
	api.Handle("POST /control/clock", command(s.controlClock))
	api.Handle("POST /control/authorize", command(s.controlAuthorize))
	api.Handle("POST /control/mint", command(s.controlMint))
	api.Handle("POST /control/revoke", command(s.controlRevoke))
	api.Handle("POST /control/faults", command(s.controlFaults))
	api.HandleFunc("DELETE /control/faults", func(w http.ResponseWriter, _ *http.Request) {
		s.faults.set(nil)
		writeControl(w, s.state())
	})
	api.Handle("POST /control/reset", command(s.controlReset))
	api.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		refuseControl(w, notFound("there is no %s %s: there are GET /control, POST /control/{clock,authorize,mint,revoke,faults,reset} and DELETE /control/faults", r.Method, r.URL.Path))
	})
	guarded := controlGuard(api)
	mux.Handle("/control", guarded)
	mux.Handle("/control/", guarded)
}

// controlGuard lets in programs on this machine, and no page of another origin
// that a browser on this machine happens to show.
func controlGuard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		remote, _, _ := net.SplitHostPort(r.RemoteAddr)
		origin, site := r.Header.Get("Origin"), r.Header.Get("Sec-Fetch-Site")
		kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		switch {
		case !loopbackHost(remote):
			refuseControl(w, &controlError{http.StatusForbidden, "the control API answers to this machine only: run your program where the sandbox runs"})
		case !loopbackHost(hostname(r.Host)):
			refuseControl(w, &controlError{http.StatusForbidden, "the control API answers to 127.0.0.1 and localhost only: use one of them in the URL"})
		case origin != "" && origin != "http://"+r.Host, site == "cross-site", site == "same-site":
			refuseControl(w, &controlError{http.StatusForbidden, "the control API answers to no page of another origin: call it from a program"})
		case r.Method == http.MethodPost && kind != "application/json":
			refuseControl(w, badRequest("send the header Content-Type: application/json and a JSON object"))
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// command is a handler that takes a JSON object and gives one back.
type command func(decode func(any) error) (any, error)

func (c command) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := readBody(w, r)
	if err != nil {
		refuseControl(w, badRequest("%v", err))
		return
	}
	answer, err := c(func(into any) error {
		if len(strings.TrimSpace(string(body))) == 0 {
			return nil
		}
		dec := json.NewDecoder(strings.NewReader(string(body)))
		dec.DisallowUnknownFields()
		if err := dec.Decode(into); err != nil {
			return badRequest("the body is not the JSON object expected: %v", err)
		}
		return nil
	})
	if err != nil {
		refuseControl(w, err)
		return
	}
	writeControl(w, answer)
}

// writeControl answers 200, but for an authorize request that was refused: it
// has the status that /auth would have given, here and in its body.
func writeControl(w http.ResponseWriter, v any) {
	status := http.StatusOK
	if a, ok := v.(*authorizeAnswer); ok && a.Status != 0 {
		status = a.Status
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(encode(v, true))
}

func refuseControl(w http.ResponseWriter, err error) {
	e, ok := err.(*controlError)
	if !ok {
		e = &controlError{http.StatusInternalServerError, err.Error()}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(e.Status)
	w.Write(encode(e, true))
}

// state is the answer of GET /control and of every command that changes it.
type state struct {
	Now           time.Time   `json:"now"`
	OffsetSeconds float64     `json:"offset_seconds"`
	Clients       []*client   `json:"clients"`
	Users         []userJSON  `json:"users"`
	Faults        []faultJSON `json:"faults"`
	Counts        counts      `json:"counts"`
}

type userJSON struct {
	Name     string   `json:"name"`
	Accounts []string `json:"accounts"`
	Code     int      `json:"data_error,omitempty"` // what every data call answers
}

type counts struct {
	Codes      int   `json:"codes"`
	Grants     int   `json:"grants"`
	Flows      int   `json:"flows"`
	Signatures int64 `json:"signatures"`
}

func (s *Server) state() *state {
	codes, grants := s.store.counts()
	out := &state{
		Now: s.Now(), OffsetSeconds: s.clock.Offset().Seconds(),
		Clients: []*client{s.clients[s.opts.ClientID], s.clients[otherClientID]},
		Faults:  []faultJSON{},
		Counts:  counts{codes, grants, s.flows.len(), s.Signatures()},
	}
	for _, u := range s.users {
		j := userJSON{Name: u.Name, Accounts: u.accountIDs()}
		if u.Fault != nil {
			j.Code = u.Fault.Code
		}
		out.Users = append(out.Users, j)
	}
	for _, f := range s.faults.pending() {
		out.Faults = append(out.Faults, f.toJSON())
	}
	return out
}
