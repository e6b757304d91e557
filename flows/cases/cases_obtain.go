package cases

func obtainCases() []Case {
	rfcCode := "RFC 6749 section 5.2 would say invalid_grant for a bad code. Do not key on the RFC's code."
	rfcGrantType := "RFC 6749 section 5.2 would say unsupported_grant_type, or invalid_request for a missing one. " +
		"Token API errors prints a text in the description column that the payload of the test page does not have."
	grantType := []Expectation{
		refuseBare(400, "invalid_grant", T0, T2),
		refuse(400, "invalid_grant", "Missing or incorrect grant_type field. Must be authorization_code", E3),
	}
	bothCode := "HTTP 400, invalid_request: Invalid or expired code parameter."
	return []Case{
		{
			ID: "obtain.ok", Title: "Obtain tokens", Group: GroupObtain, Happy: true,
			Sources: []Source{{Mark: R1, Row: rowR1Obtain}},
			Needs:   []Need{NeedFreshCode}, Cost: CostCode,
			Steps: one("Exchange the code", BaseObtain, nil, Expectation{
				From: []Mark{R1}, Status: []int{200},
				RequiredFields: []string{"token_type", "refresh_token", "id_token"}, IntegerFields: []string{"expires_in"},
			}),
			DocumentSays: "In each successful token response, you will receive a new id_token and a new refresh_token.",
			Departs:      "RFC 6749 section 5.1 requires an access_token; none is documented here. The id_token is the bearer of data calls.",
		},
		{
			ID: "obtain.code.expired", Title: "Obtain a token with an expired code", Group: GroupObtain,
			Sources: join(tokenTests(rowCode, 1), errorTable(rowE3Code)),
			Needs:   []Need{NeedExpiredCode}, Cost: CostCode,
			Steps: one("Exchange a code older than five minutes", BaseObtain, tampers(replay("code", MaterialExpiredCode)),
				refuse(400, "invalid_request", textCode, T0, T2, E3)),
			DocumentSays: bothCode, Departs: rfcCode,
		},
		{
			ID: "obtain.code.wrong", Title: "Obtain a token with an incorrect code", Group: GroupObtain,
			Sources: join(tokenTests(rowCode, 2), errorTable(rowE3Code)), Cost: CostNone,
			Steps: one("Exchange a made-up code", BaseObtain, tampers(change("code", "made-up-code-that-nobody-issued")),
				refuse(400, "invalid_request", textCode, T0, T2, E3)),
			DocumentSays: bothCode, Departs: rfcCode,
		},
		{
			ID: "obtain.code.missing", Title: "Obtain a token without a code", Group: GroupObtain,
			Sources: errorTable(rowE3Code), Cost: CostNone,
			Steps: one("Leave the code out", BaseObtain, tampers(drop("code")),
				refuse(400, "invalid_request", textCode, E3)),
			DocumentSays: "The code parameter retrieved during authentication is wrong, missing, or expired.",
		},
		{
			ID: "obtain.code.replayed", Title: "Obtain a token with a code that was exchanged already", Group: GroupObtain,
			Sources: undocumented(), Undocumented: true,
			Needs: []Need{NeedUsedCode}, Cost: CostCode,
			Steps: one("Exchange the code once more", BaseObtain, tampers(replay("code", MaterialUsedCode)),
				refuse(400, "invalid_request", textCode, D)),
			DocumentSays: "Nothing about a second use; servers of this kind treat it as a wrong code.",
			Departs:      "RFC 6749 section 4.1.2: a code must not be used more than once, and the tokens it gave should be revoked.",
		},
		{
			ID: "obtain.redirect_uri.wrong", Title: "Obtain a token with an incorrect redirect_uri", Group: GroupObtain,
			Sources: join(tokenTests(rowRedirect, 0), errorTable(rowE3Redirect)),
			Needs:   []Need{NeedFreshCode}, Cost: CostNone,
			Steps: one("Exchange the code with another redirect_uri", BaseObtain, tampers(change("redirect_uri", wrongRedirectURI)),
				refuse(400, "invalid_request", textRedir, T0, T2, E3)),
			DocumentSays: "HTTP 400, invalid_request: redirect_uri did not match URI from initial request.",
			Departs:      "RFC 6749 section 5.2 would say invalid_grant.",
		},
		{
			ID: "obtain.redirect_uri.missing", Title: "Obtain a token without a redirect_uri", Group: GroupObtain,
			Sources: undocumented(), Undocumented: true,
			Needs: []Need{NeedFreshCode}, Cost: CostNone,
			Steps: one("Leave the redirect_uri out", BaseObtain, tampers(drop("redirect_uri")),
				refuse(400, "invalid_request", textRedir, D)),
			DocumentSays: "The redirect_uri is required; nothing is said about leaving it out.",
		},
		{
			ID: "obtain.grant_type.missing", Title: "Obtain a token with a missing grant_type", Group: GroupObtain,
			Sources: join(tokenTests(rowGrantType, 1), errorTable(rowE3ObtainGrant)),
			Prefers: []Need{NeedFreshCode}, Cost: CostNone,
			Steps:        one("Leave the grant_type out", BaseObtain, tampers(drop("grant_type")), grantType...),
			DocumentSays: "HTTP 400, invalid_grant.", Departs: rfcGrantType,
		},
		{
			ID: "obtain.grant_type.wrong", Title: "Obtain a token with an incorrect grant_type", Group: GroupObtain,
			Sources: join(tokenTests(rowGrantType, 2), errorTable(rowE3ObtainGrant)),
			Prefers: []Need{NeedFreshCode}, Cost: CostNone,
			Steps:        one("Send grant_type=nonsense", BaseObtain, tampers(change("grant_type", "nonsense")), grantType...),
			DocumentSays: "HTTP 400, invalid_grant.", Departs: rfcGrantType,
		},
		{
			ID: "obtain.client_id.wrong", Title: "Obtain a token with an incorrect client_id", Group: GroupObtain,
			Sources: join(tokenTests(rowClient, 1), errorTable(rowE3ObtainClient)),
			Prefers: []Need{NeedFreshCode}, Cost: CostNone,
			Steps: one("Send an unknown client_id", BaseObtain, tampers(Tamper{Kind: WrongID}),
				refuse(401, "invalid_client", textClient, T0, T2, E3)),
			DocumentSays: "HTTP 401: invalid_client. The client id or secret is incorrect.",
			Departs:      "The test page gives no payload for this task; the description is that of Token API errors.",
		},
		{
			ID: "obtain.client_secret.wrong", Title: "Obtain a token with an incorrect client_secret", Group: GroupObtain,
			Sources: join(tokenTests(rowClient, 2), errorTable(rowE3ObtainClient)),
			Prefers: []Need{NeedFreshCode}, Cost: CostNone,
			Steps: one("Send a wrong client_secret", BaseObtain, tampers(Tamper{Kind: WrongSecret}),
				refuse(401, "invalid_client", textClient, T0, T2, E3)),
			DocumentSays: "HTTP 401, invalid_client: Invalid client credentials.",
		},
		{
			ID: "obtain.client.missing", Title: "Obtain a token without credentials", Group: GroupObtain,
			Sources: undocumented(), Undocumented: true,
			Prefers: []Need{NeedFreshCode}, Cost: CostNone,
			Steps: one("Send no credentials", BaseObtain, tampers(Tamper{Kind: NoCredentials}),
				refuse(401, "invalid_client", textClient, D)),
			DocumentSays: "Basic Auth in the header is required; nothing is said about leaving it out.",
		},
	}
}
