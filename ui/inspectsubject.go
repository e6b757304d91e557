package ui

import (
	"fmt"

	"akoya-tui/akoya"
	"akoya-tui/flows"
)

// subject is a token on view, decoded.
type subject struct {
	name      string // "id_token of set #2", "service token", "pasted token"
	token     akoya.Secret
	decoded   akoya.IDToken
	err       error
	verified  akoya.Verification
	set       *flows.TokenSet // the set that it is of; nil when it is of none
	before    *flows.TokenSet // the set that it came from
	service   *flows.ServiceToken
	wasPasted bool
}

// opaque is what came of decoding a service token.
type opaque struct {
	decoded akoya.IDToken
	err     error
}

// show puts a pasted token on view. Nothing is sent: its signature stays
// unchecked.
func (s *inspectScreen) show(token akoya.Secret) {
	decoded, err := akoya.DecodeWithoutVerify(token)
	s.pasted = &subject{
		name: "pasted token", token: token, decoded: decoded, err: err, wasPasted: true,
		verified: akoya.Verification{Why: "nothing is fetched for a pasted token"},
	}
	s.at, s.input, s.search = 0, nil, nil
	s.filter.set("")
	s.home()
}

// subjects lists what can be inspected, newest first, a pasted token before all.
func (s *inspectScreen) subjects(c scene) []subject {
	var list []subject
	sets := c.session.Sets()
	for i := len(sets) - 1; i >= 0; i-- {
		set := sets[i]
		one := subject{
			name: fmt.Sprintf("id_token of set #%d", set.Number), token: set.IDToken,
			decoded: set.Decoded, err: set.DecodeErr, verified: set.Verification, set: &set,
		}
		if set.IDToken.IsZero() {
			one.err = fmt.Errorf("set #%d has no id_token", set.Number)
			if !set.Live() {
				one.err = fmt.Errorf("the id_token of set #%d was not kept, for the set is %s. 1 authorizes anew", set.Number, set.State)
			}
		}
		if from, ok := c.session.Set(set.From); ok {
			one.before = &from
		}
		list = append(list, one)
	}
	services := c.session.ServiceTokens()
	for i := len(services) - 1; i >= 0; i-- {
		one := subject{name: "service token", token: services[i].Value, service: &services[i]}
		one.verified.Why = "the keys of service tokens are not documented"
		one.decoded, one.err = s.decode(services[i].Value)
		list = append(list, one)
	}
	if s.pasted == nil {
		return list
	}
	pasted := *s.pasted
	for _, own := range list {
		if !own.token.IsZero() && own.token.Equal(pasted.token) { // what is known of it counts for the copy too
			name := pasted.name + ": the " + own.name
			pasted = own
			pasted.name, pasted.wasPasted = name, true
			break
		}
	}
	return append([]subject{pasted}, list...)
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

// item names the token for the reveal: another one stays hidden.
func (now subject) item() string { return "inspect/" + now.name + "/" + now.token.Mask() }

func (s *inspectScreen) current(c scene) (subject, int, bool) {
	list := s.subjects(c)
	if len(list) == 0 {
		return subject{}, 0, false
	}
	return list[min(s.at, len(list)-1)], len(list), true
}
