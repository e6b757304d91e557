package keystore

import (
	"net/url"
)

// Profile is the settings of a named environment with an app registration. There
// is nothing secret in it and no field that could hold a secret.
type Profile struct {
	Name        string
	Environment string // "sandbox", "production" or "custom"
	URLs        URLs   // where they differ from those of the environment

	ConnectorParam string // the query parameter that names the provider
	Connector      string
	Scope          string
	RedirectURI    string
	PKCE           bool
	Nonce          bool

	// Store is where the secrets of this profile rest. It is chosen when the
	// profile is created and changes only by Profiles.SetStore.
	Store StoreKind

	// ID names the keychain items of the profile, so that a new Name leaves them
	// reachable. Profiles gives it; a value set by a caller is ignored.
	ID string
}

// URLs are the addresses of an environment; an empty one means the default.
type URLs struct {
	Authorize    string
	Token        string
	Revoke       string
	ServiceToken string
	Accounts     string
	Keys         string
}

// Check returns nil if p may be saved, else an *Error of KindInvalid that names
// the setting and the rule.
func (p Profile) Check() error {
	if err := CheckName(p.Name); err != nil {
		return err
	}
	if p.Store != KindKeychain && p.Store != KindMemory {
		return &Error{Kind: KindInvalid, What: "the store is neither \"keychain\" nor \"memory\""}
	}
	for _, u := range []struct{ what, text string }{
		{"authorization URL", p.URLs.Authorize}, {"token URL", p.URLs.Token},
		{"revocation URL", p.URLs.Revoke}, {"service token URL", p.URLs.ServiceToken},
		{"accounts URL", p.URLs.Accounts}, {"keys URL", p.URLs.Keys},
	} {
		if err := checkURL(u.what, u.text, true); err != nil {
			return err
		}
	}
	return checkURL("redirect URI", p.RedirectURI, false)
}

// checkURL refuses what is no URL and what has a password in it. The error does
// not repeat the text: a secret may have been pasted into the wrong field.
func checkURL(what, text string, web bool) error {
	if text == "" {
		return nil
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme == "" || web && u.Scheme != "https" && u.Scheme != "http":
		return &Error{Kind: KindInvalid, What: "the " + what + " is not a URL",
			Hint: "Begin with https:// (or http:// for a server on this computer)."}
	case web && u.Host == "":
		return &Error{Kind: KindInvalid, What: "the " + what + " has no host"}
	case u.User != nil:
		return &Error{Kind: KindInvalid, What: "the " + what + " has a user name or password in it",
			Hint: "Settings are not secret. Remove the part before the @."}
	}
	return nil
}
