package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows"
)

// historyStart is when the first round trip of a test was sent.
var historyStart = time.Date(2026, 11, 21, 14, 3, 22, 0, time.UTC)

// historyRig returns a program whose session has these round trips, oldest
// first, with the history on view.
func historyRig(t testing.TB, width, height int, entries ...flows.Entry) *rig {
	t.Helper()
	r := &rig{t: t, now: historyStart.Add(time.Hour)}
	client := akoya.NewClient(akoya.ClientOptions{})
	t.Cleanup(client.Close)
	r.app = New(Deps{Client: client, Now: func() time.Time { return r.now }, Location: time.UTC, Version: "test"})
	r.app.openSession(Profile{Name: "test", Environment: akoya.Local("http://127.0.0.1:1"), Where: "memory only"})
	r.app.width, r.app.height = width, height
	for _, e := range entries {
		r.app.session.History = r.app.session.History.Append(e)
	}
	r.app.active = screenHistory
	return r
}

func historyOf(a *App) *historyScreen { return a.screens[screenHistory].(*historyScreen) }

// typed splits a text into its keys.
func typed(text string) []string { return strings.Split(text, "") }

// exchange is a round trip of a test.
type exchange struct {
	method, url, step, kase string
	status                  int
	took                    time.Duration
	form                    []akoya.Field
	header                  []akoya.Field // of the response
	body                    string
	err                     error
}

// entry makes the round trip as a client would have recorded it.
func (x exchange) entry(at time.Time) flows.Entry {
	if x.method == "" {
		x.method = "POST"
	}
	if x.url == "" {
		x.url = "http://127.0.0.1:41023/token"
	}
	var pairs []string
	for _, f := range x.form {
		pairs = append(pairs, f.Name+"="+f.Value.Reveal())
	}
	form := akoya.Plain("Content-Type", "application/x-www-form-urlencoded")
	trip := akoya.RoundTrip{
		Method: x.method, URL: x.url, Status: x.status, Started: at, Err: x.err,
		RemoteAddr: "127.0.0.1:41023",
		Sent: akoya.Message{
			Line:   x.method + " /token HTTP/1.1",
			Header: []akoya.Field{form},
			Body:   akoya.NewSecret(strings.Join(pairs, "&")),
		},
		Timings: akoya.Timings{
			Wait: akoya.Span{Start: x.took / 4, Length: x.took / 2}, Body: akoya.Span{Start: x.took * 3 / 4, Length: x.took / 4}, Total: x.took,
		},
	}
	if x.status != 0 {
		trip.Received = akoya.Message{
			Line:   fmt.Sprintf("HTTP/1.1 %d Status", x.status),
			Header: append([]akoya.Field{akoya.Plain("Content-Type", "application/json")}, x.header...),
			Body:   akoya.NewSecret(x.body),
		}
	}
	request := akoya.Request{Method: x.method, URL: x.url, Header: []akoya.Field{form}, Form: x.form}
	return flows.Entry{At: at, Step: x.step, Case: x.kase, Request: request, RoundTrip: trip}
}

// tokenTrips are a refresh that works and one that does not.
func tokenTrips() []flows.Entry {
	grant := akoya.Plain("grant_type", "refresh_token")
	return []flows.Entry{
		exchange{step: "refresh", status: 200, took: 41 * time.Millisecond,
			form: []akoya.Field{grant, akoya.Sensitive("refresh_token", akoya.NewSecret("canary-refresh-token-one-9f2c"))},
			body: `{"token_type":"bearer","refresh_token":"canary-refresh-token-two-1b7e","expires_in":86399}`,
		}.entry(historyStart),
		exchange{step: "refresh", kase: "refresh.used", status: 400, took: 12 * time.Millisecond,
			form: []akoya.Field{grant, akoya.Sensitive("refresh_token", akoya.NewSecret("canary-refresh-token-one-9f2c"))},
			body: `{"error":"invalid_request","error_description":"already claimed"}`,
		}.entry(historyStart.Add(time.Second)),
	}
}

// manyTrips returns n round trips, one in ten refused, one in a hundred by a case.
func manyTrips(n int) []flows.Entry {
	list := make([]flows.Entry, n)
	for i := range list {
		x := exchange{step: "refresh", status: 200, took: time.Duration(i%90) * time.Millisecond, body: `{}`}
		if i%10 == 0 {
			x.status = 400
		}
		if i%100 == 0 {
			x.kase = "refresh.used"
		}
		list[i] = x.entry(historyStart.Add(time.Duration(i) * time.Millisecond))
	}
	return list
}

// judgedTrips are what cases sent: an answer that is wanted, one that is not, one
// that differs in words, and one that is no more than news.
func judgedTrips() []flows.Entry {
	one := func(second int, kase, method, url string, status int, j flows.Judgement) flows.Entry {
		x := exchange{kase: kase, method: method, url: url, status: status, took: time.Duration(second) * time.Millisecond, body: `{}`}
		e := x.entry(historyStart.Add(time.Duration(second) * time.Second))
		e.Judged = j
		return e
	}
	return []flows.Entry{
		one(1, "service.scope.unknown", "POST", "", 400, flows.Judgement{Verdict: "mismatch"}),
		one(1, "refresh.grant_type.missing", "POST", "", 400, flows.Judgement{Verdict: "same error", Holds: true, Counts: true}),
		one(2, "revoke.client_secret.missing", "POST", "http://127.0.0.1:41023/revoke", 200, flows.Judgement{Verdict: "mismatch", Counts: true}),
		one(3, "revoke.path.alternative", "GET", "http://127.0.0.1:41023/accounts-info/v2/mikomo", 401, flows.Judgement{Verdict: "exact", Holds: true, Counts: true}),
	}
}
