package sandbox

import "net/http"

const signInOver = "This sign-in is over or has timed out."

// authorize answers GET /auth with the login page.
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	req, refused := s.checkAuthorize(r.URL.RawQuery)
	if refused != nil {
		s.refuse(w, refused)
		return
	}
	s.render(w, http.StatusOK, "login", req.RedirectURI, s.loginView(s.flows.start(req)))
}

func (s *Server) refuse(w http.ResponseWriter, refused *refusal) {
	if refused.Redirect != "" {
		seeOther(w, refused.Redirect)
		return
	}
	s.render(w, refused.Status, "message", "", view{Title: "This request cannot go on", Problem: refused.Text})
}

// seeOther sends the browser to the app: 303, as dex does, so that the form's
// POST becomes a GET.
func seeOther(w http.ResponseWriter, to string) {
	noStore(w)
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
}

func (s *Server) loginView(f flow) view {
	return view{Title: "Sign in to Mikomo", Step: 1, Flow: f.ID, Client: f.Request.Client.ID, Users: s.users}
}

// step reads the form of one of the pages and finds its flow.
func (s *Server) step(w http.ResponseWriter, r *http.Request, change func(*flow, form)) (flow, form, bool) {
	sent, err := readForm(w, r)
	if err != nil {
		s.refuse(w, &refusal{Status: bodyStatus(err), Text: err.Error()})
		return flow{}, form{}, false
	}
	f, ok := s.flows.update(sent.get("flow"), s.Now(), func(f *flow) { change(f, sent) })
	if !ok {
		s.refuse(w, &refusal{Status: http.StatusBadRequest, Text: signInOver})
	}
	return f, sent, ok
}

// login checks the user name and the password, which are the same.
func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	f, sent, ok := s.step(w, r, func(f *flow, sent form) {
		f.User, f.Agreed = nil, false
		if name := sent.get("username"); name == sent.get("password") {
			f.User, f.AuthTime = s.findUser(name), s.Now()
		}
	})
	switch {
	case !ok:
	case f.User == nil:
		v := s.loginView(f)
		v.Username = sent.get("username")
		v.Problem = "That user name and password do not go together. Here the password is the user name, for example mikomo_1 and mikomo_1."
		s.render(w, http.StatusUnauthorized, "login", f.Request.RedirectURI, v)
	default:
		s.render(w, http.StatusOK, "terms", f.Request.RedirectURI, view{
			Title: "Before you share", Step: 2, Flow: f.ID, Client: f.Request.Client.ID, Username: f.User.Name, Scope: f.Request.Scope,
		})
	}
}

// terms is the page between the login and the accounts.
func (s *Server) terms(w http.ResponseWriter, r *http.Request) {
	f, _, ok := s.step(w, r, func(f *flow, _ form) { f.Agreed = f.User != nil })
	switch {
	case !ok:
	case !f.Agreed:
		s.render(w, http.StatusUnauthorized, "login", f.Request.RedirectURI, s.loginView(f))
	default:
		checked := map[string]bool{}
		for _, id := range f.User.accountIDs() {
			checked[id] = true
		}
		s.render(w, http.StatusOK, "accounts", f.Request.RedirectURI, accountsView(f, checked))
	}
}

func accountsView(f flow, checked map[string]bool) view {
	return view{
		Title: "Choose accounts to share", Step: 3, Flow: f.ID, Client: f.Request.Client.ID,
		Username: f.User.Name, Accounts: f.User.Accounts, Checked: checked,
	}
}

// decide ends the flow with the user's decision.
func (s *Server) decide(w http.ResponseWriter, r *http.Request) {
	f, sent, ok := s.step(w, r, func(*flow, form) {})
	if !ok {
		return
	}
	if !f.Agreed {
		s.render(w, http.StatusUnauthorized, "login", f.Request.RedirectURI, s.loginView(f))
		return
	}
	approved := sent.get("decision") == "approve"
	checked, accounts := map[string]bool{}, []string(nil)
	for _, id := range f.User.accountIDs() {
		if sent.has("account_" + id) {
			checked[id], accounts = true, append(accounts, id)
		}
	}
	if approved && len(accounts) == 0 {
		v := accountsView(f, checked)
		v.Problem = "Choose at least one account to share, or deny the request."
		s.render(w, http.StatusUnprocessableEntity, "accounts", f.Request.RedirectURI, v)
		return
	}
	if !s.flows.end(f.ID) {
		s.refuse(w, &refusal{Status: http.StatusBadRequest, Text: signInOver})
		return
	}
	if !approved {
		seeOther(w, f.Request.deny())
		return
	}
	seeOther(w, s.approve(f.Request, f.User, accounts, f.AuthTime))
}

// index answers GET / with what this server is and where things are.
func (s *Server) index(w http.ResponseWriter, _ *http.Request) {
	s.render(w, http.StatusOK, "index", "", view{Title: "A local Akoya", Info: s.Info(), Users: s.users})
}
