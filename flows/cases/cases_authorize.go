package cases

// reservedState has the characters that a URL treats specially. It must come
// back as it was sent.
const reservedState = "a b+c/d?e=f&g;h#i%25~j'k\"l"

// Where NoRedirect is expected RFC 6749 section 4.1.2.1 asks for it too: nobody
// is sent to an address that is not known to be the app's.
func authorizeCases() []Case {
	redirects := []int{302, 303}
	return []Case{
		{
			ID: "authorize.ok", Title: "Approve the consent", Group: GroupAuthorize, Happy: true,
			Sources: []Source{{Mark: R1, Row: rowR1Authorize}, {Mark: A, Row: "redirect arrives at redirect_uri, code stored"}},
			Needs:   []Need{NeedConsent}, Cost: CostCode,
			Steps: one("Open the authorize URL and approve", BaseConsent, nil,
				Expectation{From: []Mark{R1, A}, Status: redirects, RedirectCode: true}),
			DocumentSays: "The authorization code comes from the end-user's authentication flow and expires in 5 minutes.",
		},
		{
			ID: "authorize.denied", Title: "Deny the consent", Group: GroupAuthorize,
			Sources: []Source{{Mark: A, Row: "access_denied"}},
			Needs:   []Need{NeedDenial}, Cost: CostNone,
			Steps: one("Open the authorize URL and deny", BaseDenial, nil,
				Expectation{From: []Mark{A}, Status: redirects, RedirectError: true, Error: "access_denied"}),
			DocumentSays: "access_denied: the user or the server denied the request.",
		},
		{
			ID: "authorize.connector.wrong", Title: "Authorize with an unknown connector", Group: GroupAuthorize,
			Sources: []Source{{Mark: A, Row: "invalid connector"}}, Cost: CostNone,
			Steps: one("Open the authorize URL for the bank Mikomoo", BaseAuthorize,
				tampers(setQuery("connector", "Mikomoo")),
				Expectation{From: []Mark{A}, Status: []int{400}, NoRedirect: true}),
			DocumentSays: "HTTP 400: Invalid ConnectorID.",
		},
		{
			ID: "authorize.connector.missing", Title: "Authorize without a connector", Group: GroupAuthorize,
			Sources: []Source{{Mark: A, Row: "no connector"}}, Cost: CostNone,
			Steps: one("Open the authorize URL without a bank", BaseAuthorize,
				tampers(dropQuery("connector")),
				Expectation{From: []Mark{A}, Status: []int{403, 200}, NoCode: true}),
			DocumentSays: "HTTP 403, possibly 200 with an Akoya login screen that is of no use.",
		},
		{
			ID: "authorize.client_id.wrong", Title: "Authorize with a wrong client_id", Group: GroupAuthorize,
			Sources: []Source{{Mark: A, Row: "invalid client_id", Task: 2}}, Cost: CostNone,
			Steps: one("Open the authorize URL with an unknown client_id", BaseAuthorize,
				tampers(setQuery("client_id", madeUpClientID)),
				Expectation{From: []Mark{A}, Status: []int{400}, NoRedirect: true}),
			DocumentSays: "HTTP 400: Invalid client_id.",
		},
		{
			ID: "authorize.client_id.missing", Title: "Authorize without a client_id", Group: GroupAuthorize,
			Sources: []Source{{Mark: A, Row: "invalid client_id", Task: 1}}, Cost: CostNone,
			Steps: one("Open the authorize URL without a client_id", BaseAuthorize,
				tampers(dropQuery("client_id")),
				Expectation{From: []Mark{A}, Status: []int{400}, NoRedirect: true}),
			DocumentSays: "HTTP 400: Invalid client_id.",
		},
		{
			ID: "authorize.redirect_uri.wrong", Title: "Authorize with a redirect_uri that is not registered", Group: GroupAuthorize,
			Sources: []Source{{Mark: A, Row: "invalid redirect_uri", Task: 2}}, Cost: CostNone,
			Steps: one("Open the authorize URL with another redirect_uri", BaseAuthorize,
				tampers(setQuery("redirect_uri", wrongRedirectURI)),
				Expectation{From: []Mark{A}, Status: []int{400}, NoRedirect: true}),
			DocumentSays: "HTTP 400: Unregistered redirect_uri.",
		},
		{
			ID: "authorize.redirect_uri.missing", Title: "Authorize without a redirect_uri", Group: GroupAuthorize,
			Sources: []Source{{Mark: A, Row: "invalid redirect_uri", Task: 1}}, Cost: CostNone,
			Steps: one("Open the authorize URL without a redirect_uri", BaseAuthorize,
				tampers(dropQuery("redirect_uri")),
				Expectation{From: []Mark{A}, Status: []int{400}, NoRedirect: true}),
			DocumentSays: "HTTP 400: Unregistered redirect_uri.",
		},
		{
			ID: "authorize.response_type.wrong", Title: "Authorize with a wrong response_type", Group: GroupAuthorize,
			Sources: []Source{{Mark: A, Row: "invalid response_type"}}, Cost: CostNone,
			Steps: one("Open the authorize URL with response_type=token", BaseAuthorize,
				tampers(setQuery("response_type", "token")),
				Expectation{From: []Mark{A}, Status: redirects, RedirectError: true, Error: "unsupported_response_type"},
				Expectation{From: []Mark{A}, Status: clientErrors(), NoCode: true}),
			DocumentSays: "403, or an error parameter in the redirect URL; set response_type to code.",
			Departs:      "The document's own pages differ: a redirect with the error, or a 4xx page. Both hold.",
		},
		{
			ID: "authorize.scope.no_openid", Title: "Authorize with a scope that lacks openid", Group: GroupAuthorize,
			Sources: []Source{{Mark: A, Row: "invalid_scope"}}, Cost: CostNone,
			Steps: one("Open the authorize URL without the scope openid", BaseAuthorize,
				tampers(setQuery("scope", "profile offline_access")),
				Expectation{From: []Mark{A}, Status: redirects, RedirectError: true, Error: "invalid_scope", Description: `Missing required scope(s) ["openid"].`}),
			DocumentSays: `error=invalid_scope&error_description=Missing+required+scope(s)+["openid"].`,
		},
		{
			ID: "authorize.state.returned", Title: "State with reserved characters comes back unchanged", Group: GroupAuthorize, Happy: true,
			Sources: []Source{{Mark: G, Row: "state"}},
			Needs:   []Need{NeedConsent}, Cost: CostCode,
			Steps: one("Open the authorize URL with such a state and approve", BaseConsent,
				tampers(setQuery("state", reservedState)),
				Expectation{From: []Mark{G}, Status: redirects, RedirectCode: true}),
			DocumentSays: "The state comes back in the redirect.",
			Departs:      "One page calls the state optional, another required, a third asks for 8 characters. RFC 6749 section 4.1.2 requires that it comes back as it was sent.",
		},
	}
}

// wrongRedirectURI is registered nowhere (RFC 2606 keeps the name free).
const wrongRedirectURI = "https://wrong.example/v1/callback"

func clientErrors() []int {
	all := make([]int, 0, 100)
	for status := 400; status < 500; status++ {
		all = append(all, status)
	}
	return all
}
