package akoya

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// serveBytes answers every request with these bytes.
func serveBytes(t *testing.T, status int, contentType, body string) Environment {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(server.Close)
	return Local(server.URL)
}

// The refusals, as the documents write them.
func TestRefusalsOfTheDocuments(t *testing.T) {
	tests := []struct {
		name, source string
		status       int
		body         string
		want         Error
	}{
		{"wrong code", "Token test cases 2025-Jan-02", 400,
			`{"error":"invalid_request","error_description":"Invalid or expired code parameter."}`,
			Error{400, "invalid_request", "Invalid or expired code parameter.", true}},
		{"wrong redirect_uri", "Token test cases 2025-Jan-02", 400,
			`{"error":"invalid_request","error_description":"redirect_uri did not match URI from initial request."}`,
			Error{400, "invalid_request", "redirect_uri did not match URI from initial request.", true}},
		{"wrong grant_type", "Token test cases 2025-Jan-02", 400, `{"error":"invalid_grant"}`,
			Error{400, "invalid_grant", "", false}},
		{"wrong client", "Token API errors", 401,
			`{"error":"invalid_client","error_description":"Invalid client credentials."}`,
			Error{401, "invalid_client", "Invalid client credentials.", true}},
		{"no refresh token", "Token API errors", 400,
			`{"error":"invalid_request","error_description":"No refresh token in request."}`,
			Error{400, "invalid_request", "No refresh token in request.", true}},
		{"used refresh token", "Token test cases 2025-Jan-02", 400,
			`{"error":"invalid_request","error_description":"Refresh token is invalid or has already been claimed by another client."}`,
			Error{400, "invalid_request", "Refresh token is invalid or has already been claimed by another client.", true}},
		{"revoke without secret", "Token test cases 2025-Jan-02", 400, "{\n   \"error\": \"invalid_request\"\n}",
			Error{400, "invalid_request", "", false}},
		{"revoke with a wrong secret", "Token test cases 2025-Jan-02", 401, `{"error": "unauthorized_client"}`,
			Error{401, "unauthorized_client", "", false}},
		{"wrong hint", "Token API errors", 400, `{"error":"unsupported_token_type"}`,
			Error{400, "unsupported_token_type", "", false}},
		{"revoked id_token", "Token test cases 2025-Jan-02", 401, `{"code": 602, "message": "Customer not authorized"}`,
			Error{401, "602", "Customer not authorized", true}},
		{"wrong path of the STS", "Service token OpenAPI v1.0.1", 404, "", Error{404, "", "", false}},
	}
	c := NewClient(ClientOptions{})
	defer c.Close()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			env := serveBytes(t, tt.status, "application/json", tt.body)
			rt, err := c.Send(t.Context(), RefreshRequest(env, testApp, NewSecret("x")))
			if err != nil {
				t.Fatal(err)
			}
			got := rt.Refusal()
			if got == nil {
				t.Fatal("no refusal")
			}
			if diff := cmp.Diff(tt.want, *got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.source, diff)
			}
		})
	}
}

// The grants, as the documents write them, under the content types they name.
func TestGrantsOfTheDocuments(t *testing.T) {
	tests := []struct {
		name, contentType, body string
		want                    TokenResponse
	}{
		{"token reference", "application/json;charset=utf-8",
			`{"token_type":"bearer","expires_in":86399,"refresh_token":"Chlr","id_token":"eyJ"}`,
			TokenResponse{TokenType: "bearer", ExpiresIn: 86399, HasExpiresIn: true, RefreshToken: NewSecret("Chlr"), IDToken: NewSecret("eyJ")}},
		{"service token OpenAPI v1.0.1", "application/x-www-form-urlencoded",
			`{"access_token":"ory_at_LIex7POOM-P86yZqMbg-8TXP47uYQ...","expires_in":86399,"scope":"alps","token_type":"bearer"}`,
			TokenResponse{TokenType: "bearer", ExpiresIn: 86399, HasExpiresIn: true, Scope: "alps", HasScope: true,
				AccessToken: NewSecret("ory_at_LIex7POOM-P86yZqMbg-8TXP47uYQ...")}},
		{"more than the documents name", "text/plain",
			`{"access_token":"a","token_type":"Bearer","scope":"","grant_id":"g","new":1,"x":{"y":2}}`,
			TokenResponse{TokenType: "Bearer", AccessToken: NewSecret("a"), HasScope: true, GrantID: "g", Extra: []string{"new", "x"}}},
		{"names sent twice", "application/json", `{"id_token":"a","id_token":"b","id_token":"c"}`,
			TokenResponse{IDToken: NewSecret("c"), Duplicates: []string{"id_token"}}},
	}
	c := NewClient(ClientOptions{})
	defer c.Close()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rt, err := c.Send(t.Context(), RefreshRequest(serveBytes(t, 200, tt.contentType, tt.body), testApp, NewSecret("x")))
			if err != nil {
				t.Fatal(err)
			}
			got, err := rt.TokenResponse()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if rt.Refusal() != nil {
				t.Error("a grant is read as a refusal")
			}
		})
	}
}

// A revoke is answered with nothing: that is no error of the round trip.
func TestEmptyAnswerOfRevoke(t *testing.T) {
	c := NewClient(ClientOptions{})
	defer c.Close()
	rt, err := c.Send(t.Context(), RevokeRequest(serveBytes(t, 200, "text/plain", ""), testApp, NewSecret("x")))
	if err != nil || rt.Status != 200 || rt.Refusal() != nil || !rt.Received.Body.IsZero() {
		t.Errorf("status %d, refusal %v, error %v", rt.Status, rt.Refusal(), err)
	}
}
