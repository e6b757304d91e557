package report_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"akoya-tui/akoya"
	"akoya-tui/akoya/sandbox"
	"akoya-tui/flows/cases"
	"akoya-tui/flows/control"
	"akoya-tui/flows/report"
)

// TestNoReportOfARealRunShowsASecret runs the whole catalogue against a local
// Akoya, collects every token, code and secret of the run, and looks for each in
// every report.
func TestNoReportOfARealRunShowsASecret(t *testing.T) {
	server, err := sandbox.Start(context.Background(), sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close(context.Background()) }()
	info := server.Info()
	api, err := control.New(info.ControlURL)
	if err != nil {
		t.Fatal(err)
	}
	defer api.Close()
	client := akoya.NewClient(akoya.ClientOptions{})
	defer client.Close()
	secret := akoya.NewSecret(info.ClientSecret)
	engine := cases.NewEngine(cases.Options{
		Client: client, Control: api, Environment: akoya.Local(strings.TrimSuffix(info.TokenURL, "/token")),
		App:     akoya.App{ClientID: info.ClientID, ClientSecret: secret, RedirectURI: info.RedirectURIs[0], Connector: "mikomo", Scope: akoya.DefaultScope},
		Service: akoya.Basic{ClientID: info.ClientID, ClientSecret: secret},
	})
	r := engine.RunAll(t.Context(), cases.Catalogue(), nil)
	if got := report.ExitCode(r); got != report.ExitHolds || r.Summary().Exact != len(r.Outcomes) {
		t.Fatalf("exit code %d, %+v", got, r.Summary())
	}
	secrets := []akoya.Secret{secret}
	var trips []akoya.RoundTrip
	for _, o := range r.Outcomes {
		trips = append(trips, o.RoundTrips()...)
		for _, step := range o.Steps {
			for _, name := range []string{"code", "refresh_token", "token"} {
				if field, ok := step.Request.Field(name); ok && field.Sensitive {
					secrets = append(secrets, field.Value)
				}
			}
			if got, err := step.RoundTrip.TokenResponse(); err == nil {
				secrets = append(secrets, got.IDToken, got.RefreshToken, got.AccessToken)
			}
		}
	}
	var all bytes.Buffer
	for _, format := range report.Formats() {
		if err := report.Write(&all, r, format); err != nil {
			t.Fatal(err)
		}
	}
	if err := report.HAR(&all, trips, "test"); err != nil {
		t.Fatal(err)
	}
	if err := report.Session(&all, "test", trips); err != nil {
		t.Fatal(err)
	}
	text, looked := all.String(), 0
	for _, one := range secrets {
		value := one.Reveal()
		if len(value) < 12 || strings.HasPrefix(value, "made-up-") || value == "not-the-client-secret" {
			continue
		}
		looked++
		if strings.Contains(text, value) || strings.Contains(text, value[:len(value)/2]) {
			t.Errorf("%s is shown", one)
		}
	}
	if looked < 15 {
		t.Errorf("looked for %d secrets only", looked)
	}
}
