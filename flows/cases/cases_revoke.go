package cases

func revokeCases() []Case {
	emptyOK := func(from ...Mark) Expectation {
		return Expectation{From: from, Status: []int{200}, EmptyBody: true}
	}
	unauthorized := func(from ...Mark) Expectation {
		return Expectation{From: from, Status: []int{401}, DataCode: 602, DataMessage: "Customer not authorized"}
	}
	invalid := refuseBare(400, "invalid_request", E3)
	rfcClient := "RFC 7009 section 2.2.1 would say 401 invalid_client."
	rfcToken := "RFC 7009 section 2.2 would say 200: a token that is not valid needs no revoking."
	missing := "One or more key value is missing, invalid, or claimed by another client: refresh_token, client_id, client_secret."
	return []Case{
		{
			ID: "revoke.ok", Title: "Revoke an ID token", Group: GroupRevoke, Happy: true,
			Sources: join(tokenTests(rowRevoke, 1), tokenTests(rowRevoke, 2)),
			Needs:   []Need{NeedSecondTokens}, Cost: CostDestroys,
			Steps: []Step{
				{Title: "Revoke the refresh token", Base: BaseRevoke, Expect: []Expectation{emptyOK(T0, T2)}},
				{Title: "Try a data call with its id_token", Base: BaseAccounts, Expect: []Expectation{unauthorized(T0, T2)}},
			},
			DocumentSays: "HTTP 200 with an empty payload; then a data call answers HTTP 401, 602 \"Customer not authorized\".",
			Departs:      "The documents disagree on the path: /token/revoke in the newer copy of the test page, /revoke in that of 2025-Jan-02 and in the reference.",
		},
		{
			ID: "revoke.then_refresh", Title: "Refresh after revoking", Group: GroupRevoke,
			Sources: undocumented(), Undocumented: true,
			Needs: []Need{NeedRevokedTokens}, Cost: CostDestroys,
			Steps: one("Send the revoked refresh token", BaseRefresh, tampers(replay("refresh_token", MaterialRevokedRefresh)),
				refuse(400, "invalid_request", textClaimed, D)),
			DocumentSays: "Nothing about a refresh afterwards; the token is treated as any invalid one.",
		},
		{
			ID: "revoke.path.alternative", Title: "Revoke by the other documented path", Group: GroupRevoke, Happy: true,
			Sources: []Source{{Mark: T0, Row: rowRevoke, Task: 1}, {Mark: T2, Row: rowRevoke, Task: 1}},
			Needs:   []Need{NeedSecondTokens}, Cost: CostDestroys,
			Steps: []Step{
				{Title: "Revoke by the other path", Base: BaseRevoke, Tampers: tampers(Tamper{Kind: OtherRevoke}), Expect: []Expectation{emptyOK(T0, T2)}},
				{Title: "Try a data call with its id_token", Base: BaseAccounts, Expect: []Expectation{unauthorized(T0, T2)}},
			},
			DocumentSays: "Call the /token/revoke endpoint (newer copy) or the /revoke endpoint (2025-Jan-02).",
			Departs:      "The two copies of the test page disagree on the path: one of the two may answer 404 on a real server.",
		},
		{
			ID: "revoke.client_secret.missing", Title: "Revoke without a client_secret", Group: GroupRevoke,
			Sources: join(tokenTests(rowRevokeSecret, 1), errorTable(rowE3Revoke)),
			Prefers: []Need{NeedTokens}, Cost: CostNone,
			Steps: one("Leave the client_secret out", BaseRevoke, tampers(drop("client_secret")),
				refuseBare(400, "invalid_request", T0, T2, E3)),
			DocumentSays: "HTTP 400, invalid_request.", Departs: rfcClient,
		},
		{
			ID: "revoke.client_secret.wrong", Title: "Revoke with an incorrect client_secret", Group: GroupRevoke,
			Sources: join(tokenTests(rowRevokeSecret, 2), errorTable(rowE3Revoke)),
			Prefers: []Need{NeedTokens}, Cost: CostNone,
			Steps: one("Send a wrong client_secret", BaseRevoke, tampers(Tamper{Kind: WrongSecret}),
				refuseBare(401, "unauthorized_client", T0, T2), refuseBare(400, "invalid_request", E3)),
			DocumentSays: "HTTP 401, unauthorized_client.",
			Departs:      "Token API errors files an invalid client_secret under 400 invalid_request: either holds. " + rfcClient,
		},
		{
			ID: "revoke.client_id.missing", Title: "Revoke without a client_id", Group: GroupRevoke,
			Sources: errorTable(rowE3Revoke),
			Prefers: []Need{NeedTokens}, Cost: CostNone,
			Steps:        one("Leave the client_id out", BaseRevoke, tampers(drop("client_id")), invalid),
			DocumentSays: missing, Departs: rfcClient,
		},
		{
			ID: "revoke.token.missing", Title: "Revoke without a token", Group: GroupRevoke,
			Sources: errorTable(rowE3Revoke), Cost: CostNone,
			Steps:        one("Leave the token out", BaseRevoke, tampers(drop("token")), invalid),
			DocumentSays: missing,
		},
		{
			ID: "revoke.token.wrong", Title: "Revoke a made-up token", Group: GroupRevoke,
			Sources: errorTable(rowE3Revoke), Cost: CostNone,
			Steps:        one("Send a made-up token", BaseRevoke, tampers(change("token", "made-up-refresh-token")), invalid),
			DocumentSays: missing, Departs: rfcToken,
		},
		{
			ID: "revoke.token.other_client", Title: "Revoke another client's token", Group: GroupRevoke,
			Sources: errorTable(rowE3Revoke),
			Needs:   []Need{NeedOtherClientToken}, Cost: CostNone,
			Steps:        one("Send another client's refresh token", BaseRevoke, tampers(replay("token", MaterialOtherRefresh)), invalid),
			DocumentSays: missing, // and RFC 7009 section 2.1 refuses it too
		},
		{
			ID: "revoke.hint.wrong", Title: "Revoke with a wrong token_type_hint", Group: GroupRevoke,
			Sources: errorTable(rowE3Hint),
			Needs:   []Need{NeedTokens}, Cost: CostNone,
			MayDestroy: true,
			Warning:    "A server that reads RFC 7009 ignores the hint and revokes the token.",
			Steps: one("Send token_type_hint=access_token", BaseRevoke, tampers(change("token_type_hint", "access_token")),
				refuseBare(400, "unsupported_token_type", E3)),
			DocumentSays: "The token_type_hint must be set to refresh_token.",
			Departs:      "RFC 7009 section 2.1: a hint is only a hint, and the server looks for the token among the other kinds too.",
		},
	}
}
