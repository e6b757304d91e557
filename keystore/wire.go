package keystore

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"akoya-tui/akoya"
)

// recordVersion is the newest form of a record this program understands. A field
// that older programs may drop without harm needs no new version.
const recordVersion = 1

// The wire structs are the records as they rest in a keychain. This file is the
// only place where a secret becomes text.

type wireHeader struct {
	Record  record `json:"record"`
	Version int    `json:"version"`
}

type wireCredentials struct {
	wireHeader
	ClientID            string `json:"client_id"`
	ClientSecret        string `json:"client_secret"`
	ServiceClientID     string `json:"service_client_id,omitempty"`
	ServiceClientSecret string `json:"service_client_secret,omitempty"`
}

type wireTokens struct {
	wireHeader
	Set                  int                `json:"set"`
	RefreshToken         string             `json:"refresh_token,omitempty"`
	IDToken              string             `json:"id_token,omitempty"`
	ObtainedAt           time.Time          `json:"obtained_at,omitzero"`
	PreviousRefreshToken string             `json:"previous_refresh_token,omitempty"`
	RefreshSentAt        time.Time          `json:"refresh_sent_at,omitzero"`
	Ended                string             `json:"ended,omitempty"`
	EndedAt              time.Time          `json:"ended_at,omitzero"`
	ServiceTokens        []wireServiceToken `json:"service_tokens,omitempty"`
}

type wireServiceToken struct {
	Scope       string    `json:"scope,omitempty"`
	AccessToken string    `json:"access_token"`
	ExpiresAt   time.Time `json:"expires_at,omitzero"`
}

// encodeCredentials returns the record of c, in ASCII.
func encodeCredentials(c Credentials) (string, error) {
	return encodeRecord(wireCredentials{
		wireHeader:          wireHeader{recordCredentials, recordVersion},
		ClientID:            c.ClientID,
		ClientSecret:        c.ClientSecret.Reveal(),
		ServiceClientID:     c.ServiceClientID,
		ServiceClientSecret: c.ServiceClientSecret.Reveal(),
	}, c.ClientID, c.ClientSecret.Reveal(), c.ServiceClientID, c.ServiceClientSecret.Reveal())
}

// decodeCredentials is the inverse of encodeCredentials.
func decodeCredentials(text string) (Credentials, error) {
	var w wireCredentials
	if err := decodeRecord(text, recordCredentials, &w); err != nil {
		return Credentials{}, err
	}
	return Credentials{
		ClientID:            w.ClientID,
		ClientSecret:        akoya.NewSecret(w.ClientSecret),
		ServiceClientID:     w.ServiceClientID,
		ServiceClientSecret: akoya.NewSecret(w.ServiceClientSecret),
	}, nil
}

// encodeTokens returns the record of t, in ASCII.
func encodeTokens(t Tokens) (string, error) {
	w := wireTokens{
		wireHeader:           wireHeader{recordTokens, recordVersion},
		Set:                  t.Set,
		RefreshToken:         t.RefreshToken.Reveal(),
		IDToken:              t.IDToken.Reveal(),
		ObtainedAt:           t.ObtainedAt.UTC(),
		PreviousRefreshToken: t.PreviousRefreshToken.Reveal(),
		RefreshSentAt:        t.RefreshSentAt.UTC(),
		Ended:                t.Ended,
		EndedAt:              t.EndedAt.UTC(),
	}
	texts := []string{w.RefreshToken, w.IDToken, w.PreviousRefreshToken, w.Ended}
	for _, s := range t.ServiceTokens {
		ws := wireServiceToken{s.Scope, s.AccessToken.Reveal(), s.ExpiresAt.UTC()}
		w.ServiceTokens = append(w.ServiceTokens, ws)
		texts = append(texts, ws.Scope, ws.AccessToken)
	}
	return encodeRecord(w, texts...)
}

// decodeTokens is the inverse of encodeTokens.
func decodeTokens(text string) (Tokens, error) {
	var w wireTokens
	if err := decodeRecord(text, recordTokens, &w); err != nil {
		return Tokens{}, err
	}
	t := Tokens{
		Set:                  w.Set,
		RefreshToken:         akoya.NewSecret(w.RefreshToken),
		IDToken:              akoya.NewSecret(w.IDToken),
		ObtainedAt:           w.ObtainedAt,
		PreviousRefreshToken: akoya.NewSecret(w.PreviousRefreshToken),
		RefreshSentAt:        w.RefreshSentAt,
		Ended:                w.Ended,
		EndedAt:              w.EndedAt,
	}
	for _, s := range w.ServiceTokens {
		t.ServiceTokens = append(t.ServiceTokens, ServiceToken{s.Scope, akoya.NewSecret(s.AccessToken), s.ExpiresAt})
	}
	return t, nil
}

// encodeRecord writes w as JSON in ASCII, so that a split between any two bytes
// leaves text that every keychain keeps as it is. texts are all strings in w:
// what is not valid UTF-8 would come back changed, so it is refused.
func encodeRecord(w any, texts ...string) (string, error) {
	for _, text := range texts {
		if !utf8.ValidString(text) {
			return "", &Error{Kind: KindInvalid, What: "a value is not valid text", Hint: "Enter or obtain it again."}
		}
	}
	data, err := json.Marshal(w)
	if err != nil { // a time beyond the year 9999
		return "", &Error{Kind: KindInvalid, What: "a time is out of range"}
	}
	var b strings.Builder
	for _, r := range string(data) {
		switch {
		case r < utf8.RuneSelf:
			b.WriteByte(byte(r))
		case r > 0xffff:
			hi, lo := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, hi, lo)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String(), nil
}

// decodeRecord reads text into w if it is a record of kind r in a version that
// this program understands. No error repeats any of the text.
func decodeRecord(text string, r record, w any) error {
	var header wireHeader
	if json.Unmarshal([]byte(text), &header) != nil || header.Record != r || header.Version < 1 {
		return corruptRecord(r)
	}
	if header.Version > recordVersion {
		return newerRecord(r)
	}
	if json.Unmarshal([]byte(text), w) != nil {
		return corruptRecord(r)
	}
	return nil
}

func corruptRecord(r record) *Error {
	return &Error{Kind: KindCorrupt, What: "the " + string(r) + " in the keychain cannot be read", Hint: again(r)}
}

func newerRecord(r record) *Error {
	return &Error{Kind: KindNewerVersion, What: "the " + string(r) + " were saved by a newer akoya-tui",
		Hint: "Nothing was changed. Update this program, or forget the profile and start again."}
}

// again says how to get a record that is lost.
func again(r record) string {
	if r == recordCredentials {
		return "Enter the client id and secret again."
	}
	return "Authorize again."
}
