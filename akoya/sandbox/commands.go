package sandbox

import (
	"strings"
	"time"
)

// controlClock moves the clock: {"advance":"25h"}.
func (s *Server) controlClock(decode func(any) error) (any, error) {
	var in struct {
		Advance string `json:"advance"`
	}
	if err := decode(&in); err != nil {
		return nil, err
	}
	d, err := time.ParseDuration(in.Advance)
	if err != nil {
		return nil, badRequest("%q is not a duration: write {\"advance\":\"25h\"}, with units such as h, m and s", in.Advance)
	}
	if err := s.Advance(d); err != nil {
		return nil, badRequest("%v", err)
	}
	return s.state(), nil
}

// authorizeAnswer is the callback, or the page that /auth would have shown.
type authorizeAnswer struct {
	Redirect string `json:"redirect,omitempty"`
	Status   int    `json:"status,omitempty"`
	Error    string `json:"error,omitempty"`
}

// controlAuthorize is a user at a browser: {"authorize_url", "user",
// "accounts", "approve"}. The URL may be a query alone; no user means mikomo_1,
// no accounts means all, no approve means true.
func (s *Server) controlAuthorize(decode func(any) error) (any, error) {
	in := struct {
		URL      string   `json:"authorize_url"`
		User     string   `json:"user"`
		Accounts []string `json:"accounts"`
		Approve  bool     `json:"approve"`
	}{User: defaultUser, Approve: true}
	if err := decode(&in); err != nil {
		return nil, err
	}
	query, _, _ := strings.Cut(in.URL, "#")
	if _, after, ok := strings.Cut(query, "?"); ok {
		query = after
	}
	req, refused := s.checkAuthorize(query)
	if refused != nil && refused.Redirect != "" {
		return &authorizeAnswer{Redirect: refused.Redirect}, nil
	}
	if refused != nil {
		return &authorizeAnswer{Status: refused.Status, Error: refused.Text}, nil
	}
	if !in.Approve {
		return &authorizeAnswer{Redirect: req.deny()}, nil
	}
	u := s.findUser(in.User)
	if u == nil {
		return nil, notFound("there is no user %q: GET /control lists them", in.User)
	}
	accounts, err := u.pick(in.Accounts)
	if err != nil {
		return nil, badRequest("%v", err)
	}
	return &authorizeAnswer{Redirect: s.approve(req, u, accounts, s.Now())}, nil
}

// controlRevoke is a consumer who takes a consent back at the bank:
// {"refresh_token"} or {"grant_id"} or {"user"}. The answer says how many
// grants have ended.
func (s *Server) controlRevoke(decode func(any) error) (any, error) {
	var in struct {
		RefreshToken string `json:"refresh_token"`
		GrantID      string `json:"grant_id"`
		User         string `json:"user"`
	}
	if err := decode(&in); err != nil {
		return nil, err
	}
	if in.RefreshToken == "" && in.GrantID == "" && in.User == "" {
		return nil, badRequest("say whose consent ends: refresh_token, grant_id or user")
	}
	n := s.store.revokeWhere(func(g *grant) bool {
		return (in.RefreshToken != "" && g.refresh == in.RefreshToken) ||
			(in.GrantID != "" && g.ID == in.GrantID) ||
			(in.User != "" && g.User.Name == in.User)
	})
	if n == 0 {
		return nil, notFound("no live consent has that refresh token, grant or user")
	}
	return map[string]int{"revoked": n}, nil
}

// faultJSON is a fault on the control API; the delay is text such as 2s.
type faultJSON struct {
	Path   string `json:"path"`
	Kind   string `json:"kind"`
	Status int    `json:"status,omitempty"`
	Delay  string `json:"delay,omitempty"`
	Count  *int   `json:"count"`
}

func (f Fault) toJSON() faultJSON {
	out := faultJSON{Path: f.Path, Kind: f.Kind, Status: f.Status, Count: &f.Count}
	if f.Delay > 0 {
		out.Delay = f.Delay.String()
	}
	return out
}

// fault reads one of the list. Without a count it happens once.
func (j faultJSON) fault() (Fault, error) {
	f := Fault{Kind: j.Kind, Path: j.Path, Status: j.Status, Count: 1}
	if j.Count != nil {
		f.Count = *j.Count
	}
	if j.Delay != "" {
		d, err := time.ParseDuration(j.Delay)
		if err != nil {
			return f, badRequest("%q is not a delay: write it like 2s", j.Delay)
		}
		f.Delay = d
	}
	if err := f.check(); err != nil {
		return f, badRequest("%v", err)
	}
	return f.withDefaults(), nil
}

// controlFaults adds faults: {"faults":[{"path","kind","status","delay","count"}]}.
func (s *Server) controlFaults(decode func(any) error) (any, error) {
	var in struct {
		Faults []faultJSON `json:"faults"`
	}
	if err := decode(&in); err != nil {
		return nil, err
	}
	if len(in.Faults) == 0 {
		return nil, badRequest("name at least one fault: {\"faults\":[{\"path\":\"/token\",\"kind\":\"drop\"}]}")
	}
	var list []Fault
	for _, j := range in.Faults {
		f, err := j.fault()
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	if !s.faults.add(list) {
		return nil, badRequest("at most %d faults can wait: DELETE /control/faults first", maxFaults)
	}
	return s.state(), nil
}

// controlReset makes everything as at the start: no codes, no grants, no
// sign-ins, the faults of the options, and the clock where it would be had
// nobody moved it. That it goes back harms nothing, since nothing is left.
func (s *Server) controlReset(func(any) error) (any, error) {
	s.store.clear()
	s.flows.clear()
	s.faults.set(s.opts.Faults)
	s.clock.reset()
	return s.state(), nil
}
