package cases

func accountsCases() []Case {
	unauthorized := func(from ...Mark) []Expectation {
		return []Expectation{{From: from, Status: []int{401}, DataCode: 602, DataMessage: "Customer not authorized"}}
	}
	const refused = "HTTP 401, 602: Customer not authorized."
	return []Case{
		{
			ID: "accounts.ok", Title: "Data call with the id_token", Group: GroupAccounts, Happy: true,
			Sources: []Source{{Mark: T0, Row: "Token management"}},
			Needs:   []Need{NeedTokens}, Cost: CostNone,
			Steps: one("Ask for the accounts", BaseAccounts, nil,
				Expectation{From: []Mark{T0}, Status: []int{200}, RequiredFields: []string{"accounts"}}),
			DocumentSays: "The ID token is used to enable secure communication between a data recipient and the Akoya network.",
			Departs:      "The test page says /accounts; the path differs by product (accounts-info, accounts).",
		},
		{
			ID: "accounts.expired", Title: "Data call with an expired id_token", Group: GroupAccounts,
			Sources: []Source{{Mark: I, Row: "expired id_token on a data call"}},
			Needs:   []Need{NeedExpiredIDToken}, Cost: CostNone,
			Steps:        one("Ask for the accounts with the expired id_token", BaseAccounts, tampers(Tamper{Kind: BearerMaterial, Use: MaterialExpiredID}), unauthorized(I)...),
			DocumentSays: refused + " Refresh once, then retry once.",
		},
		{
			ID: "accounts.no_token", Title: "Data call without a token", Group: GroupAccounts,
			Sources: undocumented(), Undocumented: true, Cost: CostNone,
			Steps:        one("Leave the Authorization header out", BaseAccounts, tampers(Tamper{Kind: DropHeader, Name: "Authorization"}), unauthorized(D)...),
			DocumentSays: "Nothing; treated as any bearer that is no good.",
		},
		{
			ID: "accounts.garbage", Title: "Data call with a bearer that is no token", Group: GroupAccounts,
			Sources: undocumented(), Undocumented: true, Cost: CostNone,
			Steps:        one("Send a bearer that is no token", BaseAccounts, tampers(Tamper{Kind: SetHeader, Name: "Authorization", Value: "Bearer not-a-token"}), unauthorized(D)...),
			DocumentSays: "Nothing; treated as any bearer that is no good.",
		},
		{
			ID: "accounts.service_token", Title: "Data call with a service token", Group: GroupAccounts,
			Sources: []Source{{Mark: P, Row: "service tokens are not for data calls"}},
			Needs:   []Need{NeedServiceToken}, Cost: CostNone,
			Steps:        one("Ask for the accounts with a service token", BaseAccounts, tampers(Tamper{Kind: BearerMaterial, Use: MaterialServiceToken}), unauthorized(P)...),
			DocumentSays: "Service tokens are not for data calls.",
		},
	}
}
