package uitest_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/akoya/sandbox"
	"akoya-tui/flows/cases"
	"akoya-tui/ui"
	"akoya-tui/ui/uitest"
)

// authorizing opens the local Akoya with a browser that only notes its addresses.
func authorizing(t *testing.T, width, height int) (*uitest.Terminal, <-chan string) {
	t.Helper()
	client := akoya.NewClient(akoya.ClientOptions{})
	t.Cleanup(client.Close)
	opened := make(chan string, 10)
	app := ui.New(ui.Deps{
		Client: client, Now: time.Now, Location: time.UTC, Cases: cases.Catalogue(), OpenLocal: true,
		OpenBrowser: func(address string) error { opened <- address; return nil },
		StartLocal: func(context.Context) (ui.Local, error) {
			server, err := sandbox.Start(t.Context(), sandbox.Options{
				RedirectURIs: []string{"http://" + uitest.FreeAddress(t) + "/callback", akoya.DefaultRedirectURI},
			})
			if err != nil {
				return ui.Local{}, err
			}
			return ui.LocalServer(server.Info()).Connect(t.Context())
		},
	})
	t.Cleanup(app.Close)
	term := uitest.Start(t, app, width, height)
	term.WaitFor("waiting for the callback", "▌GET")
	return term, opened
}

// to moves the cursor to a parameter.
func to(term *uitest.Terminal, name string) {
	for range 12 {
		term.Type("up")
	}
	term.WaitFor("▌GET")
	for at := cursorOn(term); at != name; at = cursorOn(term) {
		term.Type("down")
		for cursorOn(term) == at {
			term.WaitChange()
		}
	}
}

// cursorOn returns the name of the parameter under the cursor.
func cursorOn(term *uitest.Terminal) string {
	_, below, _ := strings.Cut(term.Screen(), "WHAT THE BROWSER OPENS")
	_, row, _ := strings.Cut(below, "▌")
	name, _, _ := strings.Cut(row, " ")
	return name
}

// write puts another value in place of that of a parameter.
func write(term *uitest.Terminal, name, value string) {
	to(term, name)
	term.Type("e")
	term.WaitFor("enter accept")
	term.Type("ctrl+u")
	term.Paste(value)
	term.Type("enter")
	term.WaitFor("changed", "waiting for the callback")
}

// approve approves here as the first person.
func approve(term *uitest.Terminal) {
	term.Type("enter")
	term.WaitFor("APPROVE AS")
	term.Type("enter")
}

// TestAuthorizeByHand changes the authorize URL part by part and sees what comes
// of each change.
func TestAuthorizeByHand(t *testing.T) {
	t.Parallel()
	for _, size := range []struct {
		name          string
		width, height int
	}{{"wide", 120, 40}, {"narrow", 80, 24}} {
		t.Run(size.name, func(t *testing.T) {
			t.Parallel()
			term, _ := authorizing(t, size.width, size.height)

			// Each ends on a page of Akoya's, and no callback comes.
			for _, wrong := range []struct{ name, value, says string }{
				{"connector", "no-such-bank", "400"},
				{"client_id", "somebody-else", "400"},
				{"redirect_uri", "https://not.registered.example/callback", "400"},
			} {
				write(term, wrong.name, wrong.value)
				approve(term)
				term.WaitFor("on an error page: "+wrong.says, "It says:")
				term.Type("u")
				term.WaitGone("changed", "on an error page")
			}
			to(term, "connector")
			term.Type("d")
			term.WaitGone("mikomo")
			approve(term)
			term.WaitFor("on an error page: 403")

			// A refusal that comes back, and a new request.
			term.Type("n")
			term.WaitFor("mikomo", "waiting for the callback")
			write(term, "scope", "profile")
			approve(term)
			term.WaitFor("invalid_scope", "new request")
			term.Type("enter")
			term.WaitFor("openid", "waiting for the callback")

			// A state of one's own comes back, and is what the check is against.
			write(term, "state", "my own")
			term.WaitFor("is the one you wrote")
			approve(term)
			term.WaitWords("came back as you wrote it, my own")

			// Without a state nothing is protected, and that is said.
			to(term, "state")
			term.Type("d")
			term.WaitWords("There is no state")
			approve(term)
			term.WaitWords("no state was sent")

			// The scope decides what comes with the tokens.
			term.Type("n")
			term.WaitFor("waiting for the callback")
			write(term, "scope", "openid profile")
			approve(term)
			term.WaitFor("state matched")
			term.Type("enter")
			term.WaitFor("WHAT WILL BE SENT")
			term.Type("enter")
			term.WaitFor("Token set #1", "id_token")
			term.WaitGone(`"refresh_token"`)
		})
	}
}

// TestTheBrowserGetsWhatIsShown opens a changed URL, changes it again, and sends
// the answer to the earlier one: it is refused.
func TestTheBrowserGetsWhatIsShown(t *testing.T) {
	t.Parallel()
	term, opened := authorizing(t, 120, 40)
	open := func() url.Values {
		t.Helper()
		term.Type("o")
		u, err := url.Parse(<-opened)
		if err != nil {
			t.Fatal(err)
		}
		return u.Query()
	}
	back := func(redirect, code, state string) {
		t.Helper()
		answer, err := http.Get(redirect + "?code=" + code + "&state=" + url.QueryEscape(state))
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
	}
	write(term, "scope", "openid & more=1")
	term.Type("a")
	term.WaitFor("name=value")
	term.Paste("login_hint=mikomo 2")
	term.Type("enter")
	term.WaitFor("▌login_hint")
	first := open()
	if first.Get("scope") != "openid & more=1" || first.Get("login_hint") != "mikomo 2" || first.Get("connector") != "mikomo" {
		t.Errorf("the browser got %v", first)
	}
	write(term, "scope", "openid")
	term.WaitWords("The address was opened before it was changed")
	second := open()
	if second.Get("scope") != "openid" || second.Get("login_hint") != "mikomo 2" || second.Get("state") == first.Get("state") {
		t.Errorf("the browser got %v after %v", second, first)
	}
	back(first.Get("redirect_uri"), "stale", first.Get("state"))
	term.WaitFor("Refused:")
	term.WaitWords("another authorization")

	// The listener stays where it is; the callback from elsewhere is pasted.
	const elsewhere = "https://recipient.ddp.akoya.com/flow/callback"
	write(term, "redirect_uri", elsewhere)
	term.WaitWords("the listener does not move")
	third := open()
	term.Paste(first.Get("redirect_uri") + "?code=here&state=" + third.Get("state"))
	term.WaitWords("is not that of the redirect URI")
	term.Paste(elsewhere + "?code=there&state=" + third.Get("state"))
	term.WaitFor("state matched")
	term.Type("enter")
	term.WaitFor("WHAT WILL BE SENT", "https://recipi")
}
