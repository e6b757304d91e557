package cases

func serviceCases() []Case {
	granted := func(scope string, from ...Mark) Expectation {
		return Expectation{
			From: from, Status: []int{200}, RequiredFields: []string{"access_token"}, IntegerFields: []string{"expires_in"},
			TokenPrefix: "ory_at_", ExpiresIn: 86399, TokenType: "bearer", HasScope: true, Scope: scope,
		}
	}
	const alps = "The alps scope is deprecated. app_management_v2 should be used going forward."
	invalid := func(hint string) Expectation {
		return refuse(400, "invalid_request", textFositeInvalid+" "+hint, D)
	}
	needs := []Need{NeedServiceClient}
	nothing := "Only 404 is documented as an error of this endpoint."
	return []Case{
		{
			ID: "service.app_management", Title: "Service token for Apps Management", Group: GroupService, Happy: true,
			Sources: []Source{{Mark: S4, Row: rowS4App}}, Needs: needs, Cost: CostNone,
			Steps:        one("Ask for app_management_v2", BaseService, nil, granted("app_management_v2", S4)),
			DocumentSays: "An access token which will last for 24 hours; use app_management_v2 for Apps Management.",
			Departs:      "The document files the answer under application/x-www-form-urlencoded; it is JSON.",
		},
		{
			ID: "service.notifications", Title: "Service token for Notifications", Group: GroupService, Happy: true,
			Sources: []Source{{Mark: S4, Row: rowS4Notify}}, Needs: needs, Cost: CostNone,
			Steps: one("Ask for notifications_subscriptions advisory", BaseService,
				tampers(change("scope", "notifications_subscriptions advisory")),
				granted("notifications_subscriptions advisory", S4)),
			DocumentSays: "Use notifications_subscriptions advisory for Notifications: one value, two scopes.",
		},
		{
			ID: "service.alps", Title: "Service token for the old scope alps", Group: GroupService, Happy: true,
			Sources: []Source{{Mark: S4, Row: rowS4Alps}}, Needs: needs, Cost: CostNone,
			Steps:        one("Ask for alps", BaseService, tampers(change("scope", "alps")), granted("alps", S4)),
			DocumentSays: alps, Deprecated: "use app_management_v2",
			Departs: "The list of scopes no longer has alps, but the example answer still shows it.",
		},
		{
			ID: "service.path.wrong", Title: "Service token at a path that does not exist", Group: GroupService,
			Sources: []Source{{Mark: S4, Row: rowS4NotFound}}, Needs: needs, Cost: CostNone,
			Steps: one("Call another path", BaseService, tampers(Tamper{Kind: SetPath, Value: "/oauth2/no-such-path"}),
				Expectation{From: []Mark{S4}, Status: []int{404}}),
			DocumentSays: "404 Not Found.",
		},
		{
			ID: "service.client_secret.wrong", Title: "Service token with a wrong secret", Group: GroupService,
			Sources: undocumented(), Undocumented: true, Needs: needs, Cost: CostNone,
			Steps: one("Send a wrong secret", BaseService, tampers(Tamper{Kind: WrongSecret}),
				refuse(401, "invalid_client", textFositeClient, D)),
			DocumentSays: nothing,
		},
		{
			ID: "service.credentials_in_body", Title: "Service token with the credentials in the body", Group: GroupService,
			Sources: undocumented(), Undocumented: true, Needs: needs, Cost: CostNone,
			Steps: one("Move the credentials to the body", BaseService, tampers(Tamper{Kind: ToBody}),
				refuse(401, "invalid_client", textFositeClient+" "+textFositeBasicOnly, D)),
			DocumentSays: "The header must contain Basic Auth.",
		},
		{
			ID: "service.client.missing", Title: "Service token without credentials", Group: GroupService,
			Sources: undocumented(), Undocumented: true, Needs: needs, Cost: CostNone,
			Steps: one("Send no credentials", BaseService, tampers(Tamper{Kind: NoCredentials}),
				invalid("Client credentials missing or malformed in both HTTP Authorization header and HTTP POST body.")),
			DocumentSays: "The header must contain Basic Auth.",
			Departs:      "RFC 6749 section 5.2 would say 401 invalid_client.",
		},
		{
			ID: "service.scope.wrong", Title: "Service token for an unknown scope", Group: GroupService,
			Sources: undocumented(), Undocumented: true, Needs: needs, Cost: CostNone,
			Steps: one("Ask for the scope nonsense", BaseService, tampers(change("scope", "nonsense")),
				refuse(400, "invalid_scope", "The requested scope is invalid, unknown, or malformed. The OAuth 2.0 Client is not allowed to request scope 'nonsense'.", D)),
			DocumentSays: nothing,
		},
		{
			ID: "service.scope.missing", Title: "Service token without a scope: a useless token", Group: GroupService,
			Sources: []Source{{Mark: D}, {Mark: S4, Row: rowS4Required}}, Undocumented: true, Needs: needs, Cost: CostNone,
			Warning:      "A trap: the server grants a token that opens nothing.",
			Steps:        one("Leave the scope out", BaseService, tampers(drop("scope")), granted("", D)),
			DocumentSays: "The body of the request requires the scope.",
			Departs:      "The document calls the scope required, but servers of this kind answer 200 with an empty scope.",
		},
		{
			ID: "service.grant_type.missing", Title: "Service token without a grant_type", Group: GroupService,
			Sources: undocumented(), Undocumented: true, Needs: needs, Cost: CostNone,
			Steps: one("Leave the grant_type out", BaseService, tampers(drop("grant_type")),
				invalid("Request parameter 'grant_type' is missing")),
			DocumentSays: "grant_type is required.",
		},
		{
			ID: "service.grant_type.wrong", Title: "Service token with a wrong grant_type", Group: GroupService,
			Sources: undocumented(), Undocumented: true, Needs: needs, Cost: CostNone,
			Steps: one("Send grant_type=nonsense", BaseService, tampers(change("grant_type", "nonsense")),
				invalid(textFositeWhitelisted)),
			DocumentSays: nothing,
			Departs:      "RFC 6749 section 5.2 would say unsupported_grant_type.",
		},
	}
}
