package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
	"akoya-tui/flows/visible"
)

// profileScreen is the form of a profile: a new one, or one to be changed.
type profileScreen struct {
	form    *form
	changes string // the name of the profile that is changed; "" for a new one
	holds   bool   // that profile has secrets, which an empty field keeps
	old     vault.Settings
	problem string // why it was not saved
	note    string // what to know before filling it in
	saving  bool
	begun   bool // something was typed
	leaving bool // esc was pressed although something was typed
}

// secretHints stand in the empty fields of the credentials: of the app's id, its
// secret, and those for service tokens.
func secretHints(store vault.StoreKind, holds bool) (id, secret, service string) {
	switch {
	case holds && store == vault.InMemory:
		return "empty keeps the one in memory", "empty keeps the one in memory", "optional; empty keeps what is in memory"
	case holds:
		return "empty keeps the one in the keychain", "empty keeps the one in the keychain", "optional; empty keeps what is in the keychain"
	}
	return "from the Data Recipient Hub", "from the Data Recipient Hub, where it is shown once", "optional"
}

// fill opens the form. Secrets start empty: an empty one keeps what the profile
// has, if it holds any.
func (s *profileScreen) fill(settings vault.Settings, changes string, holds bool, note string, t theme) {
	idHint, secretHint, serviceHint := secretHints(settings.Store, holds)
	value := akoya.NewSecret
	choice := func(on bool) akoya.Secret {
		if on {
			return value("on")
		}
		return value("off")
	}
	environment := settings.Environment
	if environment == "" {
		environment = akoya.EnvironmentSandbox
	}
	store := settings.Store
	if store == "" {
		store = vault.InKeychain
	}
	defaults := vault.EnvironmentOf(vault.Settings{Environment: environment})
	fields := []formField{
		{id: "name", label: "Name", help: "What you call it. It names a settings file.", value: value(settings.Name)},
		{id: "environment", label: "Environment", help: "Akoya's sandbox, production, or any server with URLs of your own.", options: []string{akoya.EnvironmentSandbox, akoya.EnvironmentProduction, akoya.EnvironmentCustom}, value: value(environment)},
		{id: "client_id", label: "Client id", help: "The id of your app. The Data Recipient Hub shows it.", hint: idHint},
		{id: "client_secret", label: "Client secret", help: "It is typed or pasted unseen, and rests where \"Secrets rest in\" below says.", secret: true, hint: secretHint},
		{id: "redirect_uri", label: "Redirect URI", help: "Registered for your app in the Hub, to the character. On a loopback address (http://127.0.0.1:PORT/path; sandbox only) this program listens; from any other the callback is pasted. Empty: the one shown.", hint: akoya.DefaultRedirectURI, value: value(settings.RedirectURI)},
		{id: "connector", label: "Connector", help: "The bank; mikomo in the sandbox. Empty: the one shown.", hint: akoya.DefaultConnector, value: value(settings.Connector)},
		{id: "scope", label: "Scope", help: "What is asked for; without offline_access there is no refresh token. Empty: the one shown.", hint: akoya.DefaultScope, value: value(settings.Scope)},
		{id: "store", label: "Secrets rest in", help: "The keychain of this system, or the memory of this program: then they are gone when it ends, and are entered again.", options: []string{string(vault.InKeychain), string(vault.InMemory)}, words: []string{"the system's keychain", "memory only"}, value: value(string(store))},
		{id: "service_id", label: "Service client id", help: "Akoya issues separate credentials for service tokens. Without them those of the app are used.", hint: serviceHint},
		{id: "service_secret", label: "Service client secret", help: "It belongs to the service client id. It is typed or pasted unseen.", secret: true, hint: serviceHint},
		{id: "pkce", label: "PKCE (S256)", help: "Proof that who sends the code also asked for it (RFC 7636). Akoya does not document it; leave it off unless your server wants it.", options: []string{"off", "on"}, value: choice(settings.PKCE)},
		{id: "nonce", label: "Nonce", help: "A value that the id_token must repeat (OpenID Connect). Akoya does not document it; leave it off unless your server wants it.", options: []string{"off", "on"}, value: choice(settings.Nonce)},
		{id: "authorize_url", label: "Authorize URL", help: "Where the browser goes. Empty: the one of the environment.", hint: defaults.AuthorizeURL, value: value(settings.URLs.Authorize)},
		{id: "token_url", label: "Token URL", help: "Obtain and refresh. Empty: the one of the environment.", hint: defaults.TokenURL, value: value(settings.URLs.Token)},
		{id: "revoke_url", label: "Revoke URL", help: "The documents name /revoke and /token/revoke. Empty: the one of the environment.", hint: defaults.RevokeURL, value: value(settings.URLs.Revoke)},
		{id: "service_url", label: "Service token URL", help: "At the STS. Empty: the one of the environment.", hint: defaults.ServiceTokenURL, value: value(settings.URLs.ServiceToken)},
		{id: "accounts_url", label: "Accounts URL", help: "The data call; {connector} stands for the bank. Empty: the one of the environment.", hint: defaults.AccountsURL, value: value(settings.URLs.Accounts)},
		{id: "keys_url", label: "Keys URL", help: "The keys that signatures are checked with (a JSON Web Key Set). Empty: they are looked for by discovery.", hint: "discovery", value: value(settings.URLs.Keys)},
		{id: "connector_param", label: "Connector parameter", help: "The query parameter of the authorize URL that names the bank. Empty: the one shown.", hint: "connector", value: value(settings.ConnectorParam)},
	}
	*s = profileScreen{form: newForm(fields, t), changes: changes, holds: holds, old: settings, note: note}
	if changes != "" && !holds {
		s.form.goTo("client_id", t) // the first one that is missing
	}
}

