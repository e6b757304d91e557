package ui

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"akoya-tui/akoya"
	"akoya-tui/flows"
	"akoya-tui/flows/cases"
)

// BenchmarkMemory measures the memory of the program after 500 keys and 10,000
// round trips. Budget: 40 MiB.
func BenchmarkMemory(b *testing.B) {
	const trips, keys = 10_000, 500
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprint(w, `{"error":"invalid_request","error_description":"Refresh token is invalid or has already been claimed by another client."}`)
	}))
	defer server.Close()
	client := akoya.NewClient(akoya.ClientOptions{})
	defer client.Close()
	runner := flows.Runner{Client: client, Now: time.Now}
	environment := akoya.Local(server.URL)
	app := akoya.App{ClientID: "client", ClientSecret: akoya.NewSecret("a-secret-of-usual-length"), RedirectURI: "http://127.0.0.1/callback"}
	request := akoya.RefreshRequest(environment, app, akoya.NewSecret("ChlkdGhpc2lzYXJlZnJlc2h0b2tlbm9mdXN1YWxsZW5ndGgSGXRoZXNlY29uZGhhbGY"))
	for range b.N {
		a := New(Deps{Client: client, Now: time.Now, Location: time.UTC, Cases: cases.Catalogue()})
		a.openSession(Profile{Name: "test", Environment: environment, App: app})
		a.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
		for range trips {
			sent := runner.Run(b.Context(), flows.Plan{Environment: environment, Request: request, Secrets: a.session.Secrets()})
			a.session = a.session.Apply(sent)
		}
		all := []string{"8", "down", "down", "7", "down", "4", "3", "1", "2", "?"}
		for i := range keys {
			a.Update(benchKey(all[i%len(all)]))
			_ = a.View()
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapAlloc+m.StackInuse)/(1<<20), "MiB")
		b.ReportMetric(float64(a.session.History.Len()), "trips")
		runtime.KeepAlive(a)
	}
}

func benchKey(name string) tea.KeyPressMsg {
	if name == "down" {
		return tea.KeyPressMsg{Code: tea.KeyDown}
	}
	return tea.KeyPressMsg{Code: rune(name[0]), Text: name}
}
