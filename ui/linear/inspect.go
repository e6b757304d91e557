package linear

import (
	"fmt"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/explain"
)

// subject is a token that can be taken apart.
type subject struct {
	name     string
	token    akoya.Secret
	decoded  akoya.IDToken
	err      error
	verified akoya.Verification
	set      *flows.TokenSet
	service  *flows.ServiceToken
}

// subjects lists the tokens of the session, newest first.
func (t *talk) subjects() []subject {
	var list []subject
	sets := t.session.Sets()
	for i := len(sets) - 1; i >= 0; i-- {
		set := sets[i]
		one := subject{
			name: fmt.Sprintf("The id_token of set %d, which is %s.", set.Number, set.State), token: set.IDToken,
			decoded: set.Decoded, err: set.DecodeErr, verified: set.Verification, set: &set,
		}
		if set.IDToken.IsZero() {
			one.err = fmt.Errorf("set %d has no id_token", set.Number)
		}
		list = append(list, one)
	}
	services := t.session.ServiceTokens()
	for i := len(services) - 1; i >= 0; i-- {
		one := subject{name: "The service token with the scope " + services[i].Scope + ".", token: services[i].Value, service: &services[i]}
		one.decoded, one.err = akoya.DecodeWithoutVerify(services[i].Value)
		list = append(list, one)
	}
	return list
}

// inspect asks which token to take apart.
func (t *talk) inspect() error {
	for {
		list := t.subjects()
		titles := make([]string, 0, len(list)+1)
		for _, one := range list {
			titles = append(titles, one.name)
		}
		if len(list) == 0 {
			t.out.gap()
			t.out.say("There is no token yet: authorize, then obtain.")
		}
		i, err := t.choose(menu{
			title: "Inspect which token?", choices: append(titles, "Paste one from elsewhere: nothing is sent."),
			help: "An id_token is a JWT: anybody can read it, and only its signature proves who made it. A service token is opaque: only the server knows what it means.",
		})
		if err != nil {
			return err
		}
		if i < len(list) {
			t.readToken(list[i])
		} else if err := t.inspectPasted(); err != nil && !isBack(err) {
			return err
		}
	}
}

// inspectPasted takes a token from elsewhere apart.
func (t *talk) inspectPasted() error {
	text, err := t.secret("Paste the token.", "A JWT, in one line. It is sent nowhere and not kept. A token in a file is read by the command akoya-tui inspect FILE.")
	if err != nil {
		return err
	}
	if text.IsZero() {
		t.out.say("Nothing was pasted.")
		return nil
	}
	one := subject{name: "The pasted token.", token: akoya.FindToken(text.Reveal())}
	one.decoded, one.err = akoya.DecodeWithoutVerify(one.token)
	one.verified.Why = "not verified: a pasted token is not sent anywhere, and its keys are not fetched"
	t.readToken(one)
	return nil
}

// readToken reads out what a token says.
func (t *talk) readToken(one subject) {
	t.out.gap()
	t.out.say("%s", one.name)
	if one.set != nil {
		t.out.say("%s", t.setWords(*one.set))
	}
	t.out.say("The token itself: %s.", hidden(one.token))
	if one.err != nil {
		t.out.paragraph(sentence(akoya.RedactText(one.err.Error(), one.token)))
		t.readService(one.service)
		return
	}
	t.out.say("Signature: %s.", signatureWords(one.verified))
	for _, p := range one.decoded.Header {
		entry, _ := explain.HeaderParam(p.Name)
		t.out.say("Header %s: %s. %s", p.Name, plainValue(p.Value), entry.Meaning)
	}
	if one.decoded.Expiry.IsZero() {
		t.out.say("It does not say when it expires: there is no exp claim.")
	}
	t.out.say("It has %s.", plural(len(one.decoded.Claims), "claim"))
	for _, claim := range one.decoded.Claims {
		t.out.say("%s", t.claimWords(claim, one.decoded.Person))
	}
}

func signatureWords(v akoya.Verification) string {
	switch v.State {
	case akoya.SignatureVerified:
		return "verified with key " + v.KeyID
	case akoya.SignatureWrong:
		if v.Why == "" {
			return "wrong"
		}
	case akoya.SignatureNotVerified:
		if v.Why == "" {
			return "not verified"
		}
	}
	return v.Why
}

// claimWords reads a claim: name, value, meaning.
func (t *talk) claimWords(claim akoya.Claim, person akoya.Person) string {
	value := plainValue(claim.Value)
	if moment, ok := unixTime(claim.Name, claim.Value); ok {
		value += ", " + t.moment(moment)
	}
	entry, ok := explain.Claim(claim.Name)
	switch {
	case claim.Name == "sub" && person.User != "":
		entry.Meaning = fmt.Sprintf("The person at this bank: %s at %s.", person.User, person.Connector)
	case !ok:
		entry.Meaning = "No document mentions this claim."
	}
	return fmt.Sprintf("%s: %s. %s", claim.Name, value, entry.Meaning)
}

// readService says what is known of a service token beside the token itself.
func (t *talk) readService(s *flows.ServiceToken) {
	if s == nil {
		return
	}
	t.out.say("Scope: %s.", s.Scope)
	if end := s.ExpiresAt(); !end.IsZero() {
		t.out.say("Expires: %s.", t.moment(end))
	}
}
