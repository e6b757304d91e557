// Package control talks to the control API of a local Akoya: move its clock,
// approve in a person's place, mint codes and tokens in a wanted state, end a
// consent at the bank, set faults, reset.
//
// It must not know test cases or screens. It reaches this machine only: no real
// Akoya has such an API, and nothing here may ever be sent to one.
package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"

	"akoya-tui/akoya"
)

// Limits of one call.
const (
	callTimeout = 30 * time.Second
	maxAnswer   = 1 << 20
)

// Client calls the control API of one local Akoya. It is safe for concurrent
// use. Its errors are sentences without a full stop.
type Client struct {
	url  string
	http *http.Client
}

// New returns a client of the control API at address, for example
// "http://127.0.0.1:41023/control". Only an address on this machine is accepted.
func New(address string) (*Client, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, errors.New("the address of the control API is not of the form http://127.0.0.1:PORT/control")
	}
	if !akoya.IsLoopback(u.Hostname()) {
		return nil, errors.New("the control API is only ever called on this machine: use 127.0.0.1 or localhost")
	}
	dialer := &net.Dialer{Timeout: 5 * time.Second, Control: refuseOthers}
	return &Client{
		url: strings.TrimRight(u.String(), "/"),
		http: &http.Client{
			Timeout:       callTimeout,
			Transport:     &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 2, DisableCompression: true},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// URL returns the address of the control API.
func (c *Client) URL() string { return c.url }

// Close ends the connections that are kept for later calls.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// refuseOthers keeps a connection from going to another machine, whatever the
// name was looked up as.
func refuseOthers(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil || !akoya.IsLoopback(host) {
		return errors.New("the address is not on this machine")
	}
	return nil
}

// Error is a refusal of the control API: its own sentence.
type Error struct {
	Status int
	Text   string // from a server: escape it before it is shown
}

// Error implements error.
func (e *Error) Error() string { return e.Text }

// call sends in as JSON, nothing when in is nil, and reads the answer into out.
func (c *Client) call(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("the call of the control API cannot be written: %w", err)
		}
		body = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, c.url+path, body)
	if err != nil {
		return fmt.Errorf("the call of the control API cannot be made: %w", err)
	}
	request.Header.Set("Accept", "application/json")
	if in != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := c.http.Do(request)
	if err != nil {
		return unreachable(ctx, err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	switch {
	case err != nil:
		return unreachable(ctx, err)
	case len(text) > maxAnswer:
		return fmt.Errorf("the control API answered more than %d bytes", maxAnswer)
	}
	return read(response.StatusCode, text, out)
}

// read takes an answer apart: an object with a status of its own is an answer
// even when the HTTP status is not 2xx; any other object with "error" is a refusal.
func read(status int, text []byte, out any) error {
	var refusal struct {
		Status int    `json:"status"`
		Error  string `json:"error"`
	}
	parsed := json.Unmarshal(text, &refusal) == nil
	if status/100 != 2 && (!parsed || refusal.Status == 0) {
		if !parsed || refusal.Error == "" {
			return &Error{Status: status, Text: fmt.Sprintf("the control API answered %d without saying why: is it a local Akoya?", status)}
		}
		return &Error{Status: status, Text: refusal.Error}
	}
	if err := json.Unmarshal(text, out); err != nil {
		return fmt.Errorf("the control API answered %d with something that is not the JSON expected: is it a local Akoya?", status)
	}
	return nil
}

func unreachable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var reason *url.Error
	if errors.As(err, &reason) {
		err = reason.Err
	}
	return fmt.Errorf("the control API of the local Akoya cannot be reached: is it still running? (%w)", err)
}
