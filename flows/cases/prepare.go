package cases

import (
	"context"
	"slices"

	"akoya-tui/akoya"
)

// Prepared is a case whose needs are met, with its requests ready to be looked
// at, edited and sent.
type Prepared struct {
	Case  Case
	Steps []PreparedStep
	Setup []akoya.RoundTrip // what was sent to meet the needs

	tokens    Tokens // the pair that the case runs on
	materials materials
}

// PreparedStep is a step with its request. The request of a step by a person
// (see Base.ByPerson) is the authorize URL and is not sent: the engine brings
// someone there.
type PreparedStep struct {
	Step    Step
	Request akoya.Request
	Targets []Target // the parts that the tampers touched
	State   string   // the state in the authorize URL
}

// Prepare meets the needs of a case and builds its requests. The error is a
// *SkipError or another sentence when the case cannot run here; what was sent
// until then is in Setup.
func (e *Engine) Prepare(ctx context.Context, c Case) (Prepared, error) {
	p := Prepared{Case: c}
	if err := e.allowed(c); err != nil {
		return p, err
	}
	for _, need := range c.Needs {
		if err := e.meet(ctx, c, need, &p.Setup); err != nil {
			return p, err
		}
	}
	for _, need := range c.Prefers {
		if e.o.Control == nil && !e.atHand(c, need) {
			continue // nobody is asked for what is only better to have
		}
		if err := e.meet(ctx, c, need, &p.Setup); err != nil && ctx.Err() != nil {
			return p, context.Cause(ctx)
		}
	}
	p.tokens, p.materials = e.tokensFor(c), e.materials()
	for _, step := range c.Steps {
		prepared, err := e.prepareStep(p, step)
		if err != nil {
			return p, err
		}
		p.Steps = append(p.Steps, prepared)
	}
	return p, nil
}

// allowed reports why a case may not run here at all.
func (e *Engine) allowed(c Case) error {
	if e.stopped != nil {
		return e.stopped
	}
	if c.Destroys() && !e.disposable() && !e.o.IncludeDestructive {
		if c.MayDestroy {
			return skip("it may end the consent on this server, so it runs only when asked (%s)", e.o.HowToInclude)
		}
		return skip("it ends the consent, so it runs only when asked (%s)", e.o.HowToInclude)
	}
	for _, step := range c.Steps {
		if what, address := e.endpoint(step.Base); address == "" {
			return skip("this environment has no %s", what)
		}
		touchesConnector := func(t Tamper) bool { return t.Name == "connector" }
		if slices.ContainsFunc(step.Tampers, touchesConnector) && e.o.Environment.ConnectorParam == "" {
			return skip("this environment has no name for the parameter of the bank")
		}
	}
	return nil
}

func (e *Engine) endpoint(base Base) (what, address string) {
	env := e.o.Environment
	switch base {
	case BaseConsent, BaseDenial, BaseAuthorize:
		return "authorize URL", env.AuthorizeURL
	case BaseObtain, BaseRefresh:
		return "token URL", env.TokenURL
	case BaseRevoke:
		return "revoke URL", env.RevokeURL
	case BaseService:
		return "service token URL", env.ServiceTokenURL
	}
	return "accounts URL", env.AccountsURL
}

// tokensFor returns the pair that a case runs on, zero when it needs none.
func (e *Engine) tokensFor(c Case) Tokens {
	for _, need := range slices.Concat(c.Needs, c.Prefers) {
		switch need {
		case NeedTokens, NeedSecondTokens, NeedExpiredIDToken:
			if i := e.pick(c, need); i >= 0 {
				return e.hand.grants[i].Tokens
			}
		}
	}
	return Tokens{}
}

func (e *Engine) materials() materials {
	h := &e.hand
	m := materials{
		MaterialUsedCode: h.usedCode, MaterialUsedRefresh: h.usedRefresh, MaterialExpiredRefresh: h.expiredRefresh,
		MaterialOtherRefresh: h.otherRefresh, MaterialRevokedRefresh: h.revoked.RefreshToken,
		MaterialRevokedID: h.revoked.IDToken, MaterialExpiredID: h.expiredID, MaterialServiceToken: h.serviceToken,
	}
	m[MaterialExpiredCode], _ = h.stale(e.o.Now())
	if m[MaterialExpiredID].IsZero() {
		if i := slices.IndexFunc(h.grants, e.expired); i >= 0 {
			m[MaterialExpiredID] = h.grants[i].IDToken
		}
	}
	return m
}

// Values that stand in for what a case only prefers to have.
const (
	standInCode  = "made-up-code"
	standInToken = "made-up-refresh-token"
)

func (e *Engine) prepareStep(p Prepared, step Step) (PreparedStep, error) {
	out := PreparedStep{Step: step}
	request, err := e.base(p, step, &out.State)
	if err != nil {
		return out, err
	}
	for _, tamper := range step.Tampers {
		out.Targets = append(out.Targets, tamper.Targets(request)...)
		if request, err = tamper.apply(request, e.o.Environment, p.materials); err != nil {
			return out, err
		}
	}
	if out.State != "" { // a tamper may have changed it
		out.State = stateOf(request.URL)
	}
	out.Request = request
	return out, nil
}

// base builds the good request of a step.
func (e *Engine) base(p Prepared, step Step, state *string) (akoya.Request, error) {
	env, app := e.o.Environment, e.o.App
	switch step.Base {
	case BaseConsent, BaseDenial, BaseAuthorize:
		*state = akoya.NewState()
		request, err := akoya.AuthorizeRequest(env, app, akoya.AuthorizeOptions{State: *state})
		if err != nil {
			return request, skip("%s", err)
		}
		return request, nil
	case BaseObtain:
		code := akoya.NewSecret(standInCode)
		if held, ok := e.hand.fresh(e.o.Now(), len(step.Tampers) == 0); ok && slices.Contains(slices.Concat(p.Case.Needs, p.Case.Prefers), NeedFreshCode) {
			code = held.value
		}
		return akoya.ObtainRequest(env, app, code), nil
	case BaseRefresh:
		return akoya.RefreshRequest(env, app, orStandIn(p.tokens.RefreshToken)), nil
	case BaseRevoke:
		return akoya.RevokeRequest(env, app, orStandIn(p.tokens.RefreshToken)), nil
	case BaseService:
		return akoya.ServiceTokenRequest(env, e.o.Service.ClientID, e.o.Service.ClientSecret, defaultServiceScope), nil
	case BaseAccounts:
		return akoya.AccountsRequest(env, app, orStandIn(p.tokens.IDToken)), nil
	}
	return akoya.Request{}, skip("the kind of request %q is not known", step.Base)
}

func orStandIn(token akoya.Secret) akoya.Secret {
	if token.IsZero() {
		return akoya.NewSecret(standInToken)
	}
	return token
}
