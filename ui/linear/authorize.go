package linear

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/callback"
	"akoya-tui/flows/control"
	"akoya-tui/flows/explain"
)

// viaLocal marks a callback that came from an approval given in the program.
const viaLocal callback.Via = "local"

// heard is an event of a listener, or its end.
type heard struct {
	from  *callback.Listener
	event callback.Event
	err   error
}

// deed is one answer to a menu and what it does.
type deed struct {
	title string
	do    func() error
}

// authorize brings a person to the authorize URL and waits for the callback, by
// the listener and by a pasted address at once.
func (t *talk) authorize() error {
	t.out.gap()
	t.out.say("Authorize.")
	t.out.paragraph("The person's browser goes to Akoya, logs in at the bank, chooses accounts and approves. Akoya sends the browser back to your app with a code.")
	if code, ok := t.session.NewestCode(); ok && code.StateAt(t.now()) == flows.CodeFresh {
		another, err := t.yes("A code that was not used is here already. Make another authorize request?", "No, keep this code.", "Yes, make another.")
		if err != nil || !another {
			return err
		}
	}
	if auth := t.session.Authorization; auth == nil || auth.Answered || t.listener == nil {
		if err := t.newAuthorization(); err != nil {
			return err
		}
	}
	for !t.answered() {
		deeds := t.authorizeDeeds()
		titles := make([]string, 0, len(deeds))
		for _, d := range deeds {
			titles = append(titles, d.title)
		}
		i, err := t.choose(menu{
			title: "How shall the person answer?", facts: t.waitingWords, choices: titles, take: t.takePaste, woken: t.answered,
			help: "The callback comes to this program when the browser is on this machine and the redirect URI is a loopback address. Otherwise copy the address on which the browser ended, even if it shows an error page, and paste it here. It holds the code, so it is a secret for five minutes.",
		})
		switch {
		case errors.Is(err, errWoken), err == nil && i == taken:
			continue
		case err != nil:
			return err
		}
		if err := deeds[i].do(); err != nil && !errors.Is(err, errBack) {
			return err
		}
	}
	return nil
}

func (t *talk) answered() bool {
	return t.session.Authorization != nil && t.session.Authorization.Answered
}

func (t *talk) authorizeDeeds() []deed {
	var deeds []deed
	if t.isLocal() {
		deeds = append(deeds,
			deed{"Approve here, as a person of the test bank.", func() error { return t.approve(false) }},
			deed{"Deny here, as a person of the test bank.", func() error { return t.approve(true) }})
	}
	return append(deeds,
		deed{"Open the address in a browser.", t.openBrowser},
		deed{"Paste the callback address.", t.pasteCallback},
		deed{"Read out the address and its parameters.", t.readAddress},
		deed{"Make a new authorize request.", t.newAuthorization})
}

// newAuthorization makes an authorize request and listens for its callback.
func (t *talk) newAuthorization() error {
	t.stopListening()
	auth, err := flows.NewAuthorization(t.session.Environment, t.session.App, t.profile.PKCE, t.profile.Nonce, t.now())
	if err != nil {
		t.out.paragraph(problem(err))
		return errBack
	}
	t.session = t.session.Apply(flows.Authorized{Authorization: auth})
	t.out.say("A new authorize request is made.")
	listener, err := callback.Listen(t.ctx, t.session.App.RedirectURI, auth.State, callback.Options{})
	if err != nil {
		t.out.paragraph(err.Error())
	} else {
		t.listener = listener
		go t.listen(listener)
	}
	if !t.isLocal() {
		return t.readURL()
	}
	return nil
}

