package sandbox

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// oauthError is an error of the token and service token endpoints. The key
// order and the missing description are part of the contract.
type oauthError struct {
	Status      int    `json:"-"`
	Code        string `json:"error"`
	Description string `json:"error_description,omitempty"`
}

// dataError is an error of the data API; its code is a number.
type dataError struct {
	Status  int    `json:"-"`
	Code    int    `json:"code"`
	Message string `json:"message"`
}

// encode is compact JSON with no newline at the end. Unlike json.Marshal it
// leaves <, > and & alone when keep is set.
func encode(v any, keep bool) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(!keep)
	if err := enc.Encode(v); err != nil {
		return []byte(`{"error":"server_error"}`)
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
}

// writeJSON answers compact JSON. Error bodies carry no Cache-Control and no
// WWW-Authenticate, not even a 401 (dex 2.27).
func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(encode(v, false))
}

func (e *oauthError) write(w http.ResponseWriter) { writeJSON(w, e.Status, e) }

func (e dataError) write(w http.ResponseWriter) { writeJSON(w, e.Status, e) }

// noStore marks an answer with tokens (RFC 6749 section 5.1).
func noStore(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Pragma", "no-cache")
}

func writeText(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	w.Write([]byte(text))
}
