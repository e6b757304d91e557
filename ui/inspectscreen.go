package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/visible"
)

// inspectScreen takes a token apart: header, life, claims, lineage.
type inspectScreen struct {
	at     int // which token: counted from the newest one
	cursor int // the claim under the cursor
	pasted *subject
	input  *input

	rows    []claimRow // of the token on view, made once
	rowsOf  rowsKey
	opaques map[akoya.Secret]opaque // service tokens, decoded once
}

// rowsKey says which token, beside which other one, rows are of.
type rowsKey struct {
	token  akoya.Secret
	before int
}

// opaque is what came of decoding a service token.
type opaque struct {
	decoded akoya.IDToken
	err     error
}

// subject is a token on view, decoded.
type subject struct {
	name      string // "set #2", "service token", "pasted token"
	token     akoya.Secret
	decoded   akoya.IDToken
	err       error
	verified  akoya.Verification
	set       *flows.TokenSet
	before    *flows.TokenSet // the set that it came from
	service   *flows.ServiceToken
	wasPasted bool
}

func (s *inspectScreen) opened(scene) intent {
	s.input = nil
	s.at, s.cursor = 0, 0
	return nil
}

// show puts a pasted token on view. Nothing is sent: its signature stays
// unchecked.
func (s *inspectScreen) show(token akoya.Secret) {
	decoded, err := akoya.DecodeWithoutVerify(token)
	s.pasted = &subject{
		name: "pasted token", token: token, decoded: decoded, err: err, wasPasted: true,
		verified: akoya.Verification{Why: "not verified: a pasted token is not sent anywhere, and its keys are not fetched"},
	}
	s.at, s.cursor, s.input = 0, 0, nil
}

// subjects lists what can be inspected, newest first, a pasted token before all.
func (s *inspectScreen) subjects(c scene) []subject {
	var list []subject
	if s.pasted != nil {
		list = append(list, *s.pasted)
	}
	sets := c.session.Sets()
	for i := len(sets) - 1; i >= 0; i-- {
		set := sets[i]
		one := subject{
			name: fmt.Sprintf("id_token of set #%d", set.Number), token: set.IDToken,
			decoded: set.Decoded, err: set.DecodeErr, verified: set.Verification, set: &set,
		}
		if set.IDToken.IsZero() {
			one.err = fmt.Errorf("set #%d has no id_token", set.Number)
		}
		if from, ok := c.session.Set(set.From); ok {
			one.before = &from
		}
		list = append(list, one)
	}
	services := c.session.ServiceTokens()
	for i := len(services) - 1; i >= 0; i-- {
		one := subject{name: "service token", token: services[i].Value, service: &services[i]}
		one.decoded, one.err = s.decode(services[i].Value)
		list = append(list, one)
	}
	return list
}

func (s *inspectScreen) decode(token akoya.Secret) (akoya.IDToken, error) {
	if known, ok := s.opaques[token]; ok {
		return known.decoded, known.err
	}
	decoded, err := akoya.DecodeWithoutVerify(token)
	if s.opaques == nil {
		s.opaques = map[akoya.Secret]opaque{}
	}
	s.opaques[token] = opaque{decoded, err}
	return decoded, err
}

// counts reports whether the life of the token on view is running out.
func (s *inspectScreen) counts(c scene) bool {
	now, _, ok := s.current(c)
	if !ok || s.input != nil {
		return false
	}
	end := now.decoded.Expiry
	if now.service != nil {
		end = now.service.ExpiresAt()
	}
	return c.now.Before(end)
}

// item names the token for the reveal: another one stays hidden.
func (now subject) item() string { return "inspect/" + now.name + "/" + now.token.Mask() }

func (s *inspectScreen) current(c scene) (subject, int, bool) {
	list := s.subjects(c)
	if len(list) == 0 {
		return subject{}, 0, false
	}
	return list[min(s.at, len(list)-1)], len(list), true
}

