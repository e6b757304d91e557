package sandbox

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// errNotAuthorized is the answer to a bearer that is no good, whatever the
// reason ("Akoya token test cases, 2025-Jan-02").
func errNotAuthorized() dataError {
	return dataError{http.StatusUnauthorized, 602, "Customer not authorized"}
}

// data answers the two data calls that list accounts.
//
// An id_token is good until it expires or its grant ends. A refresh does not
// end it: Akoya says new tokens "replace" the previous ones, but an id_token is
// judged by its signature, its time and the consent behind it, and dex never
// looks at one on a refresh; a data call under way during a refresh must not
// fail. A revocation and a new consent end the grant, and with it every
// id_token of it.
func (s *Server) data(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("x-akoya-interaction-id", newUUID())
	g, ok := s.bearer(r)
	switch {
	case !ok:
		errNotAuthorized().write(w)
	case !knownConnector(r.PathValue("provider")):
		dataError{http.StatusForbidden, 403, "Subscription not found"}.write(w)
	case g.User.Fault != nil:
		g.User.Fault.write(w)
	default:
		s.accounts(w, r, g)
	}
}

// bearer returns the grant behind the id_token of a request.
func (s *Server) bearer(r *http.Request) (*grant, bool) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return nil, false
	}
	c, ok := s.verify(strings.TrimSpace(token))
	if !ok || s.Now().Unix() >= c.Expires {
		return nil, false
	}
	return s.store.live(c.GrantID)
}

// verify checks the signature of one of our own tokens. The header must be the
// very one we write, so no algorithm is ever chosen by the caller.
func (s *Server) verify(token string) (c claims, ok bool) {
	s.signer.load()
	end := strings.LastIndexByte(token, '.')
	payload, found := strings.CutPrefix(token[:max(end, 0)], s.signer.head)
	if !found {
		return c, false
	}
	sig, err := base64.RawURLEncoding.Strict().DecodeString(token[end+1:])
	if err != nil {
		return c, false
	}
	sum := sha256.Sum256([]byte(token[:end]))
	if rsa.VerifyPKCS1v15(&s.signer.key.PublicKey, crypto.SHA256, sum[:], sig) != nil {
		return c, false
	}
	text, err := base64.RawURLEncoding.DecodeString(payload)
	// The key is public: anyone can sign what they like, so nothing here may
	// trust the contents further than the grant they name.
	return c, err == nil && json.Unmarshal(text, &c) == nil && c.Issuer == s.base
}

// accountJSON follows FDX: an account is an object in an object of its kind.
type accountJSON struct {
	AccountID   string          `json:"accountId"`
	AccountType string          `json:"accountType"`
	Nickname    string          `json:"nickname"`
	Display     string          `json:"accountNumberDisplay"`
	Status      string          `json:"status"`
	Currency    currencyJSON    `json:"currency"`
	Balance     json.RawMessage `json:"currentBalance,omitempty"`
}

type currencyJSON struct {
	Code string `json:"currencyCode"`
}

// accounts lists the accounts the user approved; accountIds narrows them. An
// account that was not approved is not found (Akoya's data error 701).
func (s *Server) accounts(w http.ResponseWriter, r *http.Request, g *grant) {
	wanted := g.Accounts
	if list := parseForm(r.URL.RawQuery).get("accountIds"); list != "" {
		wanted = strings.Split(list, ",")
	}
	for _, id := range wanted {
		if !slices.Contains(g.Accounts, id) {
			dataError{http.StatusNotFound, 701, "Account not found"}.write(w)
			return
		}
	}
	full := strings.HasPrefix(r.URL.Path, "/accounts/")
	list := []map[string]accountJSON{}
	for _, a := range g.User.Accounts {
		if slices.Contains(wanted, a.ID) {
			list = append(list, map[string]accountJSON{a.entity(): a.json(full)})
		}
	}
	noStore(w)
	writeJSON(w, http.StatusOK, map[string]any{"accounts": list})
}

// entity is the FDX name of the kind of account.
func (a account) entity() string {
	if a.Kind == "CREDITCARD" {
		return "locAccount"
	}
	return "depositAccount"
}

// json leaves the balance out for accounts-info, which has none at Akoya.
func (a account) json(full bool) accountJSON {
	out := accountJSON{
		AccountID: a.ID, AccountType: a.Kind, Nickname: a.Nickname, Display: "x" + a.Number,
		Status: "OPEN", Currency: currencyJSON{"USD"},
	}
	if full {
		out.Balance = json.RawMessage(a.Balance)
	}
	return out
}
