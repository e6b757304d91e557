package flows

import (
	"context"

	"akoya-tui/akoya"
	"akoya-tui/flows/vault"
)

// RunKept is Run for a profile whose tokens are kept in a store. A refresh of
// the current token is sent only when this program has the right to it and the
// store can be written; whatever the answer changes is saved before the result
// is returned, so that nothing is drawn that could still be lost, and before the
// signature is checked, which may take its time.
func (r Runner) RunKept(ctx context.Context, plan Plan, session Session, keeper *vault.Keeper) Sent {
	if keeper == nil {
		return r.Run(ctx, plan)
	}
	field, _ := plan.Request.Field("refresh_token")
	current, ok := session.Current()
	if requestKind(plan.Environment, plan.Request) != kindRefresh || !ok || !current.Live() || !current.RefreshToken.Equal(field.Value) {
		sent := r.send(ctx, plan)
		sent.SaveErr = saveChanges(ctx, session, sent, keeper)
		return r.verify(ctx, plan, sent)
	}
	turn, err := keeper.Begin(ctx, field.Value, r.Now().Add(plan.ClockOffset))
	if err != nil {
		return r.unsent(plan, &vault.Trouble{Err: err})
	}
	defer turn.End()
	if turn.Moved {
		sent := r.unsent(plan, nil)
		moved := Restore(turn.Stored())
		sent.Moved = &moved
		return sent
	}
	sent := r.send(ctx, plan)
	switch after := session.Apply(sent); {
	case sent.Granted != nil:
		sent.SaveErr = turn.Save(ctx, session.Record(), after.Record())
	case sent.unclear():
		// The mark of the turn says so already.
	case current.State == SetCurrent && after.Record().Equal(session.Record()):
		sent.SaveErr = turn.Settle(ctx)
	default:
		sent.SaveErr = turn.Save(ctx, session.Record(), after.Record())
	}
	turn.End()
	return r.verify(ctx, plan, sent)
}

// saveChanges saves what a result changed of the session's record.
func saveChanges(ctx context.Context, session Session, sent Sent, keeper *vault.Keeper) error {
	before, after := session.Record(), session.Apply(sent).Record()
	if after.Equal(before) {
		return nil
	}
	return keeper.Update(ctx, before, after)
}

func (r Runner) unsent(plan Plan, why error) Sent {
	return Sent{
		Step: plan.Step, Variant: plan.Variant, Case: plan.Case, Request: plan.Request,
		RoundTrip: akoya.RoundTrip{Method: plan.Request.Method, URL: plan.Request.URL},
		Unsent:    why, At: r.Now().Add(plan.ClockOffset),
	}
}
