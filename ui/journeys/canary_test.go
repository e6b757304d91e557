package journeys

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A canary is a secret that can be told from everything else. Its core is what is
// searched for; four characters behind it are what a mask may show. It has every
// character that an encoding would change.
func canary(kind string) string { return canaryCore(kind) + ".9end" }

func canaryCore(kind string) string { return "cAn-" + kind + `+Qz/7=~"&<Wk` }

// idCanary is a token of three parts whose claims may be shown and whose text may not.
func idCanary(n int) string {
	part := base64.RawURLEncoding.EncodeToString
	return part([]byte(`{"alg":"RS256","kid":"canary"}`)) + "." +
		part(fmt.Appendf(nil, `{"iss":"https://canary.test","sub":"CgljYW5hcnk","aud":["canary"],"exp":4102444800,"iat":1763000000,"name":"bird %d"}`, n)) +
		"." + idSignature(n) + "9end"
}

func idSignature(n int) string { return fmt.Sprintf("cAnIdTokenSignature%dzzQqPpLl", n) }

// The kinds of canary that are planted.
func canaryKinds() []string {
	kinds := []string{"client", "service-client", "code", "typed", "pasted"}
	for n := range 60 {
		kinds = append(kinds, fmt.Sprintf("refresh%d.", n), fmt.Sprintf("service%d.", n))
	}
	return kinds
}

// canaryForms are all texts that must show nowhere, with what each is.
func canaryForms() map[string]string {
	forms := map[string]string{}
	add := func(kind, core string) {
		asJSON, _ := json.Marshal(core)
		var plain bytes.Buffer
		encoder := json.NewEncoder(&plain)
		encoder.SetEscapeHTML(false)
		_ = encoder.Encode(core)
		for how, text := range map[string]string{
			"as it is": core, "in a query": url.QueryEscape(core), "in a path": url.PathEscape(core),
			"in JSON": strings.Trim(string(asJSON), `"`), "in plain JSON": strings.Trim(strings.TrimSpace(plain.String()), `"`),
			"in HTML": html.EscapeString(core), "in Go": strings.Trim(strconv.Quote(core), `"`), "in shell": strings.ReplaceAll(core, "'", `'\''`),
		} {
			forms[text] = kind + " " + how
		}
		for shift := range 3 {
			for name, encoding := range map[string]*base64.Encoding{"base64": base64.RawStdEncoding, "base64url": base64.RawURLEncoding} {
				text := encoding.EncodeToString([]byte(strings.Repeat("x", shift) + core))
				text = text[(shift*8+5)/6:]
				if (len(core)+shift)%3 != 0 {
					text = text[:len(text)-1]
				}
				forms[text] = fmt.Sprintf("%s in %s, %d bytes on", kind, name, shift)
			}
		}
	}
	for _, kind := range canaryKinds() {
		add(kind, canaryCore(kind))
	}
	for n := range 60 {
		add(fmt.Sprintf("id_token %d", n), idSignature(n))
	}
	return forms
}

// canariesIn names the canaries in data.
func canariesIn(data []byte, forms map[string]string) []string {
	if !bytes.Contains(data, []byte("cAn")) && !containsAny(data, forms) {
		return nil
	}
	var found []string
	for text, what := range forms {
		if bytes.Contains(data, []byte(text)) {
			found = append(found, what)
		}
	}
	slices.Sort(found)
	return found
}

func containsAny(data []byte, forms map[string]string) bool {
	for text := range forms {
		if bytes.Contains(data, []byte(text)) {
			return true
		}
	}
	return false
}

// canariesUnder names the canaries in all files under dir and in their names. It
// returns how many bytes were searched.
func canariesUnder(dir string, forms map[string]string) (found []string, size int, err error) {
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		for _, what := range canariesIn([]byte(path), forms) {
			found = append(found, "a file name: "+what)
		}
		if entry.IsDir() {
			return nil
		}
		data, err := os.ReadFile(path)
		size += len(data)
		for _, what := range canariesIn(data, forms) {
			found = append(found, filepath.Base(path)+": "+what)
		}
		return err
	})
	return found, size, err
}
