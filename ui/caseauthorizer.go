package ui

import (
	"context"
	"sync"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/flows/callback"
	"akoya-tui/flows/cases"
)

// caseAuthorizer brings the person at the screen to the bank's pages for the cases
// of one engine. The callback comes to the listener or is pasted: the first valid
// one wins.
type caseAuthorizer struct {
	news   chan consentNews // what the App has to know; nobody reads it when the run has ended
	nobody bool             // is asked any more: the others were left out, too
}

var _ cases.Authorizer = (*caseAuthorizer)(nil)

func newCaseAuthorizer() *caseAuthorizer { return &caseAuthorizer{news: make(chan consentNews)} }

// consent is one thing that a person is asked for.
type consent struct {
	cases.Ask
	answers chan consentAnswer      // of the App; there is room for one
	handed  chan *callback.Listener // the App's own, if any, which holds the same port
	over    chan struct{}           // closed when nobody waits for it any more
}

// consentAnswer is what the App answers: a pasted callback, or why there is none.
type consentAnswer struct {
	callback cases.Callback
	err      error
	all      bool // nobody is asked in this run again
}

// consentNews is what the App learns of a consent.
type consentNews struct {
	of        *consent
	begun     bool
	listening bool
	why       string // why nobody listens
	refused   string // why a request to the listener was turned away
	over      bool
}

// consentMsg brings news to the App, which waits for the next with next.
type consentMsg struct {
	run  int
	news consentNews
	next tea.Cmd
}

// answer gives an answer. The first one counts.
func (k *consent) answer(answer consentAnswer) {
	select {
	case k.answers <- answer:
	default:
	}
}

// hand lets the authorizer close a listener of the App, which may be nil, and
// listen in its place. It waits until somebody has it.
func (k *consent) hand(listener *callback.Listener) {
	select {
	case k.handed <- listener:
	case <-k.over:
		if listener != nil {
			_ = listener.Close()
		}
	}
}

// await returns the command that waits for news, until the run has ended.
func (p *caseAuthorizer) await(ctx context.Context, run int) tea.Cmd {
	if p == nil {
		return nil
	}
	return func() tea.Msg {
		select {
		case news := <-p.news:
			return consentMsg{run: run, news: news, next: p.await(ctx, run)}
		case <-ctx.Done():
			return nil
		}
	}
}

// Authorize implements cases.Authorizer.
func (p *caseAuthorizer) Authorize(ctx context.Context, ask cases.Ask) (cases.Callback, error) {
	if p.nobody {
		return cases.Callback{}, withoutPerson(ask, true).err
	}
	k := &consent{Ask: ask, answers: make(chan consentAnswer, 1), handed: make(chan *callback.Listener), over: make(chan struct{})}
	defer close(k.over)
	if err := p.tell(ctx, consentNews{of: k, begun: true}); err != nil {
		return cases.Callback{}, err
	}
	answer, err := p.wait(ctx, k)
	if told := p.tell(ctx, consentNews{of: k, over: true}); told != nil {
		return cases.Callback{}, told
	}
	return answer, err
}

// wait waits for the callback with both ways open. It leaves nothing behind.
func (p *caseAuthorizer) wait(ctx context.Context, k *consent) (cases.Callback, error) {
	listening, stop := context.WithCancel(ctx)
	var ears sync.WaitGroup
	defer ears.Wait()
	defer stop()
	heard, listens := make(chan callback.Event), false
	for {
		var news consentNews
		select {
		case <-ctx.Done():
			return cases.Callback{}, context.Cause(ctx)
		case answer := <-k.answers:
			p.nobody = answer.all
			return answer.callback, answer.err
		case old := <-k.handed:
			if old != nil {
				_ = old.Close()
			}
			if listens {
				continue
			}
			listener, err := callback.Listen(listening, k.RedirectURI, k.State, callback.Options{})
			if listens = err == nil; listens {
				ears.Go(func() { hear(listening, listener, heard) })
				news.listening = true
			} else {
				news.why = err.Error()
			}
		case event := <-heard:
			switch event := event.(type) {
			case callback.Accepted:
				return cases.FromCallback(k.Ask, event.Callback), nil
			case callback.Refused:
				news.listening, news.refused = true, event.Reason
			}
		}
		news.of = k
		if err := p.tell(ctx, news); err != nil {
			return cases.Callback{}, err
		}
	}
}

// hear passes on what a listener hears until ctx ends, and closes it then.
func hear(ctx context.Context, listener *callback.Listener, heard chan<- callback.Event) {
	defer func() { _ = listener.Close() }()
	for {
		event, err := listener.Next(ctx)
		if err != nil {
			return
		}
		select {
		case heard <- event:
		case <-ctx.Done():
			return
		}
	}
}

// tell gives the App news. The error says that the run has ended.
func (p *caseAuthorizer) tell(ctx context.Context, news consentNews) error {
	select {
	case p.news <- news:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
