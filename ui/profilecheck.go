package ui

import (
	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
)

// refused says what keeps the form from being saved, and puts the cursor there.
func (s *profileScreen) refused(t theme) bool {
	id, problem := s.missing()
	if id == "" {
		id, problem = s.broken()
	}
	if s.problem = problem; id == "" {
		return false
	}
	s.form.goTo(id, t)
	return true
}

// missing returns the field that the form lacks, and what to do; "" when there is
// none.
func (s *profileScreen) missing() (id, problem string) {
	settings, credentials := s.settings()
	noID, noSecret := credentials.ClientID == "", credentials.ClientSecret.IsZero()
	empty := func(id bool, prefix string) string {
		if id {
			return prefix + "_id"
		}
		return prefix + "_secret"
	}
	switch {
	case settings.Name == "":
		return "name", "Give the profile a name."
	case settings.Environment == akoya.EnvironmentCustom && settings.URLs.Token == "":
		return "token_url", "A custom environment needs at least its token URL, and an authorize URL to obtain with."
	case s.changes == "" && (noID || noSecret):
		return empty(noID, "client"), "Enter the client id and the client secret of your app: the Data Recipient Hub has them."
	case !s.holds && noID != noSecret:
		return empty(noID, "client"), "Enter both the client id and the client secret: this profile has neither."
	case (credentials.ServiceClientID == "") != credentials.ServiceClientSecret.IsZero():
		return empty(credentials.ServiceClientID == "", "service"), "Service credentials are a pair: enter both the id and the secret, or neither."
	}
	return "", ""
}

// broken returns the first field whose value breaks a rule of settings, and the
// rule. Each is checked alone, so that the field is known.
func (s *profileScreen) broken() (id, problem string) {
	now, _ := s.settings()
	for _, one := range []struct {
		id  string
		put func(*vault.Settings)
	}{
		{"name", func(alone *vault.Settings) { alone.Name = now.Name }},
		{"redirect_uri", func(alone *vault.Settings) { alone.RedirectURI = now.RedirectURI }},
		{"authorize_url", func(alone *vault.Settings) { alone.URLs.Authorize = now.URLs.Authorize }},
		{"token_url", func(alone *vault.Settings) { alone.URLs.Token = now.URLs.Token }},
		{"revoke_url", func(alone *vault.Settings) { alone.URLs.Revoke = now.URLs.Revoke }},
		{"service_url", func(alone *vault.Settings) { alone.URLs.ServiceToken = now.URLs.ServiceToken }},
		{"accounts_url", func(alone *vault.Settings) { alone.URLs.Accounts = now.URLs.Accounts }},
		{"keys_url", func(alone *vault.Settings) { alone.URLs.Keys = now.URLs.Keys }},
	} {
		alone := vault.Settings{Name: "alone", Store: vault.InMemory}
		one.put(&alone)
		if err := vault.CheckSettings(alone); err != nil {
			return one.id, vault.Sentence(err)
		}
	}
	return "", ""
}
