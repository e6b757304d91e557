package akoya

import (
	"errors"
	"strings"
	"testing"
)

func TestInvalidRequests(t *testing.T) {
	const secret = "hidden-value"
	header := func(name, value string) Request {
		return Request{Method: "GET", URL: "https://127.0.0.1/", Header: []Field{Plain(name, value)}}
	}
	tests := []struct {
		name string
		r    Request
		want string
	}{
		{"no method", Request{URL: "https://x/"}, "method"},
		{"method", Request{Method: "PO ST", URL: "https://x/"}, "method"},
		{"CONNECT", Request{Method: "CONNECT", URL: "https://x/"}, "method"},
		{"empty", Request{Method: "GET"}, "the URL is empty"},
		{"no scheme", Request{Method: "GET", URL: "idp/" + secret}, "must start with https://"},
		{"other scheme", Request{Method: "GET", URL: "file:///etc/" + secret}, "must start with https://"},
		{"no host", Request{Method: "GET", URL: "https:///" + secret}, "names no host"},
		{"user", Request{Method: "GET", URL: "https://u:" + secret + "@x/"}, "user name or password"},
		{"space", Request{Method: "GET", URL: "https://x/?a=b " + secret}, "a space at position 15"},
		{"control", Request{Method: "GET", URL: "https://x/\r\n" + secret}, "control character at position 11"},
		{"not ASCII", Request{Method: "GET", URL: "https://x/é" + secret}, "outside ASCII"},
		{"escape", Request{Method: "GET", URL: "https://x/%zz" + secret}, "cannot be read"},
		{"port", Request{Method: "GET", URL: "https://x:99999/"}, "port"},
		{"header name", header("A b\x1b", secret), "header name \"A b\\x1b\""},
		{"no header name", header("", secret), "has no name"},
		{"header value", header("X-Y", "a\r\nEvil: "+secret), "the value of the header X-Y has a control character at position 2"},
		{"length", header("content-length", "5"), "follows from the body"},
		{"transfer", header("Transfer-Encoding", "chunked"), "follows from the body"},
	}
	c := NewClient(ClientOptions{})
	defer c.Close()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rt, err := c.Send(t.Context(), tt.r)
			var invalid *RequestError
			if !errors.As(err, &invalid) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), secret) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
			if rt.Err != err || rt.Method != tt.r.Method || rt.Status != 0 {
				t.Errorf("round trip %#v", rt.Err)
			}
		})
	}
}

// Headers that a request has itself are sent as they are, in their order.
func TestOwnHeadersReplaceAddedOnes(t *testing.T) {
	base, got := capture(t, emptyAnswer)
	c := NewClient(ClientOptions{})
	defer c.Close()
	r := Request{Method: "GET", URL: base + "/x?b=2&a=1", Header: []Field{
		Plain("x-lower", "1"), Plain("HOST", "other"), Plain("X-Twice", "b"), Plain("X-Twice", "a"),
		Plain("user-agent", "me"), Plain("ACCEPT-ENCODING", "gzip"),
	}}
	if _, err := c.Send(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	want := "GET /x?b=2&a=1 HTTP/1.1\r\nx-lower: 1\r\nHOST: other\r\nX-Twice: b\r\nX-Twice: a\r\nuser-agent: me\r\nACCEPT-ENCODING: gzip\r\n\r\n"
	if raw := got(); raw != want {
		t.Errorf("got %q", raw)
	}
}