// hints shows the URLs that empty fields stand for.
func (s *profileScreen) hints() {
	e := vault.EnvironmentOf(vault.Settings{Environment: s.form.text("environment")})
	urls := map[string]string{
		"authorize_url": e.AuthorizeURL, "token_url": e.TokenURL, "revoke_url": e.RevokeURL,
		"service_url": e.ServiceTokenURL, "accounts_url": e.AccountsURL,
	}
	for i, field := range s.form.fields {
		if hint, ok := urls[field.id]; ok {
			s.form.fields[i].hint = orWords(hint, "none")
		}
	}
}

// settings returns what the form says, and credentials (zero where it says nothing).
func (s *profileScreen) settings() (vault.Settings, vault.Credentials) {
	text := func(id string) string { return strings.TrimSpace(s.form.text(id)) }
	secret := func(id string) akoya.Secret { return akoya.NewSecret(strings.TrimSpace(s.form.text(id))) }
	settings := s.old
	settings.Name, settings.Environment = text("name"), text("environment")
	settings.RedirectURI, settings.Connector, settings.Scope = text("redirect_uri"), text("connector"), text("scope")
	settings.ConnectorParam = text("connector_param")
	settings.PKCE, settings.Nonce = text("pkce") == "on", text("nonce") == "on"
	settings.URLs.Authorize, settings.URLs.Token, settings.URLs.Revoke = text("authorize_url"), text("token_url"), text("revoke_url")
	settings.URLs.ServiceToken, settings.URLs.Accounts, settings.URLs.Keys = text("service_url"), text("accounts_url"), text("keys_url")
	settings.Store = vault.InKeychain
	if text("store") == string(vault.InMemory) {
		settings.Store = vault.InMemory
	}
	return settings, vault.Credentials{
		ClientID: text("client_id"), ClientSecret: secret("client_secret"),
		ServiceClientID: text("service_id"), ServiceClientSecret: secret("service_secret"),
	}
}

func (s *profileScreen) bindings(scene) []binding {
	return []binding{
		{keys: []string{"ctrl+s"}, word: "save", rank: 1, help: "Save the profile; enter on the last field does too.", intent: saveProfile{}},
		{keys: []string{"esc"}, word: "leave", rank: 2, help: "Go back; nothing is saved.", intent: goTo{screenStart}},
	}
}

func (s *profileScreen) typing() bool { return s.form != nil }

func (s *profileScreen) typingKeys() []binding {
	if s.saving {
		return []binding{{keys: []string{"esc"}, word: "cancel", intent: cancelRun{}}}
	}
	list := []binding{{keys: []string{"enter"}, word: "next"}, {keys: []string{"down"}, label: "↑↓", word: "move"}}
	if s.form.fields[s.form.at].options != nil {
		list = append(list, binding{keys: []string{"left"}, label: "←→", word: "choose"})
	}
	return append(list, s.bindings(scene{})...)
}

func (s *profileScreen) key(c scene, k tea.KeyPressMsg) intent {
	if s.saving {
		if k.String() == "esc" {
			return cancelRun{}
		}
		return nil
	}
	save, leave := s.form.press(k, c.theme)
	s.hints()
	if leave && s.begun && !s.leaving {
		s.leaving, s.problem = true, "What you typed is not saved. esc once more leaves all the same; ctrl+s saves."
		return nil
	}
	if !leave {
		s.leaving = false
		s.begun = s.begun || k.Text != ""
	}
	switch {
	case leave:
		return goTo{screenStart}
	case save:
		if !s.refused(c.theme) {
			return saveProfile{}
		}
	}
	return nil
}

func (s *profileScreen) paste(_ scene, text string) intent {
	s.form.paste(text)
	return nil
}

func (s *profileScreen) view(c scene) []string {
	t := c.theme
	if s.form == nil {
		return []string{t.strong.paint("Profile")}
	}
	title := "New profile"
	if s.changes != "" {
		title = "Profile " + visible.Line(s.changes)
	}
	lines := []string{t.strong.paint(title)}
	if s.note != "" {
		for _, line := range wrap(visible.Line(s.note), c.width-2) {
			lines = append(lines, " "+t.warn.paint(line))
		}
	}
	lines = append(lines, "")
	below := []string{}
	add := func(paint ink, text string) {
		for _, line := range wrap(text, c.width-2) {
			below = append(below, " "+paint.paint(line))
		}
	}
	switch {
	case s.saving:
		add(t.accent, "saving"+c.glyphs.ellipsis+"  esc cancels")
	case s.problem != "":
		add(t.warn, visible.Line(s.problem))
	}
	return append(append(lines, s.form.view(c, c.height-len(lines)-len(below))...), below...)
}

// prefill puts credentials that came from the environment's variables into the
// form of a new profile.
func (s *profileScreen) prefill(from Profile) {
	values := map[string]akoya.Secret{
		"client_id": akoya.NewSecret(from.App.ClientID), "client_secret": from.App.ClientSecret,
		"redirect_uri": akoya.NewSecret(from.App.RedirectURI),
		"service_id":   akoya.NewSecret(from.Service.ClientID), "service_secret": from.Service.ClientSecret,
	}
	for i, field := range s.form.fields {
		if value, ok := values[field.id]; ok && field.value.IsZero() {
			s.form.fields[i].value = value
		}
	}
	s.note = strings.TrimSpace(s.note + " Client id and secret were taken from the AKOYA_… variables.")
}
