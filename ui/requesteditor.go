package ui

import (
	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows/visible"
)

// requestEditor shows a request part by part, the cursor on one of them, and
// changes it. The request on view is given with each call.
type requestEditor struct {
	id      screenID // names its secrets when one is revealed
	cursor  int
	edited  *akoya.Request // as changed by hand; nil: not changed
	editing *editing       // a part being typed; nil: none

	credentials akoya.Basic // those that were moved to nowhere

	onType   func() // called when typing starts; nil: nothing to do
	onChange func() // called when the request has been changed

	// A URL that a browser opens: no method, no headers, its form is the query.
	// onPut takes each change, nil for everything back, to where the URL is kept.
	browser bool
	onPut   func(*akoya.Request) intent
}

// editing is a row, or a new part, being typed.
type editing struct {
	input *input
	at    row
	add   bool
	from  akoya.Request
}

// at returns the row under the cursor.
func (e *requestEditor) at(request akoya.Request) row {
	list := rows(request)
	return list[min(e.cursor, len(list)-1)]
}

// bindings change the request on view; blocked says why they cannot.
func (e *requestEditor) bindings(c scene, request akoya.Request, blocked string) []binding {
	style := request.AuthStyle()
	move := blocked
	if move == "" {
		move = e.unmovable(request)
	}
	return append(e.partBindings(c, request, blocked, e.edited != nil),
		binding{keys: []string{"b"}, word: "credentials: " + string(nextStyle(style)), rank: 11, why: move, help: "Move the client credentials: Authorization header, form body, none.", intent: act(func() { e.moveCredentials(request) })},
		binding{keys: []string{"y"}, word: "copy as curl", rank: 8, why: blocked, help: "Copy the request as a curl line; secrets stand as $VARIABLES.", intent: copyCurl{request}},
	)
}

// partBindings change a part of the request; changed says whether anything was.
func (e *requestEditor) partBindings(c scene, request akoya.Request, blocked string, changed bool) []binding {
	at := e.at(request)
	drop, back := blocked, blocked
	w := e.words()
	if at.kind == rowLine && drop == "" {
		drop = w.fixed
	}
	if !changed && back == "" {
		back = "Nothing was changed."
	}
	without := withoutRow(request, at)
	return []binding{
		{keys: []string{"e"}, word: "edit", rank: 5, why: blocked, help: w.edit, intent: act(func() { e.edit(c, request, at) })},
		{keys: []string{"d"}, word: "drop", rank: 9, why: drop, help: w.drop, intent: e.put(&without)},
		{keys: []string{"a"}, word: "add", rank: 12, why: blocked, help: w.add, intent: act(func() {
			e.editing = &editing{input: newInput("", w.hint, false, c.theme), add: true, from: request}
			e.editing.input.hides = akoya.IsSecretName
		})},
		{keys: []string{"u"}, word: "undo", rank: 10, why: back, help: "Put every change back.", intent: e.put(nil)},
	}
}

// editorWords are what the editor says of the kind of request that it edits.
type editorWords struct{ edit, drop, add, hint, fixed, unread string }

func (e *requestEditor) words() editorWords {
	if e.browser {
		return editorWords{
			edit:   "Change the parameter under the cursor, or the address itself. A whole URL may be pasted over the address.",
			drop:   "Leave the parameter under the cursor out.",
			add:    "Add a parameter (name=value), written plainly: it is escaped for the URL.",
			hint:   "name=value",
			fixed:  "The address cannot be dropped; e changes it.",
			unread: "Write name=value for a parameter. Nothing was added.",
		}
	}
	return editorWords{
		edit:   "Change the field under the cursor: any header, field, the method, the URL. A secret is typed or pasted unseen.",
		drop:   "Leave the field under the cursor out.",
		add:    "Add a form field (name=value) or a header (Name: value).",
		hint:   "name=value, or Name: value for a header",
		fixed:  "The request line cannot be dropped; e changes it.",
		unread: "Write name=value for a form field, or Name: value for a header. Nothing was added.",
	}
}

// revealBinding shows the secret under the cursor.
func (e *requestEditor) revealBinding(request akoya.Request) binding {
	item, hide := "", "There is nothing hidden in this field."
	if at := e.at(request); at.field.Sensitive {
		item, hide = revealItem(e.id, at), ""
	}
	return binding{keys: []string{"v"}, word: "reveal", rank: 13, why: hide, help: "Show the secret under the cursor for ten seconds.", intent: reveal{item}}
}

// down and up move the cursor.
func (e *requestEditor) down(request akoya.Request) act {
	last := len(rows(request)) - 1
	return func() { e.cursor = min(e.cursor+1, last) }
}

