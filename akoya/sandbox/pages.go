package sandbox

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
	"sync"
)

//go:embed pages/*.html pages/style.css
var pageFiles embed.FS

// pages are the templates, parsed on first use.
type pages struct {
	once  sync.Once
	set   map[string]*template.Template
	style string // the CSP source of the style sheet
}

func newPages() *pages { return &pages{} }

func (p *pages) load() {
	p.once.Do(func() {
		css, err := pageFiles.ReadFile("pages/style.css")
		if err != nil {
			panic("sandbox: the pages are not built in: " + err.Error())
		}
		sum := sha256.Sum256(css)
		p.style = "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		p.set = map[string]*template.Template{}
		for _, name := range []string{"login", "terms", "accounts", "message", "index"} {
			t := template.New("layout.html").Funcs(template.FuncMap{"style": func() template.CSS { return template.CSS(css) }})
			p.set[name] = template.Must(t.ParseFS(pageFiles, "pages/layout.html", "pages/"+name+".html"))
		}
	})
}

// view is what a page shows.
type view struct {
	Title    string
	Step     int // of 3; 0 for a page outside the sign-in
	Problem  string
	Flow     string
	Client   string
	Username string
	Scope    []string
	Accounts []account
	Checked  map[string]bool
	Users    []*user
	Info     Info
	Now      string
}

// render writes a page. Nothing on it may come from elsewhere or run; forms go
// to this server, which then redirects to the app: Chromium applies
// form-action to that redirect too, so the app's origin is let in.
func (s *Server) render(w http.ResponseWriter, status int, name, redirectURI string, v view) {
	s.pages.load()
	v.Now = s.Now().Format("2 January 2006, 15:04:05 MST")
	var buf bytes.Buffer
	if err := s.pages.set[name].Execute(&buf, v); err != nil {
		writeText(w, http.StatusInternalServerError, "500 the page could not be made\n")
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src "+s.pages.style+
		"; form-action 'self'"+formTarget(redirectURI)+"; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Frame-Options", "DENY")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(buf.Bytes())
}

// formTarget is the CSP source, after a space, of where the app is called back.
func formTarget(redirectURI string) string {
	u, err := url.Parse(redirectURI)
	switch {
	case err != nil || u.Scheme == "":
		return ""
	case u.Scheme == "http" || u.Scheme == "https":
		return " " + u.Scheme + "://" + u.Host
	}
	return " " + u.Scheme + ":"
}
