package cases

import (
	"slices"
	"strconv"
	"strings"
)

// Group is the first part of a case's ID: the request that the case is about.
type Group string

// The groups, in the order of the flow.
const (
	GroupAuthorize Group = "authorize"
	GroupObtain    Group = "obtain"
	GroupRefresh   Group = "refresh"
	GroupRevoke    Group = "revoke"
	GroupService   Group = "service"
	GroupAccounts  Group = "accounts"
)

// Groups returns the groups in the order of the flow.
func Groups() []Group {
	return []Group{GroupAuthorize, GroupObtain, GroupRefresh, GroupRevoke, GroupService, GroupAccounts}
}

// Cost is what running a case does to a live grant.
type Cost string

// The costs, cheapest first.
const (
	CostNone     Cost = "none"
	CostCode     Cost = "code"     // uses up a fresh code
	CostRotates  Cost = "rotates"  // trades the refresh token for a new one
	CostDestroys Cost = "destroys" // ends the consent: the person has to authorize again
)

func (c Cost) rank() int {
	return slices.Index([]Cost{CostNone, CostCode, CostRotates, CostDestroys}, c)
}

// Case is one row of a test table: what is sent, what must come back, who says so.
type Case struct {
	ID      string
	Title   string
	Group   Group
	Happy   bool     // a "happy path": the good request; all others are sad paths
	Sources []Source // the first is the one to name where there is room for one

	// Undocumented says that no document states the expectation; it is how
	// servers of this kind behave. It informs on a live server and is judged
	// on the local Akoya only.
	Undocumented bool

	Needs []Need // what has to be there before the first step
	// Prefers is what makes the request good in all but the tamper. It is taken
	// when no person has to be asked for it; else a made-up value goes out,
	// because the request is refused before anyone looks at it.
	Prefers []Need
	Steps   []Step
	Cost    Cost

	// MayDestroy marks a case that costs nothing as documented, but ends the
	// grant on a server that reads the RFC instead. It is treated as destroying
	// on a live server. Warning says so in words.
	MayDestroy bool
	Warning    string

	DocumentSays string // the document's words, short
	Departs      string // where Akoya departs from the RFC or the documents from each other; "" when nowhere
	Deprecated   string // what to use instead; "" when not deprecated
}

// Step is one request of a case: a good request, the tampers that spoil it, and
// what must come back.
type Step struct {
	Title   string
	Base    Base
	Tampers []Tamper

	// Expect has the expectation first. More than one stands for documents that
	// disagree: an answer that holds one of them holds.
	Expect []Expectation
}

// Base is the good request that a step starts from.
type Base string

// The good requests.
const (
	BaseConsent   Base = "consent"   // a person opens the authorize URL and approves
	BaseDenial    Base = "denial"    // a person opens the authorize URL and denies
	BaseAuthorize Base = "authorize" // GET of the authorize URL, redirects not followed
	BaseObtain    Base = "obtain"
	BaseRefresh   Base = "refresh"
	BaseRevoke    Base = "revoke"
	BaseService   Base = "service"
	BaseAccounts  Base = "accounts"
)

// ByPerson reports whether the base is not one request but a person at the pages
// of the bank (or someone who stands in for them).
func (b Base) ByPerson() bool { return b == BaseConsent || b == BaseDenial }

// Opened reports whether the request of the base is an authorize URL, which a
// browser opens.
func (b Base) Opened() bool { return b.ByPerson() || b == BaseAuthorize }

// Source returns the case's first source, the one to name where there is room for one.
func (c Case) Source() Source {
	if len(c.Sources) == 0 {
		return Source{Mark: D}
	}
	return c.Sources[0]
}

// Marks returns the short names of the documents: "T0, T2, E3".
func (c Case) Marks() string {
	var marks []string
	for _, source := range c.Sources {
		if !slices.Contains(marks, string(source.Mark)) {
			marks = append(marks, string(source.Mark))
		}
	}
	return strings.Join(marks, ", ")
}

// Destroys reports whether running the case ends a grant or may end it.
func (c Case) Destroys() bool { return c.Cost == CostDestroys || c.MayDestroy }

// Sad reports whether the case is a sad path.
func (c Case) Sad() bool { return !c.Happy }

// Judged reports whether the verdict counts in an environment: an undocumented
// case is judged on the local Akoya and informs elsewhere.
func (c Case) Judged(local bool) bool { return local || !c.Undocumented }

func itoa(n int) string { return strconv.Itoa(n) }