// listen passes on what a listener sees until it ends.
func (t *talk) listen(l *callback.Listener) {
	for {
		event, err := l.Next(t.ctx)
		select {
		case t.heard <- heard{l, event, err}:
		case <-t.ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}

func (t *talk) stopListening() {
	if t.listener != nil {
		_ = t.listener.Close() // it always gives nil
		t.listener = nil
	}
}

// hear takes what the listener saw.
func (t *talk) hear(h heard) {
	if h.from != t.listener {
		return
	}
	if h.err != nil {
		t.out.paragraph(h.err.Error())
		t.stopListening()
		return
	}
	switch event := h.event.(type) {
	case callback.Accepted:
		t.returned(event.Callback)
	case callback.Refused:
		t.out.say("A request to the redirect URI was refused. %s", event.Reason)
	}
}

func (t *talk) waitingWords() {
	if t.listener != nil {
		t.out.say("Waiting for the callback on %s.", t.session.App.RedirectURI)
	} else {
		t.out.say("Nobody listens for the callback: paste it.")
	}
	t.out.say("The callback address can also be pasted right here, at any time.")
}

// readURL reads out the address, in one piece so that it can be copied.
func (t *talk) readURL() error {
	t.out.say("The person opens this address in a browser. It holds no secret.")
	t.out.address(t.session.Authorization.URL)
	return nil
}

// readAddress reads out the address and what each of its parameters is for.
func (t *talk) readAddress() error {
	_ = t.readURL()
	u, err := url.Parse(t.session.Authorization.URL)
	if err != nil {
		return nil
	}
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if value, err = url.QueryUnescape(value); err != nil {
			continue
		}
		entry, _ := explain.QueryParam(name)
		t.out.say("%s: %s. %s", name, value, entry.Meaning)
	}
	return nil
}

func (t *talk) openBrowser() error {
	_ = t.readURL()
	if t.deps.OpenBrowser == nil {
		t.out.say("No browser can be opened from here. Copy the address.")
		return nil
	}
	if err := t.deps.OpenBrowser(t.session.Authorization.URL); err != nil {
		t.out.say("No browser was opened: %s", sentence(err.Error()))
		t.out.say("Copy the address and open it where there is one.")
		return nil
	}
	t.out.say("The browser was asked to open the page.")
	return nil
}

// approve answers the authorize request in the place of a person of the test bank.
func (t *talk) approve(deny bool) error {
	question := "Approve as whom?"
	if deny {
		question = "Deny as whom?"
	}
	const people = "These are the people of the test bank. A name with a number such as 602 at its end makes data calls answer that error."
	t.out.say(people)
	i, err := t.choose(menu{title: question, choices: t.local.Users, help: people})
	if err != nil {
		return err
	}
	type done struct {
		answer control.Authorized
		err    error
	}
	order := control.Authorization{URL: t.session.Authorization.URL, User: t.local.Users[i], Deny: deny}
	d := during(t, callLimit, func(ctx context.Context) done {
		answer, err := t.local.Control.Authorize(ctx, order)
		return done{answer, err}
	})
	switch {
	case d.err != nil:
		t.out.paragraph(problem(d.err))
		return nil
	case d.answer.Redirect.IsZero():
		t.out.say("Akoya shows a page instead of redirecting: %d %s", d.answer.Status, sentence(d.answer.Refusal))
		return nil
	}
	got, err := callback.ParseRedirect(d.answer.Redirect.Reveal(), t.session.App.RedirectURI, t.session.Authorization.State)
	if err != nil {
		t.out.paragraph(err.Error())
		return nil
	}
	got.Via = viaLocal
	t.returned(got)
	return nil
}

func (t *talk) pasteCallback() error {
	text, err := t.secret("Paste the address on which the browser ended.", "It is the redirect URI with code and state behind it. It holds the code, which is a secret for five minutes.")
	if err != nil {
		return err
	}
	return t.takeCallback(text)
}

// takePaste takes a line at the menu that looks like a callback.
func (t *talk) takePaste(line string) bool {
	if !strings.Contains(line, "://") && !strings.Contains(line, "code=") && !strings.Contains(line, "error=") {
		return false
	}
	_ = t.takeCallback(akoya.NewSecret(line)) // what went wrong has been said
	return true
}

// takeCallback reads a pasted callback against the authorize request.
func (t *talk) takeCallback(text akoya.Secret) error {
	auth := t.session.Authorization
	got, err := callback.Parse(text.Reveal(), t.session.App.RedirectURI, auth.State)
	if err != nil {
		t.out.paragraph(err.Error())
		if callback.KindOf(err) != callback.StateUnchecked {
			return nil
		}
		sure, err := t.yes("Use it all the same?", "No, leave it.", "Yes, I copied it myself just now.")
		if err != nil || !sure {
			return err
		}
	}
	t.returned(got)
	return nil
}

// returned takes a callback into the session.
func (t *talk) returned(got callback.Callback) {
	if auth := t.session.Authorization; auth == nil || auth.Answered {
		return
	}
	t.session = t.session.Apply(flows.Returned{Code: got.Code, Error: got.Err, Via: string(got.Via), Unchecked: got.State.IsZero(), At: t.now()})
	t.out.gap()
	if got.IsError() {
		t.out.say("The callback came with an error: %s.", got.Err)
		t.out.paragraph(got.Meaning())
		if got.ErrDescription != "" {
			t.out.say("Akoya says: %s", sentence(akoya.RedactText(got.ErrDescription, t.session.Secrets()...)))
		}
		t.out.paragraph(got.Hint())
		return
	}
	code, _ := t.session.NewestCode()
	t.out.say("The callback is here and its state is the right one.")
	if got.Via == callback.ViaPaste && got.State.IsZero() {
		t.out.say("Its state was not checked.")
	}
	t.out.say("It brought an authorization code: %s.", hidden(code.Value))
	t.out.say("The code works once and for five minutes.")
}
