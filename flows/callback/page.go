package callback

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"strconv"

	"akoya-tui/flows/visible"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

// pageScript takes the query, and the code in it, out of the address bar and
// the history.
const pageScript = `history.replaceState(null,"",location.pathname)`

// page is the one page that a browser is shown. It loads nothing, and its policy
// allows only its own style and script, by their hashes.
type page struct {
	template *template.Template
	policy   string
	host     string
}

// view is what the page says.
type view struct {
	Tone  string // "ok", "bad" or "note": the style, and the word beside the title
	Mark  string // the sign before the title
	Title string
	Lines []string
	Quote string // text of a server, shown as such
	Host  string
	CSS   template.CSS
	JS    template.JS
}

func newPage(host string) page {
	return page{
		template: template.Must(template.New("page").Parse(pageHTML)),
		policy: "default-src 'none'; style-src " + hashSource(pageCSS) + "; script-src " + hashSource(pageScript) +
			"; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		host: host,
	}
}

// hashSource returns a hash source of Content Security Policy Level 3.
func hashSource(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// write sends the page. A peer that does not read it is nobody's concern.
func (p page) write(w http.ResponseWriter, status int, v view) {
	v.Host, v.CSS, v.JS = p.host, template.CSS(pageCSS), pageScript
	var body bytes.Buffer
	if err := p.template.Execute(&body, v); err != nil {
		http.Error(w, v.Title, http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	h.Set("Content-Security-Policy", p.policy)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes())
	_ = http.NewResponseController(w).Flush()
}

const goBack = "You can close this window and go back to the terminal."

func acceptedView(c Callback) view {
	if c.IsError() {
		return view{Tone: "bad", Mark: "✗", Title: "No authorization", Lines: []string{c.Meaning(), goBack}, Quote: visible.Short(c.ErrDescription, 300)}
	}
	return view{Tone: "ok", Mark: "✓", Title: "Authorization received", Lines: []string{goBack}}
}

func refusedView(r *refusal) view {
	if r.kind == Repeated {
		return view{Tone: "note", Mark: "✓", Title: "Already received", Lines: []string{"The terminal has its answer; nothing was changed by opening this page again.", goBack}}
	}
	return view{Tone: "bad", Mark: "✗", Title: "Not accepted", Lines: []string{r.what, "The terminal goes on waiting for the right answer."}}
}
