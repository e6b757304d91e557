package cases

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"akoya-tui/akoya"
)

// send sends a request and takes from the answer what later cases need. The
// note says what a person has to know of it. good tells that nothing in the
// request was spoiled: only then does a refusal say that a token is dead.
// The error is set only when the run was ended, or when nothing was sent.
func (e *Engine) send(ctx context.Context, r akoya.Request, good bool) (rt akoya.RoundTrip, note string, err error) {
	rt, sendErr := e.o.Client.Send(ctx, r)
	kept := sendErr != nil && !errors.Is(sendErr, rt.Err)
	if kept && rt.Status == 0 && rt.Err == nil {
		if ctx.Err() != nil {
			return rt, "", context.Cause(ctx)
		}
		e.stopped = sendErr
		return rt, "", sendErr
	}
	note, err = e.learn(ctx, r, rt, good)
	if kept {
		note = e.unsaved(sendErr)
	}
	rt = rt.WithKnown(e.known()...)
	if err == nil && sendErr != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return rt, note, err
}

// learn takes from an answer what it says about codes and tokens.
func (e *Engine) learn(ctx context.Context, r akoya.Request, rt akoya.RoundTrip, good bool) (string, error) {
	refreshToken, isRefresh := value(r, "refresh_token")
	code, isObtain := value(r, "code")
	revoked, isRevoke := value(r, "token")
	ok := rt.Status/100 == 2
	switch {
	case isRefresh && (rt.Err != nil || rt.Status >= 500) && good && e.hand.find(refreshToken) >= 0:
		return e.unclear(refreshToken, rt), nil
	case isRevoke && ok:
		e.ended(revoked)
		return "", nil
	case isRevoke && good && e.o.Control != nil: // who knows what it did: there are others
		e.drop(revoked)
		return "", nil
	case isRefresh && good && rt.Status == 400:
		return e.refused(refreshToken), nil
	case !ok:
		if isObtain {
			e.hand.try(code)
		}
		return "", nil
	}
	// What could be read counts, even when a field beside it is odd: a new
	// refresh token must not be lost.
	got, _ := rt.TokenResponse()
	pair := Tokens{RefreshToken: got.RefreshToken, IDToken: got.IDToken}
	switch {
	case pair.IsZero():
		if !got.AccessToken.IsZero() && !isRefresh && !isObtain {
			e.hand.serviceToken = got.AccessToken
		}
		return "", nil
	case isObtain:
		owner, known := e.hand.use(code)
		if !known {
			owner = e.o.User
		}
		e.hand.usedCode = code
		e.replace(owner)
		e.hand.grants = append(e.hand.grants, e.newGrant(pair, owner))
	default:
		e.rotated(refreshToken, pair)
	}
	return e.save(ctx, pair)
}

// replace drops the grants of a person who has consented anew: the new tokens
// "replace the tokens from your previous call" (Token reference).
func (e *Engine) replace(owner string) {
	kept := e.hand.grants[:0]
	for _, g := range e.hand.grants {
		if g.owner != owner && e.o.Control != nil {
			kept = append(kept, g)
		}
	}
	e.hand.grants = kept
}

// rotated puts the new pair in the place of the old one. A server that sends no
// new refresh token lets the old one live.
func (e *Engine) rotated(old akoya.Secret, pair Tokens) {
	i := e.hand.find(old)
	if pair.RefreshToken.IsZero() {
		pair.RefreshToken = old
	} else if !old.IsZero() && !pair.RefreshToken.Equal(old) {
		e.hand.usedRefresh = old
	}
	if i < 0 {
		e.hand.grants = append(e.hand.grants, e.newGrant(pair, ""))
		return
	}
	if e.expired(e.hand.grants[i]) {
		e.hand.expiredID = e.hand.grants[i].IDToken
	}
	if pair.IDToken.IsZero() {
		pair.IDToken = e.hand.grants[i].IDToken
	}
	e.hand.grants[i] = e.newGrant(pair, e.hand.grants[i].owner)
}

// ended moves a revoked grant away.
func (e *Engine) ended(token akoya.Secret) {
	i := e.hand.find(token)
	if i < 0 {
		return
	}
	e.hand.revoked = e.hand.grants[i].Tokens
	e.drop(token)
}

// drop takes a grant away and reports whether there was one.
func (e *Engine) drop(token akoya.Secret) bool {
	i := e.hand.find(token)
	if i < 0 {
		return false
	}
	e.hand.grants = slices.Delete(e.hand.grants, i, i+1)
	return true
}

// unclear keeps a refresh token whose refresh got no clear answer. A local grant
// is let go: there are others.
func (e *Engine) unclear(token akoya.Secret, rt akoya.RoundTrip) string {
	if e.o.Control != nil {
		e.drop(token)
		return "The answer to this refresh was lost. The server may have rotated the token all the same."
	}
	var lost *akoya.TransportError
	if errors.As(rt.Err, &lost) && !lost.MaybeSent {
		return ""
	}
	return "The answer to this refresh was lost, so it is not clear whether the refresh token is still good. " +
		"It is kept: send the same request again. If the answer is that it was claimed, authorize again."
}

// refused drops a refresh token that a server refuses in a good request.
func (e *Engine) refused(token akoya.Secret) string {
	if !e.drop(token) || e.o.Control != nil {
		return ""
	}
	return "The server refuses the current refresh token. That is final: authorize again."
}

// save hands a new pair of a live grant over before anything else is sent.
func (e *Engine) save(ctx context.Context, pair Tokens) (string, error) {
	if e.o.Save == nil || e.o.Control != nil {
		return "", nil
	}
	if err := e.o.Save(context.WithoutCancel(ctx), pair); err != nil {
		return e.unsaved(err), nil
	}
	return "", nil
}

// unsaved ends the run: the next refresh would lose the tokens for good.
func (e *Engine) unsaved(why error) (note string) {
	e.stopped = fmt.Errorf("the new tokens could not be saved, so nothing more is sent: %w", why)
	return e.stopped.Error()
}

// value returns a form field that is there and not empty.
func value(r akoya.Request, name string) (akoya.Secret, bool) {
	field, ok := r.Field(name)
	return field.Value, ok && !field.Value.IsZero()
}

// known returns every secret of the run, to be masked wherever it stands: a
// server may repeat one in another answer.
func (e *Engine) known() []akoya.Secret {
	h := &e.hand
	list := []akoya.Secret{
		e.o.App.ClientSecret, e.o.Service.ClientSecret, h.usedCode, h.expiredCode, h.usedRefresh, h.expiredRefresh,
		h.otherRefresh, h.expiredID, h.serviceToken, h.revoked.RefreshToken, h.revoked.IDToken,
	}
	for _, c := range h.codes {
		list = append(list, c.value)
	}
	for _, g := range h.grants {
		list = append(list, g.RefreshToken, g.IDToken)
	}
	return slices.DeleteFunc(list, akoya.Secret.IsZero)
}
