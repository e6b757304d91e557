package sandbox

import (
	"slices"
	"strings"
	"time"
)

// Whom and what a minted token is for, unless the caller says.
const (
	defaultUser  = "mikomo_1"
	defaultScope = "openid profile offline_access"
)

// mintRequest asks for a code or token in a certain state, to test with.
type mintRequest struct {
	Kind        string `json:"kind"`
	State       string `json:"state"`
	ClientID    string `json:"client_id"`
	User        string `json:"user"`
	RedirectURI string `json:"redirect_uri"`
	Scope       string `json:"scope"`
}

// mintAnswer holds the thing asked for and what belongs to it. For a used
// refresh token, RefreshToken is the live one that replaced it.
type mintAnswer struct {
	Value        string `json:"value"`
	RefreshToken string `json:"refresh_token,omitempty"`
	IDToken      string `json:"id_token,omitempty"`
	RedirectURI  string `json:"redirect_uri,omitempty"`
	GrantID      string `json:"grant_id,omitempty"`
}

// controlMint makes a code or token. It replaces no grant of the user, as a
// real consent would, and signs nothing but an id_token that was asked for.
func (s *Server) controlMint(decode func(any) error) (any, error) {
	in := mintRequest{State: "fresh", ClientID: s.opts.ClientID, User: defaultUser, Scope: defaultScope}
	if err := decode(&in); err != nil {
		return nil, err
	}
	c, err := s.mintConsent(in)
	if err != nil {
		return nil, err
	}
	switch in.Kind + " " + in.State {
	case "code fresh":
		return &mintAnswer{Value: s.store.addCode(c, s.Now()), RedirectURI: c.RedirectURI}, nil
	case "code expired":
		return &mintAnswer{Value: s.store.addCode(c, s.Now().Add(-codeLife)), RedirectURI: c.RedirectURI}, nil
	case "code used": // nothing is remembered of a code that was exchanged
		return &mintAnswer{Value: newID(), RedirectURI: c.RedirectURI}, nil
	case "refresh_token fresh", "refresh_token expired", "refresh_token used", "refresh_token revoked":
		return s.mintRefresh(c, in.State)
	case "id_token fresh", "id_token expired", "id_token revoked":
		return s.mintIDToken(c, in.State)
	case "service_token fresh", "service_token expired": // nothing here ever asks for one
		return &mintAnswer{Value: newServiceToken()}, nil
	}
	return nil, badRequest("cannot mint a %s %s: kinds and their states are code fresh|expired|used, refresh_token fresh|expired|used|revoked, id_token fresh|expired|revoked, service_token fresh|expired", in.State, in.Kind)
}

func (s *Server) mintConsent(in mintRequest) (*consent, error) {
	client, u := s.clients[in.ClientID], s.findUser(in.User)
	switch {
	case client == nil:
		return nil, notFound("there is no client %q: GET /control lists them", in.ClientID)
	case u == nil:
		return nil, notFound("there is no user %q: GET /control lists them", in.User)
	case in.RedirectURI == "":
		in.RedirectURI = client.RedirectURIs[0]
	case !slices.Contains(client.RedirectURIs, in.RedirectURI):
		return nil, badRequest("the redirect_uri %q is not registered: GET /control lists them", in.RedirectURI)
	}
	scope := strings.Fields(in.Scope)
	for _, name := range scope {
		if !slices.Contains(knownScopes(), name) {
			return nil, badRequest("the scope %q is unknown: choose from %s", name, strings.Join(knownScopes(), ", "))
		}
	}
	now := s.Now()
	return &consent{
		Client: client.ID, User: u, Accounts: u.accountIDs(), Scope: scope,
		RedirectURI: in.RedirectURI, RequestedAt: now, AuthTime: now,
	}, nil
}

func (s *Server) mintRefresh(c *consent, state string) (any, error) {
	if !c.scope("offline_access") {
		return nil, badRequest("a refresh token needs the scope offline_access: add it, or leave the scope out")
	}
	now := s.Now()
	if state == "expired" {
		now = now.Add(-s.opts.RefreshLife)
	}
	set := s.store.mint(c, now)
	out := &mintAnswer{Value: set.Refresh, RefreshToken: set.Refresh, RedirectURI: c.RedirectURI, GrantID: set.Grant.ID}
	switch state {
	case "used":
		next, refused := s.store.rotate(set.Refresh, c.Client, now, func(*grant) *oauthError { return nil })
		if refused != nil {
			return nil, badRequest("the consent ended meanwhile: ask again")
		}
		out.RefreshToken = next.Refresh
	case "revoked":
		s.store.revokeToken(set.Refresh, c.Client, now)
	}
	return out, nil
}

func (s *Server) mintIDToken(c *consent, state string) (any, error) {
	set := s.store.mint(c, s.Now())
	if state == "expired" {
		set.Issued = set.Issued.Add(-s.opts.IDTokenLife - time.Second)
	}
	token, err := s.idToken(set)
	if err != nil {
		return nil, err
	}
	if state == "revoked" {
		s.store.revokeWhere(func(g *grant) bool { return g == set.Grant })
	}
	return &mintAnswer{Value: token, IDToken: token, RefreshToken: set.Refresh, RedirectURI: c.RedirectURI, GrantID: set.Grant.ID}, nil
}
