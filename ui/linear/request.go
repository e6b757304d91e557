package linear

import (
	"fmt"
	"slices"
	"strings"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/explain"
)

// part is one thing in a request that can be read out, changed and left out.
type part struct {
	name  string
	field akoya.Field
	set   func(r *akoya.Request, value akoya.Secret)
	drop  func(r *akoya.Request) // nil: it cannot be left out
	about explain.Entry
}

// partsOf lists the parts of a request of a flow in the order in which they are sent.
func partsOf(r akoya.Request, flow string) []part {
	list := []part{
		{name: "method", field: akoya.Plain("method", r.Method), set: func(r *akoya.Request, v akoya.Secret) { r.Method = strings.ToUpper(strings.TrimSpace(v.Reveal())) }},
		{name: "address", field: akoya.Plain("address", r.URL), set: func(r *akoya.Request, v akoya.Secret) { r.URL = strings.TrimSpace(v.Reveal()) }},
	}
	for i, f := range r.Header {
		about, _ := explain.HTTPHeader(f.Name)
		list = append(list, part{"header " + f.Name, f,
			func(r *akoya.Request, v akoya.Secret) { r.Header[i].Value = v },
			func(r *akoya.Request) { r.Header = slices.Delete(r.Header, i, i+1) }, about})
	}
	if !r.Basic.IsZero() {
		aboutID, _ := explain.FormField(flow, "client_id")
		aboutSecret, _ := explain.FormField(flow, "client_secret")
		list = append(list,
			part{"client id in the Authorization header", akoya.Plain("client_id", r.Basic.ClientID),
				func(r *akoya.Request, v akoya.Secret) { r.Basic.ClientID = v.Reveal() },
				func(r *akoya.Request) { r.Basic.ClientID = "" }, aboutID},
			part{"client secret in the Authorization header", akoya.Sensitive("client_secret", r.Basic.ClientSecret),
				func(r *akoya.Request, v akoya.Secret) { r.Basic.ClientSecret = v },
				func(r *akoya.Request) { r.Basic.ClientSecret = akoya.Secret{} }, aboutSecret})
	}
	for i, f := range r.Form {
		about, _ := explain.FormField(flow, f.Name)
		list = append(list, part{"form field " + f.Name, f,
			func(r *akoya.Request, v akoya.Secret) { r.Form[i].Value = v },
			func(r *akoya.Request) { r.Form = slices.Delete(r.Form, i, i+1) }, about})
	}
	return list
}

// words reads a part out; a secret is not.
func (p part) words() string {
	switch {
	case p.field.Sensitive:
		return p.name + ": " + hidden(p.field.Value)
	case p.field.Value.IsZero():
		return p.name + ": empty"
	case p.name == "address":
		return p.name + ": " + akoya.RedactText(p.field.Value.Reveal())
	}
	return p.name + ": " + p.field.Value.Reveal()
}

// prepare reads a request out and lets the person change it. It returns the
// request to send; errBack when nothing is to be sent.
func (t *talk) prepare(r akoya.Request, flow string) (akoya.Request, error) {
	built, changed := r, false
	t.readRequest(r, flow)
	for {
		choices := []string{"Send it.", "Change a field.", "Drop a field.", "Explain the fields.", "Go back; nothing is sent.", "Read the request again."}
		if changed {
			choices = append(choices, "Put every change back.")
		}
		i, err := t.choose(menu{
			title: "Send this request?", choices: choices,
			help: "This is exactly what will go out. Change or drop a field to see how the server refuses a wrong request. Nothing is sent before you choose it.",
		})
		if err != nil {
			return r, err
		}
		switch i {
		case 0:
			return r, nil
		case 1, 2:
			next, err := t.change(r, flow, i == 2)
			if err != nil && !isBack(err) {
				return r, err
			}
			if err == nil {
				r, changed = next, true
			}
			continue
		case 3:
			for _, p := range partsOf(r, flow) {
				if p.about.Meaning != "" {
					t.out.paragraph(strings.TrimSpace(fmt.Sprintf("%s: %s %s", sentenceCase(p.name), p.about.Meaning, p.about.IfWrong)))
				}
			}
			continue
		case 4:
			return r, errBack
		case 6:
			r, changed = built, false
		}
		t.readRequest(r, flow)
	}
}

func (t *talk) readRequest(r akoya.Request, flow string) {
	t.out.gap()
	list := partsOf(r, flow)
	t.out.say("The request has %s.", plural(len(list), "part"))
	for _, p := range list {
		t.out.say("%s.", sentenceCase(p.words()))
	}
}

// change asks which part of a request to change or drop, and how.
func (t *talk) change(r akoya.Request, flow string, drop bool) (akoya.Request, error) {
	var list []part
	var titles []string
	for _, p := range partsOf(r, flow) {
		if drop && p.drop == nil {
			continue
		}
		list, titles = append(list, p), append(titles, sentenceCase(p.words())+".")
	}
	question := "Change which part?"
	if drop {
		question = "Leave which part out?"
	}
	if len(list) == 0 {
		t.out.say("There is nothing to leave out.")
		return r, nil
	}
	i, err := t.choose(menu{title: question, choices: titles, help: "Only this one request is changed. The next one is built anew."})
	if err != nil {
		return r, err
	}
	p, next := list[i], r.Clone()
	if drop {
		p.drop(&next)
		t.out.say("%s is left out.", sentenceCase(p.name))
		return next, nil
	}
	value, err := t.newValue(p)
	if err != nil {
		return r, err
	}
	if p.field.Sensitive && value.IsZero() {
		t.out.say("Nothing was typed: it stays as it is.")
		return r, nil
	}
	p.set(&next, value)
	t.out.say("%s is changed.", sentenceCase(p.name))
	return next, nil
}

func (t *talk) newValue(p part) (akoya.Secret, error) {
	if p.field.Sensitive {
		return t.secret("The new "+p.name+"? An empty line keeps it.", p.about.Meaning)
	}
	value, err := t.text("The new "+p.name+"? An empty line makes it empty.", p.about.Meaning)
	return akoya.NewSecret(value), err
}

func sentenceCase(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// plan makes the plan of a request from the session.
func (t *talk) plan(step, variant string, r akoya.Request) flows.Plan {
	return flows.Plan{
		Step: step, Variant: variant, Environment: t.session.Environment, Request: r,
		ClockOffset: t.session.ClockOffset, Secrets: t.session.Secrets(),
	}
}
