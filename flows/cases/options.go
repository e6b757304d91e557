package cases

import (
	"context"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/control"
)

// Options say against what the cases run, and who helps.
type Options struct {
	Client      Sender // required; it keeps to the requests a second of a live server
	Environment akoya.Environment
	App         akoya.App
	Service     akoya.Basic // client of the STS; zero when there is none

	Control    *control.Client // of a local Akoya; nil when there is none
	Authorizer Authorizer      // nil when nobody can approve; not used beside Control
	Now        func() time.Time

	// IncludeDestructive lets cases that end a consent run on a live server.
	IncludeDestructive bool
	// HowToInclude says in the reason of a case that is left out how one asks for
	// it: "key D". "" is for the flag of the command line.
	HowToInclude string

	Supplies Supplies

	// Save is called with each new pair of tokens of a live grant before anything
	// else is sent: a lost refresh token is a lost consent. When it fails the run
	// stops. Pairs of a local Akoya are the engine's own and are not saved.
	Save func(ctx context.Context, tokens Tokens) error

	// User approves at a local Akoya. It should be nobody else's there, because a
	// new consent of a person replaces the one before.
	User string
}

// defaultUser is a user of the local Akoya far from the first ones of its list.
const defaultUser = "mikomo_13"

// Supplies are tokens that the caller has already.
type Supplies struct {
	Current          Tokens       // the current set of a live grant
	UsedRefreshToken akoya.Secret // of an earlier set of the lineage: claimed
	UsedCode         akoya.Secret
	ExpiredIDToken   akoya.Secret
	Revoked          Tokens
	OtherClientToken akoya.Secret // a refresh token of another client
}

// Engine meets the needs of cases, sends their requests and judges the answers.
// It holds the tokens of its run: make a new one for each run of one case or of
// many, from the tokens that are current then. It is not safe for concurrent use.
type Engine struct {
	o    Options
	hand hand

	consentFailed error // why nobody approves; asked once a run
	denialFailed  error
	stopped       error // why nothing more may be sent, as when a pair could not be saved
}

// NewEngine returns an engine.
func NewEngine(o Options) *Engine {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.User == "" {
		o.User = defaultUser
	}
	if o.HowToInclude == "" {
		o.HowToInclude = "--include-destructive"
	}
	e := &Engine{o: o}
	s := o.Supplies
	e.hand = hand{
		usedCode: s.UsedCode, usedRefresh: s.UsedRefreshToken, expiredID: s.ExpiredIDToken,
		otherRefresh: s.OtherClientToken, revoked: s.Revoked,
	}
	if !s.Current.IsZero() && o.Control == nil {
		e.hand.grants = []grant{e.newGrant(s.Current, e.o.User)}
	}
	return e
}

// Current returns the newest live pair of tokens that the engine knows, zero
// when it has none.
func (e *Engine) Current() Tokens {
	if n := len(e.hand.grants); n > 0 {
		return e.hand.grants[n-1].Tokens
	}
	return Tokens{}
}

// disposable reports whether grants cost nothing: those of a local Akoya.
func (e *Engine) disposable() bool { return e.o.Control != nil || e.o.Environment.IsLocal() }

// judged reports whether the verdict of a case counts here.
func (e *Engine) judged(c Case) bool { return c.Judged(e.o.Environment.IsLocal()) }