func (s *inspectScreen) bindings(c scene) []binding {
	now, count, ok := s.current(c)
	none, other, claim := "", "", ""
	if !ok {
		none = "There is no token yet: 1 authorizes, or paste one."
	}
	if count < 2 {
		other = "There is no other token."
	}
	list := s.claims(now)
	if len(list) == 0 {
		claim = "There are no claims to choose from."
	}
	last := max(0, len(list)-1)
	value := ""
	if len(list) > 0 {
		value = list[min(s.cursor, last)].full
	}
	moves := listMoves("claim", claim, 3, min(s.cursor, last), last, max(1, c.height/2), func(row int) { s.cursor = row })
	moves[0].help = "The next claim: its whole value and meaning stand below."
	return append([]binding{
		{keys: []string{"left", "["}, label: "←→", word: "other token", rank: 4, why: other, help: "The token that came before this one.", intent: act(func() { s.at, s.cursor = (s.at+1)%max(1, count), 0 })},
		{keys: []string{"right", "]"}, word: "newer token", hidden: true, why: other, help: "The token that came after this one.", intent: act(func() { s.at, s.cursor = (s.at+count-1)%max(1, count), 0 })},
		{keys: []string{"y"}, word: "copy claim", rank: 6, why: claim, help: "Copy the value of the claim.", intent: copyText{value, "The claim was copied."}},
		{keys: []string{"Y"}, word: "copy token", rank: 8, why: none, help: "Copy the token itself, in clear: it opens the person's data until it expires.", intent: copyText{now.token.Reveal(), "The token was copied in clear. Whoever has it can read the person's data until it expires."}},
		{keys: []string{"v"}, word: "reveal", rank: 9, why: none, help: "Show the whole token for ten seconds.", intent: reveal{now.item()}},
		{keys: []string{"p"}, word: "paste a token", rank: 7, help: "Paste a token to take it apart. Nothing is sent. Pasting works without this key too.", intent: act(func() {
			s.input = newInput("", "a JWT; it is not shown and not sent", true, c.theme)
		})},
	}, moves...)
}

func (s *inspectScreen) typing() bool { return s.input != nil }

func (s *inspectScreen) typingKeys() []binding {
	return []binding{{keys: []string{"enter"}, word: "take it apart"}, {keys: []string{"esc"}, word: "close"}}
}

func (s *inspectScreen) key(_ scene, k tea.KeyPressMsg) intent {
	switch k.String() {
	case "esc":
		s.input = nil
	case "enter":
		text := s.input.value()
		s.input = nil
		if text != "" {
			return inspectText{text}
		}
	default:
		s.input.press(k)
	}
	return nil
}

func (s *inspectScreen) paste(_ scene, text string) intent {
	s.input = nil
	return inspectText{text}
}

func (s *inspectScreen) view(c scene) []string {
	t, g := c.theme, c.glyphs
	now, count, ok := s.current(c)
	if s.input != nil {
		return []string{t.strong.paint("Inspect"), "", " Paste a token:", t.accent.paint(g.focus) + s.input.view(c.width-1, g)}
	}
	if !ok {
		return []string{
			t.strong.paint("Inspect"), "",
			" " + t.text.paint("There is no token yet."), "",
			" " + t.accent.paint("1") + t.text.paint(" authorizes, then 2 obtains the first token set"),
			" " + t.accent.paint("p") + t.text.paint(" pastes a token from elsewhere: nothing is sent anywhere"),
		}
	}
	place := ""
	if count > 1 {
		place = fmt.Sprintf("%d of %d tokens  ←→", min(s.at, count-1)+1, count)
	}
	lines := []string{spread(t.strong.paint("Inspect")+"  "+t.text.paint(now.name)+s.setNote(now, c), t.muted.paint(place), c.width, g)}
	if now.err != nil {
		return append(lines, s.undecoded(now, c)...)
	}
	lines = append(lines, s.headerLines(now, c)...)
	lines = append(lines, s.lifeLines(now, c)...)
	lines = append(lines, "")
	lineage := lineageLines(c)
	detail := s.detail(now, c)
	lines = append(lines, s.table(now, c, max(4, c.height-len(lines)-len(detail)-len(lineage)-1))...)
	lines = append(lines, detail...)
	if len(lineage) > 0 {
		for len(lines) < c.height-len(lineage) {
			lines = append(lines, "")
		}
	}
	return append(lines, lineage...)
}

