package keystore

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"akoya-tui/akoya"
)

func TestRecordsAreASCII(t *testing.T) {
	text, err := encodeCredentials(someCredentials(1))
	if err != nil {
		t.Fatal(err)
	}
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			t.Fatalf("byte %#x in the record", text[i])
		}
	}
	got, err := decodeCredentials(text)
	if err != nil || !got.Equal(someCredentials(1)) {
		t.Errorf("%v, %v", got, err)
	}
}

// TestRecordForm holds the form of version 1: programs of today must read what
// was saved last year.
func TestRecordForm(t *testing.T) {
	const tokens = `{"record":"tokens","version":1,"set":2,"refresh_token":"r2","id_token":"i",` +
		`"obtained_at":"2026-03-01T12:00:02Z","previous_refresh_token":"r1","refresh_sent_at":"2026-03-01T13:00:00Z",` +
		`"service_tokens":[{"scope":"s","access_token":"a","expires_at":"2026-03-01T14:00:00Z"}]}`
	at := time.Date(2026, 3, 1, 12, 0, 2, 0, time.UTC)
	want := Tokens{Set: 2, RefreshToken: akoya.NewSecret("r2"), IDToken: akoya.NewSecret("i"), ObtainedAt: at,
		PreviousRefreshToken: akoya.NewSecret("r1"), RefreshSentAt: time.Date(2026, 3, 1, 13, 0, 0, 0, time.UTC),
		ServiceTokens: []ServiceToken{{"s", akoya.NewSecret("a"), time.Date(2026, 3, 1, 14, 0, 0, 0, time.UTC)}}}
	if text, err := encodeTokens(want); err != nil || text != tokens {
		t.Errorf("wrote %s, %v", text, err)
	}
	got, err := decodeTokens(strings.Replace(tokens, `"set"`, `"added later":true,"set"`, 1))
	if err != nil || !got.Equal(want) {
		t.Errorf("read %+v, %v", got, err)
	}
	const credentials = `{"record":"credentials","version":1,"client_id":"id","client_secret":"s"}`
	if text, err := encodeCredentials(Credentials{ClientID: "id", ClientSecret: akoya.NewSecret("s")}); err != nil || text != credentials {
		t.Errorf("wrote %s, %v", text, err)
	}
}

func TestRecordsThatAreRefused(t *testing.T) {
	for text, want := range map[string]Kind{
		"":                                     KindCorrupt,
		"canary":                               KindCorrupt,
		`{"record":"tokens","version":1`:       KindCorrupt,
		`{"record":"tokens"}`:                  KindCorrupt,
		`{"record":"tokens","version":-1}`:     KindCorrupt,
		`{"record":"credentials","version":1}`: KindCorrupt,
		`{"record":"tokens","version":1,"refresh_token":["canary"]}`: KindCorrupt,
		`{"record":"tokens","version":2,"refresh_token":["canary"]}`: KindNewerVersion,
	} {
		_, err := decodeTokens(text)
		if err == nil || KindOf(err) != want || strings.Contains(err.Error(), "canary") || hintOf(err) == "" {
			t.Errorf("%s: %v", text, err)
		}
	}
	_, err := encodeCredentials(Credentials{ClientSecret: akoya.NewSecret("\xff")})
	wantKind(t, err, KindInvalid)
	_, err = encodeTokens(Tokens{ObtainedAt: time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)})
	wantKind(t, err, KindInvalid)
}

func FuzzRecord(f *testing.F) {
	f.Add("r", "i", "é\U0001f511", `{"record":"tokens","version":1}`, int64(1), 100)
	f.Fuzz(func(t *testing.T, refresh, id, scope, text string, at int64, limit int) {
		if tok, err := decodeTokens(text); err == nil {
			if _, err := encodeTokens(tok); err != nil && KindOf(err) != KindInvalid {
				t.Errorf("read, but not written again: %v", err)
			}
		}
		_, _ = decodeCredentials(text)
		when := time.Unix(at%200_000_000_000, 0)
		tok := Tokens{Set: int(at), RefreshToken: akoya.NewSecret(refresh), IDToken: akoya.NewSecret(id),
			ObtainedAt: when, ServiceTokens: []ServiceToken{{Scope: scope, AccessToken: akoya.NewSecret(id)}}}
		record, err := encodeTokens(tok)
		valid := utf8.ValidString(refresh) && utf8.ValidString(id) && utf8.ValidString(scope) && when.UTC().Year() <= 9999 && when.UTC().Year() >= 0
		if valid != (err == nil) {
			t.Fatalf("valid %v, error %v", valid, err)
		}
		if err != nil {
			return
		}
		parts, err := split(record, 50+max(limit, -limit, 0)%5000)
		if err != nil {
			return
		}
		got, err := decodeTokens(strings.Join(parts, ""))
		if err != nil || !got.Equal(tok) {
			t.Errorf("%v, %v", got, err)
		}
	})
}
