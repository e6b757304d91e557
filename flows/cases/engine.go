package cases

import (
	"context"
	"errors"
	"time"

	"akoya-tui/akoya"
)

// Run meets the needs of a case, sends its requests and judges the answers. A
// case that cannot run here is skipped with the reason; one that ctx ended is
// not run. After a step that does not hold the later steps are not sent.
func (e *Engine) Run(ctx context.Context, c Case) Outcome {
	o := Outcome{Case: c, Judged: e.judged(c), Started: e.o.Now()}
	begin := time.Now()
	p, err := e.Prepare(ctx, c)
	o.Setup = p.Setup
	if err == nil {
		err = e.steps(ctx, p, &o)
	}
	o.Elapsed = time.Since(begin)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		o.Verdict, o.Why = NotRun, "it was stopped"
	default:
		o.Verdict, o.Why = Skipped, reason(err)
	}
	return o
}

// steps runs the steps and puts what came of them into o.
func (e *Engine) steps(ctx context.Context, p Prepared, o *Outcome) error {
	for i, step := range p.Steps {
		s, err := e.SendStep(ctx, p, i, step.Request)
		if err != nil {
			return err
		}
		o.Steps = append(o.Steps, s)
		o.Verdict = Worst(o.Steps)
		if s.Note != "" {
			o.Notes = append(o.Notes, s.Note)
		}
		if !s.Verdict.Holds() {
			return nil
		}
	}
	return nil
}

// SendStep sends the request of a prepared step, which may have been edited, and
// judges the answer. The error says why nothing could be sent or that ctx ended it.
func (e *Engine) SendStep(ctx context.Context, p Prepared, i int, request akoya.Request) (StepOutcome, error) {
	prepared := p.Steps[i]
	out := StepOutcome{Step: prepared.Step, Request: request, Targets: prepared.Targets}
	if e.stopped != nil {
		return out, e.stopped
	}
	edited := !sameRequest(prepared.Request, request)
	if edited && prepared.State != "" { // what must come back is what is sent now
		prepared.State = stateOf(request.URL)
	}
	a := Answer{State: prepared.State, Before: p.tokens, RedirectURI: e.o.App.RedirectURI}
	if prepared.Step.Base.ByPerson() {
		callback, err := e.consent(ctx, p.Case, prepared, request.URL)
		if err != nil {
			return out, err
		}
		a.Callback, out.Callback = &callback, &callback
	} else {
		good := len(prepared.Step.Tampers) == 0 && !edited
		rt, note, err := e.send(ctx, request, good)
		a.RoundTrip, out.RoundTrip, out.Note = rt, rt, note
		if err != nil {
			return out, err
		}
		var unsendable *akoya.RequestError
		if errors.As(rt.Err, &unsendable) {
			return out, skip("the request cannot be sent: %s", unsendable.Reason)
		}
	}
	if sent, ok := value(request, "refresh_token"); ok {
		a.Before.RefreshToken = sent
	}
	out.Verdict, out.Matched, out.Differences = CompareAny(prepared.Step.Expect, a)
	return out, nil
}

// consent brings someone to the authorize URL of a step.
func (e *Engine) consent(ctx context.Context, c Case, step PreparedStep, address string) (Callback, error) {
	callback, err := e.ask(ctx, Ask{
		URL: address, State: step.State, Deny: step.Step.Base == BaseDenial, Purpose: c.ID + ": " + step.Step.Title,
	})
	if err != nil {
		return callback, err
	}
	if step.State != "" && callback.State == step.State && !callback.Code.IsZero() {
		e.holdCode(callback)
	}
	return callback, nil
}

// reason is why a case did not run, as it may be shown.
func reason(err error) string {
	if text := akoya.RedactText(err.Error()); text != "" {
		return text
	}
	return "it could not run"
}