func (s *inspectScreen) setNote(now subject, c scene) string {
	if now.set == nil {
		return ""
	}
	return "  " + setState(*now.set, c)
}

// undecoded explains a token that is no JWT.
func (s *inspectScreen) undecoded(now subject, c scene) []string {
	t := c.theme
	lines := []string{"", " " + t.muted.paint("TOKEN ") + s.tokenText(now, c), ""}
	paint := t.warn
	if now.service != nil {
		paint = t.text
	}
	for _, line := range wrapMost(visible.Line(sentence(now.err.Error())), c.width-2, 6, c.glyphs) {
		lines = append(lines, " "+paint.paint(line))
	}
	if now.service != nil {
		lines = append(lines, "", " "+t.muted.paint("scope    ")+visible.Line(now.service.Scope))
		if end := now.service.ExpiresAt(); !end.IsZero() {
			ink := lifeInk(c.now, now.service.ObtainedAt, end, t)
			lines = append(lines,
				" "+t.muted.paint("expires  ")+times(end, c, c.width-12)+t.muted.paint(fmt.Sprintf("   expires_in %d s", now.service.ExpiresIn)),
				" "+t.muted.paint("         ")+bar(lifeShare(c.now, now.service.ObtainedAt, end), 30, ink, t, c.glyphs)+"  "+ink.paint(remaining(c.now, end)))
		}
	}
	return lines
}

func (s *inspectScreen) tokenText(now subject, c scene) string {
	if c.revealed != now.item() {
		return now.token.Mask()
	}
	return c.theme.warn.paint(cutMiddle(visible.Line(now.token.Reveal()), max(10, c.width*3-12), c.glyphs))
}

func (s *inspectScreen) headerLines(now subject, c scene) []string {
	t, g := c.theme, c.glyphs
	signature := t.warn.paint(g.ended + " " + visible.Line(orWords(now.verified.Why, "not verified")))
	switch now.verified.State {
	case akoya.SignatureVerified:
		signature = t.ok.paint(g.ok + " verified with key " + cutMiddle(visible.Line(now.verified.KeyID), 16, g))
		if c.width >= 90 {
			signature += t.muted.paint(" from " + pathOf(now.verified.KeysURL))
		}
	case akoya.SignatureWrong:
		signature = t.bad.paint(g.bad + " " + visible.Line(orWords(now.verified.Why, "signature wrong")))
	case akoya.SignatureNotVerified:
	}
	lines := []string{" " + t.muted.paint("HEADER ") + t.muted.paint("alg ") + visible.Line(now.decoded.Algorithm) +
		t.muted.paint("   kid ") + cutMiddle(visible.Line(now.decoded.KeyID), 16, g) + "   " + signature}
	if c.revealed == now.item() {
		for _, line := range wrapMost(visible.Line(cutBytes(now.token.Reveal())), c.width-9, max(4, c.height/2-4), g) {
			lines = append(lines, " "+t.muted.paint("       ")+t.warn.paint(line))
		}
	}
	return lines
}

// lifeLines draws what is left of the token's life, and its ends in three forms.
func (s *inspectScreen) lifeLines(now subject, c scene) []string {
	t, g := c.theme, c.glyphs
	start, end := now.decoded.IssuedAt, now.decoded.Expiry
	if end.IsZero() {
		return []string{" " + t.muted.paint("LIFE   ") + t.warn.paint("the token does not say when it expires (no exp claim)")}
	}
	if start.IsZero() && now.set != nil {
		start = now.set.ObtainedAt
	}
	ink := lifeInk(c.now, start, end, t)
	lines := []string{" " + t.muted.paint("LIFE   ") + bar(lifeShare(c.now, start, end), min(c.width-32, 44), ink, t, g) + "  " + ink.paint(remaining(c.now, end))}
	if !start.IsZero() && c.height >= 22 {
		lines = append(lines, "        "+t.muted.paint("issued   ")+times(start, c, c.width-18))
	}
	return append(lines, "        "+t.muted.paint("expires  ")+times(end, c, c.width-18))
}

func orWords(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
