package akoya

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path"
	"strings"
	"time"
)

// discovery is what is used of an OpenID Provider's configuration (OpenID
// Connect Discovery 1.0 section 3).
type discovery struct{ issuer, keysURL string }

// errNoConfiguration is an environment without any URL to start from.
var errNoConfiguration = errors.New("this environment names no key set and has no token URL to find one by")

// discover asks the environment where its keys are. Only the environment's own
// addresses are asked, never one that a token names: a token is not to be
// believed before its signature is checked.
func (c *Client) discover(ctx context.Context, env Environment) (discovery, []RoundTrip, error) {
	var trips []RoundTrip
	var failure error
	for _, address := range configurationURLs(env) {
		if e, ok := c.keys.get(address, c.options.Now()); ok {
			return e.discovery, trips, nil
		}
		rt, err := c.fetchJSON(ctx, address)
		trips = append(trips, rt)
		if err == nil {
			var d discovery
			if d, err = parseDiscovery([]byte(rt.Received.Body.Reveal()), address); err == nil {
				c.keys.put(address, keyEntry{until: c.options.Now().Add(keysLife), discovery: d})
				return d, trips, nil
			}
			err = fmt.Errorf("%s answered with %w", address, err)
		}
		if failure == nil {
			failure = err
		}
		if ctx.Err() != nil {
			break
		}
	}
	if failure == nil {
		return discovery{}, trips, errNoConfiguration
	}
	return discovery{}, trips, fmt.Errorf("no key set was found: %w", failure)
}

// configurationURLs returns where the configuration may be: beside the token
// endpoint, then at the root of its host.
func configurationURLs(env Environment) []string {
	const wellKnown = "/.well-known/openid-configuration"
	for _, endpoint := range []string{env.TokenURL, env.AuthorizeURL} {
		u, err := parseTarget(endpoint)
		if err != nil {
			continue
		}
		root := u.Scheme + "://" + u.Host
		beside := strings.TrimRight(path.Dir("/"+strings.TrimLeft(u.EscapedPath(), "/")), "/")
		if beside == "" {
			return []string{root + wellKnown}
		}
		return []string{root + beside + wellKnown, root + wellKnown}
	}
	return nil
}

// parseDiscovery reads a configuration that came from address.
func parseDiscovery(body []byte, address string) (discovery, error) {
	members, err := jsonMembers(body)
	if err != nil {
		return discovery{}, bodyKind(body, err)
	}
	var d discovery
	for _, m := range members {
		switch m.Name {
		case "issuer":
			d.issuer, _ = jsonString(m.Value)
		case "jwks_uri":
			d.keysURL, _ = jsonString(m.Value)
		}
	}
	switch {
	case d.keysURL == "":
		return discovery{}, errors.New("JSON without a jwks_uri")
	case !mayHoldKeys(d.keysURL, address):
		return discovery{}, errors.New("a jwks_uri that is neither on the same server nor at a public https address")
	}
	return d, nil
}

// mayHoldKeys reports whether keys may be fetched from where a configuration
// points to: its own server, this machine if it is on this machine, or a named
// https host. That keeps a server from pointing into the user's own network.
func mayHoldKeys(keysURL, configuration string) bool {
	k, err := parseTarget(keysURL)
	if err != nil {
		return false
	}
	c, err := parseTarget(configuration)
	if err != nil {
		return false
	}
	if k.Scheme == c.Scheme && strings.EqualFold(k.Host, c.Host) {
		return true
	}
	if IsLoopback(k.Hostname()) {
		return IsLoopback(c.Hostname()) && k.Port() == c.Port()
	}
	host := k.Hostname()
	return k.Scheme == "https" && net.ParseIP(host) == nil && strings.Contains(host, ".") &&
		!strings.HasSuffix(host, ".local") && !strings.HasSuffix(host, ".internal")
}

// fetchJSON gets a document; an answer other than 200 is an error.
func (c *Client) fetchJSON(ctx context.Context, address string) (RoundTrip, error) {
	rt, err := c.Send(ctx, Request{Method: "GET", URL: address, Header: []Field{Plain("Accept", "application/json")}})
	switch {
	case err != nil:
		return rt, fmt.Errorf("%s: %w", address, err)
	case rt.Status != 200:
		return rt, fmt.Errorf("%s answered %d", address, rt.Status)
	case rt.Truncated:
		return rt, fmt.Errorf("%s answered with more than %d bytes", address, MaxBody)
	case packed(rt.Received.Header) != "":
		return rt, fmt.Errorf("%s answered with a packed body, though none was asked for", address)
	}
	return rt, nil
}

// keysAt returns the key set at address, from the cache unless fresh is asked for.
func (c *Client) keysAt(ctx context.Context, address string, fresh bool) (set keySet, cached bool, trips []RoundTrip, err error) {
	if e, ok := c.keys.get(address, c.options.Now()); ok && !fresh {
		return e.keys, true, nil, nil
	}
	rt, err := c.fetchJSON(ctx, address)
	trips = []RoundTrip{rt}
	if err != nil {
		return nil, false, trips, err
	}
	set, err = parseKeySet([]byte(rt.Received.Body.Reveal()))
	if err != nil {
		return nil, false, trips, fmt.Errorf("%s answered with %w", address, err)
	}
	c.keys.put(address, keyEntry{until: c.options.Now().Add(cacheLife(rt.Received.Header)), keys: set})
	return set, false, trips, nil
}

// cacheLife reads max-age, within bounds.
func cacheLife(header []Field) time.Duration {
	for _, f := range header {
		if !strings.EqualFold(f.Name, "Cache-Control") {
			continue
		}
		for part := range strings.SplitSeq(f.Value.Reveal(), ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
			var n int64
			if strings.EqualFold(name, "max-age") && json.Unmarshal([]byte(value), &n) == nil && n >= 0 {
				return min(time.Duration(min(n, 1<<31))*time.Second, maxKeysLife)
			}
		}
	}
	return keysLife
}

// sameIssuer compares two issuers; Akoya writes its own with a slash at the end.
func sameIssuer(a, b string) bool { return strings.TrimRight(a, "/") == strings.TrimRight(b, "/") }

// isOwnIssuer reports whether an issuer is on the host of address; all names of
// this machine are one.
func isOwnIssuer(issuer, address string) bool {
	i, err := url.Parse(issuer)
	if err != nil {
		return false
	}
	a, err := url.Parse(address)
	if err != nil {
		return false
	}
	return strings.EqualFold(i.Host, a.Host) || IsLoopback(i.Hostname()) && IsLoopback(a.Hostname())
}
