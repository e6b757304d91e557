package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"akoya-tui/flows/visible"
)

// forgetLimit bounds a command that only deletes.
const forgetLimit = 3 * time.Minute

// Forget removes a profile with its secrets, or every one when all is set.
func (p Profiles) Forget(ctx context.Context, name string, all, yes bool) error {
	v, done, err := p.open()
	if err != nil {
		return err
	}
	defer done()
	what := "every profile"
	if !all {
		if err := CheckProfile(v, name); err != nil {
			return err
		}
		what = "profile " + name
	}
	if err := p.confirm(ctx, what, yes); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, forgetLimit)
	defer cancel()
	if all {
		err = v.ForgetAll(ctx)
	} else {
		err = v.Forget(ctx, name)
	}
	if err != nil {
		return &Exit{ExitFailed, "not everything was forgotten.\n" + hinted(err)}
	}
	return p.say("Forgotten: %s. No secret and no token of it is left in the keychain.", what)
}

// confirm has a person say yes: a lost refresh token means a new consent.
func (p Profiles) confirm(ctx context.Context, what string, yes bool) error {
	switch {
	case yes:
		return nil
	case !p.personThere():
		return fmt.Errorf("nobody is there to be asked: give --yes to forget %s with its secrets and tokens", what)
	}
	fmt.Fprintf(p.Err, "%s", visible.Text("Forget "+what+"? Its client secret and its tokens are removed; a lost refresh token means a new consent.\nType yes to go on: "))
	typed := make(chan string, 1)
	go func() { typed <- readLine(p.In) }() // a read of a terminal cannot be interrupted
	select {
	case <-ctx.Done():
		return &Exit{ExitFailed, "it was stopped: nothing was forgotten"}
	case line := <-typed:
		if strings.TrimSpace(line) != "yes" {
			return errors.New("yes was not typed, so nothing was forgotten")
		}
	}
	return nil
}
