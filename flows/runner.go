package flows

import (
	"context"
	"time"

	"akoya-tui/akoya"
)

// Plan is a request that is about to be sent, with where it came from.
type Plan struct {
	Step        string
	Variant     string
	Case        string
	Environment akoya.Environment
	Request     akoya.Request
	Foreign     bool           // about tokens that are not the session's: remembered in the history only
	Secrets     []akoya.Secret // masked wherever they stand in the round trip
	ClockOffset time.Duration  // of the environment
}

// Runner sends requests and reads the answers.
type Runner struct {
	Client *akoya.Client
	Now    func() time.Time // this machine's time
}

// Run sends the plan's request and returns what came of it. It does not fail: a
// lost connection is a result too. When the answer holds an id_token it is
// decoded and its signature checked against the environment's key set.
func (r Runner) Run(ctx context.Context, plan Plan) Sent {
	return r.verify(ctx, plan, r.send(ctx, plan))
}

// Read reads the round trip that the plan's request has made.
func (r Runner) Read(ctx context.Context, plan Plan, trip akoya.RoundTrip) Sent {
	return r.verify(ctx, plan, r.read(plan, trip))
}

// send is Run without the check of the signature, which asks a server once more.
func (r Runner) send(ctx context.Context, plan Plan) Sent {
	trip, _ := r.Client.Send(ctx, plan.Request) // the error is in the round trip
	return r.read(plan, trip)
}

func (r Runner) read(plan Plan, trip akoya.RoundTrip) Sent {
	sent := Sent{
		Step: plan.Step, Variant: plan.Variant, Case: plan.Case,
		Request:   plan.Request,
		RoundTrip: trip,
		Foreign:   plan.Foreign,
		At:        r.Now().Add(plan.ClockOffset),
	}
	if trip.Err == nil {
		sent.Refusal = trip.Refusal()
	}
	if kind := requestKind(plan.Environment, plan.Request); !plan.Foreign && grants(kind) && trip.Status/100 == 2 {
		sent.readGrant(kind)
	}
	sent.RoundTrip = sent.RoundTrip.WithKnown(plan.Secrets...)
	return sent
}

// grants reports whether a request of that kind is answered with tokens.
func grants(k kind) bool { return k == kindObtain || k == kindRefresh || k == kindService }

// readGrant takes what can be read, even of an answer that is odd or cut short:
// the refresh token in it is the only one that still works.
func (sent *Sent) readGrant(kind kind) {
	granted, err := sent.RoundTrip.TokenResponse()
	sent.ReadErr = err
	if granted.IDToken.IsZero() && granted.RefreshToken.IsZero() && granted.AccessToken.IsZero() {
		return
	}
	sent.Granted = &granted
	sent.RoundTrip = sent.RoundTrip.WithKnown(granted.IDToken, granted.RefreshToken, granted.AccessToken)
	if kind == kindService {
		return
	}
	sent.Decoded, sent.DecodeErr = akoya.DecodeWithoutVerify(granted.IDToken)
}

// verifyLimit bounds the check of a signature, all its requests together. The
// tokens are there and saved: a key server that does not answer must not keep
// them from view for as long as a request may take.
const verifyLimit = 5 * time.Second

// verify checks the signature of the granted id_token, if there is one.
func (r Runner) verify(ctx context.Context, plan Plan, sent Sent) Sent {
	if !sent.Decoded.Raw.IsZero() {
		ctx, cancel := context.WithTimeout(ctx, verifyLimit)
		defer cancel()
		sent.Verification, sent.Checks = r.Client.Verify(ctx, plan.Environment, sent.Decoded)
	}
	return sent
}
