package linear

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"akoya-tui/akoya"
	"akoya-tui/akoya/sandbox"
	"akoya-tui/flows/cases"
	"akoya-tui/ui"
)

// patient is how long a test waits for what must come.
const patient = 20 * time.Second

// transcript collects what is said and can be waited for.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
	news chan struct{}
}

func newTranscript() *transcript { return &transcript{news: make(chan struct{}, 1)} }

// Write implements io.Writer.
func (s *transcript) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.text.Write(p)
	select {
	case s.news <- struct{}{}:
	default:
	}
	return n, err
}

func (s *transcript) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// conversation is a talk with a test.
type conversation struct {
	t    *testing.T
	talk *talk
	said *transcript
	in   *io.PipeWriter
	seen int // how much of the transcript was waited for
	end  chan error
}

// converse starts a talk.
func converse(t *testing.T, deps Deps) *conversation {
	t.Helper()
	reader, writer := io.Pipe()
	c := &conversation{t: t, said: newTranscript(), in: writer, end: make(chan error, 1)}
	deps.In, deps.Out = reader, c.said
	ctx, cancel := context.WithCancel(t.Context())
	c.talk = newTalk(ctx, deps)
	go func() {
		defer cancel()
		c.end <- c.talk.run()
		_ = reader.Close()
	}()
	t.Cleanup(func() {
		_ = writer.Close()
		cancel()
	})
	return c
}

// hear waits for texts, in this order, after what was heard before.
func (c *conversation) hear(texts ...string) {
	c.t.Helper()
	for _, text := range texts {
		end := time.After(patient)
		for {
			all := c.said.String()
			if at := strings.Index(all[c.seen:], text); at >= 0 {
				c.seen += at + len(text)
				break
			}
			select {
			case <-c.said.news:
			case <-end:
				c.t.Fatalf("%q was not said. Since then:\n%s", text, all[c.seen:])
			}
		}
	}
}

// answer types lines, each when there is a question.
func (c *conversation) answer(lines ...string) {
	c.t.Helper()
	for _, line := range lines {
		c.hear("q to quit.")
		if _, err := io.WriteString(c.in, line+"\n"); err != nil {
			c.t.Fatalf("%q was not taken: %v\n%s", line, err, c.said)
		}
	}
}

// over waits for the end and checks what must hold for every conversation.
func (c *conversation) over() string {
	c.t.Helper()
	_ = c.in.Close()
	select {
	case err := <-c.end:
		if err != nil {
			c.t.Errorf("it ended with %v", err)
		}
	case <-time.After(patient):
		c.t.Fatalf("it does not end:\n%s", c.said)
	}
	checkSpoken(c.t, c.said.String())
	checkSecrets(c.t, c.talk, c.said.String())
	return c.said.String()
}

// checkSpoken checks that a text can be read aloud.
func checkSpoken(t *testing.T, text string) {
	t.Helper()
	for i, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "http") { // an address has to be copied whole
			continue
		}
		if n := utf8.RuneCountInString(line); n > 200 {
			t.Errorf("line %d has %d characters: %s", i+1, n, line)
		}
	}
	for _, r := range text {
		if r < 0x20 && r != '\n' || r == 0x7f || r >= 0x2190 && r <= 0x2bff || r == '•' || r == '…' {
			t.Errorf("%U was written", r)
		}
	}
}

// checkSecrets checks that no secret of the session was said.
func checkSecrets(t *testing.T, talk *talk, text string) {
	t.Helper()
	for _, secret := range talk.session.Secrets() {
		if strings.Contains(text, secret.Reveal()) {
			t.Errorf("the secret %s was said", secret)
		}
	}
}

// localDeps connect a talk to a local Akoya of its own.
func localDeps(t *testing.T) Deps {
	t.Helper()
	client := akoya.NewClient(akoya.ClientOptions{})
	t.Cleanup(client.Close)
	return Deps{
		Client: client, Now: time.Now, Location: time.FixedZone("CET", 3600), Version: "test", Cases: cases.Catalogue(), ReportDir: t.TempDir(),
		StartLocal: func(context.Context) (ui.Local, error) { return startLocal(t) },
	}
}

// canarySecret stands for a secret that must never be said.
const canarySecret = "canary-0123456789-client-secret"

const testRedirect = "https://recipient.example/callback"

func startLocal(t *testing.T) (ui.Local, error) {
	return ui.LocalServer(startSandbox(t)).Connect(t.Context())
}

func startSandbox(t *testing.T) sandbox.Info {
	t.Helper()
	server, err := sandbox.Start(t.Context(), sandbox.Options{ClientSecret: canarySecret, RedirectURIs: []string{testRedirect}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close(context.WithoutCancel(t.Context())) })
	return server.Info()
}
