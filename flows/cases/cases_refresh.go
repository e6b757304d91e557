package cases

func refreshCases() []Case {
	newPair := func(from ...Mark) Expectation {
		return Expectation{
			From: from, Status: []int{200}, NewTokens: true,
			RequiredFields: []string{"token_type", "refresh_token", "id_token"}, IntegerFields: []string{"expires_in"},
		}
	}
	rfcToken := "RFC 6749 section 5.2 would say invalid_grant. The answer is final: authorize again, do not retry."
	rfcGrantType := "RFC 6749 section 5.2 would say unsupported_grant_type, or invalid_request for a missing one. " +
		"Token API errors prints a text in the description column; for the code grant the test page shows that there is none."
	grantType := []Expectation{
		refuseBare(400, "invalid_grant", E3),
		refuse(400, "invalid_grant", "Missing or incorrect grant_type field. Must be refresh_token", E3),
	}
	claimed := "HTTP 400, invalid_request: Refresh token is invalid or has already been claimed by another client."
	return []Case{
		{
			ID: "refresh.ok", Title: "Refresh an ID token", Group: GroupRefresh, Happy: true,
			Sources: join(tokenTests(rowRefresh, 0), []Source{{Mark: R1, Row: rowR1Refresh}}),
			Needs:   []Need{NeedTokens}, Cost: CostRotates,
			Steps:        one("Send the current refresh token", BaseRefresh, nil, newPair(T0, T2, R1)),
			DocumentSays: "Receive valid new ID and refresh tokens. They replace the tokens from your previous call.",
		},
		{
			ID: "refresh.expired_id_token", Title: "Refresh an expired ID token", Group: GroupRefresh, Happy: true,
			Sources: tokenTests(rowRefreshExpired, 0),
			Needs:   []Need{NeedExpiredIDToken}, Cost: CostRotates,
			Steps:        one("Send the refresh token of an id_token older than 24 hours", BaseRefresh, nil, newPair(T0, T2)),
			DocumentSays: "Identify an id_token older than 24 hours. Call the /token endpoint with the refresh_token. Receive valid new ID and refresh tokens.",
		},
		{
			ID: "refresh.used", Title: "Refresh a used refresh_token", Group: GroupRefresh,
			Sources: join(tokenTests(rowRefreshUsed, 0), errorTable(rowE3Claimed)),
			Needs:   []Need{NeedUsedRefreshToken}, Cost: CostNone,
			Steps: one("Send a refresh token that has already been claimed", BaseRefresh, tampers(replay("refresh_token", MaterialUsedRefresh)),
				refuse(400, "invalid_request", textClaimed, T0, T2, E3)),
			DocumentSays: claimed, Departs: rfcToken,
		},
		{
			ID: "refresh.wrong", Title: "Refresh with a made-up refresh_token", Group: GroupRefresh,
			Sources: errorTable(rowE3Claimed), Cost: CostNone,
			Steps: one("Send a made-up refresh token", BaseRefresh, tampers(change("refresh_token", "made-up-refresh-token")),
				refuse(400, "invalid_request", textClaimed, E3)),
			DocumentSays: "The refresh token is wrong or expired.", Departs: rfcToken,
		},
		{
			ID: "refresh.expired", Title: "Refresh with an expired refresh_token", Group: GroupRefresh,
			Sources: errorTable(rowE3Claimed),
			Needs:   []Need{NeedExpiredRefreshToken}, Cost: CostNone,
			Steps: one("Send a refresh token past its life", BaseRefresh, tampers(replay("refresh_token", MaterialExpiredRefresh)),
				refuse(400, "invalid_request", textClaimed, E3)),
			DocumentSays: "The refresh token is wrong or expired. Expiration times are set by the provider.", Departs: rfcToken,
		},
		{
			ID: "refresh.other_client", Title: "Refresh with another client's refresh_token", Group: GroupRefresh,
			Sources: errorTable(rowE3Claimed),
			Needs:   []Need{NeedOtherClientToken}, Cost: CostNone,
			Steps: one("Send a refresh token of another client", BaseRefresh, tampers(replay("refresh_token", MaterialOtherRefresh)),
				refuse(400, "invalid_request", textClaimed, E3)),
			DocumentSays: claimed, Departs: rfcToken,
		},
		{
			ID: "refresh.missing", Title: "Refresh a token without a refresh_token", Group: GroupRefresh,
			Sources: join(tokenTests(rowNoToken, 0), errorTable(rowE3NoToken)), Cost: CostNone,
			Steps: one("Leave the refresh_token out", BaseRefresh, tampers(drop("refresh_token")),
				refuse(400, "invalid_request", textNoToken, T0, T2, E3)),
			DocumentSays: "HTTP 400, invalid_request: No refresh token in request.",
			Departs:      "Token API errors lists \"invalid, or claimed by another client\" as causes of this answer too; the next row of the same table says otherwise.",
		},
		{
			ID: "refresh.client_secret.wrong", Title: "Refresh with an invalid client_secret", Group: GroupRefresh,
			Sources: join(tokenTests(rowRefreshSecret, 0), errorTable(rowE3RefreshClient)),
			Prefers: []Need{NeedTokens}, Cost: CostNone,
			Steps: one("Send a wrong client_secret", BaseRefresh, tampers(Tamper{Kind: WrongSecret}),
				refuse(401, "invalid_client", textClient, T0, T2, E3)),
			DocumentSays: "HTTP 401, invalid_client: Invalid client credentials.",
		},
		{
			ID: "refresh.client_id.wrong", Title: "Refresh with an incorrect client_id", Group: GroupRefresh,
			Sources: errorTable(rowE3RefreshClient),
			Prefers: []Need{NeedTokens}, Cost: CostNone,
			Steps: one("Send an unknown client_id", BaseRefresh, tampers(Tamper{Kind: WrongID}),
				refuse(401, "invalid_client", textClient, E3)),
			DocumentSays: "The client id or secret is incorrect.",
		},
		{
			ID: "refresh.grant_type.missing", Title: "Refresh with a missing grant_type", Group: GroupRefresh,
			Sources: errorTable(rowE3RefreshGrant),
			Prefers: []Need{NeedTokens}, Cost: CostNone,
			Steps:        one("Leave the grant_type out", BaseRefresh, tampers(drop("grant_type")), grantType...),
			DocumentSays: "Missing or incorrect grant_type field. Must be refresh_token.", Departs: rfcGrantType,
		},
		{
			ID: "refresh.grant_type.wrong", Title: "Refresh with an incorrect grant_type", Group: GroupRefresh,
			Sources: errorTable(rowE3RefreshGrant),
			Prefers: []Need{NeedTokens}, Cost: CostNone,
			Steps:        one("Send grant_type=nonsense", BaseRefresh, tampers(change("grant_type", "nonsense")), grantType...),
			DocumentSays: "Missing or incorrect grant_type field. Must be refresh_token.", Departs: rfcGrantType,
		},
		{
			ID: "refresh.basic_auth", Title: "Refresh with the credentials in the header", Group: GroupRefresh, Happy: true,
			Sources: undocumented(), Undocumented: true,
			Needs: []Need{NeedTokens}, Cost: CostRotates,
			Steps:        one("Send the credentials in the header", BaseRefresh, tampers(Tamper{Kind: ToHeader}), newPair(D)),
			DocumentSays: "Include your client_id and client_secret in the body of the request.",
			Departs:      "The header is documented for obtaining only. RFC 6749 section 2.3.1 wants servers to take it always, and servers of this kind take both.",
		},
	}
}
