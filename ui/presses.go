package ui

import tea "charm.land/bubbletea/v2"

// press acts on a key: the input that has the keyboard first, then the bindings
// of what is open, then those that work everywhere.
func (a *App) press(msg tea.KeyPressMsg) tea.Cmd {
	key := msg.String()
	if key == "ctrl+c" {
		return a.handle(quitProgram{now: true})
	}
	a.note = "" // it has been there to be read
	asked := a.leaving
	a.leaving = false // every other key takes the question back
	if key == keySuspend {
		return a.handle(suspendProgram{})
	}
	c := a.scene()
	if a.small() { // nobody types blindly
		if key == "q" {
			a.leaving = asked
			return a.handle(quitProgram{})
		}
		return nil
	}
	if a.palette != nil {
		return a.pressPalette(c, msg)
	}
	if e, ok := a.screens[a.active].(editor); ok && e.typing() && !a.help {
		return a.handle(e.key(c, msg))
	}
	b, ok := find(a.bindings(c), key)
	switch {
	case !ok:
		return a.say(keyName(key)+" does nothing here. ? shows the keys.", true)
	case b.why != "":
		return a.say(b.why, true)
	}
	switch b.intent.(type) {
	case reveal, scrollRevealed:
	default:
		a.revealed = "" // a secret is in clear until the next key
	}
	if _, quit := b.intent.(quitProgram); quit {
		a.leaving = asked
	}
	return a.handle(b.intent)
}

// pasted gives pasted text to the input that has the keyboard, or reads it as a
// callback URL or a token where one is awaited.
func (a *App) pasted(text string) tea.Cmd {
	a.leaving = false
	c := a.scene()
	if a.palette != nil {
		a.palette.input.paste(text)
		return nil
	}
	if e, ok := a.screens[a.active].(editor); ok && e.typing() {
		return a.handle(e.paste(c, text))
	}
	switch {
	case a.active == screenInspect || !a.open:
		return a.handle(inspectText{text})
	case a.active != screenAuthorize && a.asks() != nil:
		return a.handle(takeConsent{text})
	case a.active == screenAuthorize, a.session.Authorization != nil && !a.session.Authorization.Answered:
		return a.handle(takeCallback{text})
	}
	return a.say("The pasted text was not used: no field has the keyboard here. Nothing of it was kept.", true)
}

// keyName writes a key as people read it.
func keyName(key string) string {
	if len([]rune(key)) > 12 {
		return "This key"
	}
	return key
}
