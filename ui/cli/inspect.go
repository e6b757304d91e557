package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/visible"
)

// maxToken is how much is read of a token, in bytes.
const maxToken = 4 << 20

// Inspect is the command that takes a token apart.
type Inspect struct {
	File     string // "-" or "" reads In
	In       io.Reader
	Out      io.Writer
	KeysURL  string // a key set to verify the signature with; "" checks nothing
	Format   string // "text" or "json"
	Now      func() time.Time
	Location *time.Location
}

// Run reads, decodes and prints. The token itself is never printed.
func (i Inspect) Run(ctx context.Context) error {
	if i.Format != "text" && i.Format != "json" {
		return fmt.Errorf("there is no format %q: choose text or json", i.Format)
	}
	if i.KeysURL != "" {
		if err := (akoya.Request{Method: "GET", URL: i.KeysURL}).Check(); err != nil {
			return fmt.Errorf("--keys is not the address of a key set: %w", err)
		}
	}
	token, err := i.read()
	if err != nil {
		return err
	}
	decoded, err := akoya.DecodeWithoutVerify(token)
	if err != nil {
		return err
	}
	verification := akoya.Verification{Why: "not verified: no key set was given (--keys URL)"}
	if unsigned(decoded) {
		verification.Why = "none: the token says alg none"
	}
	if i.KeysURL != "" {
		client := akoya.NewClient(akoya.ClientOptions{Timeout: 15 * time.Second})
		defer client.Close()
		verification, _ = client.Verify(ctx, akoya.Environment{Name: akoya.EnvironmentCustom, KeysURL: i.KeysURL}, decoded)
	}
	if i.Format == "json" {
		return i.printJSON(decoded, verification)
	}
	return i.printText(decoded, verification)
}

func (i Inspect) read() (akoya.Secret, error) {
	in := i.In
	if i.File != "" && i.File != "-" {
		file, err := os.Open(i.File)
		if err != nil {
			return akoya.Secret{}, cannotOpen(i.File, err)
		}
		defer file.Close()
		in = file
	}
	text, err := io.ReadAll(io.LimitReader(in, maxToken+1))
	switch {
	case err != nil:
		return akoya.Secret{}, fmt.Errorf("cannot read the token: %w", err)
	case len(text) > maxToken:
		return akoya.Secret{}, fmt.Errorf("this is more than %d MiB: no token is that long", maxToken>>20)
	case strings.TrimSpace(string(text)) == "":
		return akoya.Secret{}, fmt.Errorf("there is nothing to inspect: give a file with a token, or send one to standard input")
	}
	return akoya.FindToken(string(text)), nil
}

// cannotOpen says why a file cannot be read. The name is not repeated when it
// may be the token itself.
func cannotOpen(name string, err error) error {
	const hint = "Give a file, or - for standard input; never the token itself as an argument"
	var failed *fs.PathError
	if !errors.As(err, &failed) || len(name) > 200 || akoya.RedactText(name) != name {
		return errors.New("cannot read the token: there is no such file. " + hint)
	}
	return fmt.Errorf("cannot read the token: %s: %w. %s", name, failed.Err, hint)
}

func signatureWords(v akoya.Verification) string {
	switch v.State {
	case akoya.SignatureVerified:
		return "verified with key " + v.KeyID
	case akoya.SignatureWrong, akoya.SignatureNotVerified:
	}
	return v.Why
}

func lifeWords(now, end time.Time) string {
	if now.Before(end) {
		return "expires " + visible.Ago(now, end)
	}
	return "expired " + visible.Ago(now, end)
}

// inspected is what --format json prints.
type inspected struct {
	Signature string          `json:"signature"`         // "verified", "wrong", "not verified"
	KeyID     string          `json:"key_id,omitempty"`  // that verified it
	Why       string          `json:"why,omitempty"`     // where it is not verified
	Expired   *bool           `json:"expired,omitempty"` // absent when there is no exp
	ExpiresAt string          `json:"expires_at,omitempty"`
	User      string          `json:"user,omitempty"`
	Connector string          `json:"connector,omitempty"`
	Header    json.RawMessage `json:"header"`
	Claims    json.RawMessage `json:"claims"`
}

func (i Inspect) printJSON(t akoya.IDToken, v akoya.Verification) error {
	one := inspected{
		Signature: "not verified", KeyID: v.KeyID, Why: v.Why,
		User: t.Person.User, Connector: t.Person.Connector,
		Header: object(t.Header), Claims: object(t.Claims),
	}
	switch v.State {
	case akoya.SignatureVerified:
		one.Signature, one.Why = "verified", ""
	case akoya.SignatureWrong:
		one.Signature = "wrong"
	case akoya.SignatureNotVerified:
	}
	if !t.Expiry.IsZero() {
		expired := !i.Now().Before(t.Expiry)
		one.Expired, one.ExpiresAt = &expired, t.Expiry.UTC().Format(time.RFC3339)
	}
	encoder := json.NewEncoder(i.Out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(one)
}

// object writes claims as a JSON object in their order.
func object(claims []akoya.Claim) json.RawMessage {
	var out strings.Builder
	out.WriteByte('{')
	for i, claim := range claims {
		if i > 0 {
			out.WriteByte(',')
		}
		name, _ := json.Marshal(claim.Name)
		out.Write(name)
		out.WriteByte(':')
		out.WriteString(claim.Value)
	}
	out.WriteByte('}')
	return json.RawMessage(out.String())
}