func (e *requestEditor) up(request akoya.Request) act {
	last := len(rows(request)) - 1
	return func() { e.cursor = max(min(e.cursor, last)-1, 0) }
}

// unmovable says why the client credentials cannot be moved; "" when they can.
func (e *requestEditor) unmovable(request akoya.Request) string {
	held := request.WithAuthStyle(akoya.AuthBasic).Basic
	if held.IsZero() && e.credentials.IsZero() {
		return "This request carries no client credentials."
	}
	if request.Basic.IsZero() {
		return ""
	}
	for _, name := range []string{"client_id", "client_secret"} {
		if _, both := request.Field(name); both {
			return "The Authorization header has credentials, and the body has a " + name + ": drop one of the two first (d)."
		}
	}
	return ""
}

// moveCredentials moves the client credentials to their next place. From none
// they come back as they were.
func (e *requestEditor) moveCredentials(request akoya.Request) {
	if held := request.WithAuthStyle(akoya.AuthBasic).Basic; !held.IsZero() {
		e.credentials = held
		request = request.WithAuthStyle(nextStyle(request.AuthStyle()))
	} else {
		request = request.WithBasic(e.credentials.ClientID, e.credentials.ClientSecret)
	}
	e.change(&request)
}

func nextStyle(s akoya.AuthStyle) akoya.AuthStyle {
	switch s {
	case akoya.AuthBasic:
		return akoya.AuthBody
	case akoya.AuthBody:
		return akoya.AuthNone
	}
	return akoya.AuthBasic
}

// revealItem names a row with its secret for the reveal: another token in the
// same row stays hidden.
func revealItem(id screenID, at row) string {
	return string(id) + "/" + at.field.Name + "/" + at.field.Value.Mask()
}

// put takes a change to where the request is kept; nil takes every change back.
func (e *requestEditor) put(r *akoya.Request) intent {
	if e.onPut != nil {
		return e.onPut(r)
	}
	return act(func() { e.change(r) })
}

// change puts a changed request on view; nil: the one as it was.
func (e *requestEditor) change(r *akoya.Request) {
	if e.edited = r; r != nil {
		e.cursor = min(e.cursor, len(rows(*r))-1)
	}
	if e.onChange != nil {
		e.onChange()
	}
}

// edit starts typing into a row. A secret starts empty: what is typed replaces
// it, and nothing typed leaves it as it is.
func (e *requestEditor) edit(c scene, request akoya.Request, at row) {
	value, placeholder := at.field.Display(), ""
	if at.field.Sensitive {
		value, placeholder = "", "type or paste; empty keeps "+at.field.Value.Mask()
	}
	switch {
	case at.kind == rowLine && e.browser:
		value = request.URL
	case at.kind == rowLine:
		value = request.Method + " " + request.URL
	}
	if e.onType != nil {
		e.onType()
	}
	e.editing = &editing{input: newInput(value, placeholder, at.field.Sensitive, c.theme), at: at, from: request}
}

func (e *requestEditor) typing() bool { return e.editing != nil }

func (e *requestEditor) key(k tea.KeyPressMsg) intent {
	switch k.String() {
	case "esc":
		e.editing = nil
	case "enter":
		return e.accept()
	default:
		e.editing.input.press(k)
	}
	return nil
}

func (e *requestEditor) paste(text string) { e.editing.input.paste(text) }

func (e *requestEditor) accept() intent {
	now := e.editing
	e.editing = nil
	value := now.input.value()
	refuse := func(err error) intent { // what was typed stays, to be mended
		e.editing = now
		return say{sentence(visible.Line(err.Error())) + " Nothing was changed."}
	}
	switch {
	case now.add:
		changed, ok := withAdded(now.from, value)
		if !ok || e.browser && len(changed.Form) == len(now.from.Form) {
			return say{e.words().unread}
		}
		if err := e.unsendable(now, changed); err != nil {
			return refuse(err)
		}
		e.cursor = len(rows(changed)) - 1
		if len(changed.Header) > len(now.from.Header) {
			e.cursor = len(changed.Header) // the request line stands before the headers
		}
		return e.put(&changed)
	case now.at.field.Sensitive && value == "":
		return nil
	case e.browser && now.at.kind == rowLine:
		changed := withAddress(now.from, value)
		return e.put(&changed)
	}
	changed := withRow(now.from, now.at, value)
	if err := e.unsendable(now, changed); err != nil {
		return refuse(err)
	}
	return e.put(&changed)
}

// unsendable says why a request cannot be sent as it was changed: nil when the
// change is not to blame.
func (e *requestEditor) unsendable(now *editing, changed akoya.Request) error {
	err := changed.Check()
	if e.browser || err == nil || now.at.kind != rowLine && now.from.Check() != nil {
		return nil
	}
	return err
}
