package callback

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func TestPageHeadersAndPolicy(t *testing.T) {
	t.Parallel()
	l := listen(t, "http://127.0.0.1:0/callback")
	for name, query := range map[string]string{"accepted": goodQuery, "repeated": goodQuery, "refused": "?code=" + testCode} {
		page := get(t, l.RedirectURI()+query, nil)
		for header, want := range map[string]string{
			"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
			"Cross-Origin-Opener-Policy": "same-origin", "Access-Control-Allow-Origin": "",
		} {
			if got := page.header.Get(header); got != want {
				t.Errorf("%s: %s is %q, want %q", name, header, got, want)
			}
		}
		policy := page.header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
			t.Errorf("%s: policy %s", name, policy)
		}
		for _, element := range []string{"style", "script"} {
			found := regexp.MustCompile(`(?s)<`+element+`>(.*?)</`+element+`>`).FindAllStringSubmatch(page.body, -1)
			if len(found) != 1 {
				t.Fatalf("%s: %d elements %s", name, len(found), element)
			}
			sum := sha256.Sum256([]byte(found[0][1]))
			if want := element + "-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, want) {
				t.Errorf("%s: the policy %s does not allow the %s that is sent: %s", name, policy, element, want)
			}
		}
		for _, forbidden := range []string{testCode, testState, "http://127", "https://", "url(", "@import", " src=", "onload", "style="} {
			if strings.Contains(page.body, forbidden) {
				t.Errorf("%s: the page holds %q:\n%s", name, forbidden, page.body)
			}
		}
		if !strings.Contains(page.body, `history.replaceState(null,"",location.pathname)`) {
			t.Errorf("%s: the address keeps the code", name)
		}
	}
}

func TestPageEscapesTheServersText(t *testing.T) {
	t.Parallel()
	view := acceptedView(Callback{Err: "</style><script>x</script>", ErrDescription: `"><img src=x onerror=alert(1)>` + "\x00\u202e" + strings.Repeat("long ", 200)})
	recorder := &recorder{header: http.Header{}}
	newPage("127.0.0.1:1").write(recorder, 200, view)
	body := recorder.body.String()
	if strings.Contains(body, "<img") || strings.Contains(body, "<script>x") || strings.ContainsAny(body, "\x00\u202e") {
		t.Errorf("page = %s", body)
	}
	if !strings.Contains(body, `&#34;&gt;&lt;img src=x onerror=alert(1)&gt;\x00\u{202e}`) || len(body) > 8<<10 {
		t.Errorf("page of %d bytes = %s", len(body), body)
	}
}

type recorder struct {
	header http.Header
	body   strings.Builder
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(int)             {}
func (r *recorder) Write(p []byte) (int, error) { return r.body.Write(p) }
