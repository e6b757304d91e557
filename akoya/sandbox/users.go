package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// connectorName is the one provider of the sandbox, Akoya's test bank. Akoya's
// pages write it mikomo and Mikomo, so it is compared without case.
const connectorName = "mikomo"

func knownConnector(name string) bool { return strings.EqualFold(name, connectorName) }

// ordinaryUsers is how many of mikomo_1, mikomo_2, … there are.
const ordinaryUsers = 14

// user is somebody with accounts at the bank. The password is the user name,
// as in Akoya's own sandbox.
type user struct {
	Name     string
	Accounts []account
	Fault    *dataError // every data call answers this
}

type account struct {
	ID, Kind, Nickname, Number string
	Balance                    string
}

// errorUsers are the users of Akoya's sandbox whose every data call fails. The
// HTTP status of 704 is documented nowhere; 400 is FDX's family for it.
func errorUsers() []dataError {
	return []dataError{
		{http.StatusInternalServerError, 500, "Internal server error"},
		{http.StatusNotImplemented, 501, "Subsystem unavailable"},
		{http.StatusNotFound, 601, "Customer not found"},
		errNotAuthorized(),
		{http.StatusNotFound, 701, "Account not found"},
		{http.StatusBadRequest, 702, "Invalid start or end date"},
		{http.StatusBadRequest, 703, "Invalid date range"},
		{http.StatusBadRequest, 704, "Account type not supported"},
	}
}

// newUsers returns the users in the order in which the pages list them.
func newUsers() []*user {
	var out []*user
	for i := 1; i <= ordinaryUsers; i++ {
		out = append(out, newUser(i))
	}
	for _, e := range errorUsers() {
		u := newUser(e.Code)
		u.Fault = &e
		out = append(out, u)
	}
	return out
}

func newUser(n int) *user {
	id := func(i int) string { return fmt.Sprintf("1755%04d%02d", n, i) }
	number := func(i int) string { return fmt.Sprintf("%04d", (n*37+i*1111)%10000) }
	return &user{Name: fmt.Sprintf("mikomo_%d", n), Accounts: []account{
		{id(1), "CHECKING", "Everyday Checking", number(1), "1843.52"},
		{id(2), "SAVINGS", "Rainy Day Savings", number(2), "12050.00"},
		{id(3), "CREDITCARD", "Mikomo Rewards Card", number(3), "312.07"},
	}}
}

// Describe says what the data calls of an error user answer, for the pages.
func (u *user) Describe() string {
	if u.Fault == nil {
		return "accounts"
	}
	return fmt.Sprintf("%s (HTTP %d, code %d)", u.Fault.Message, u.Fault.Status, u.Fault.Code)
}

func (u *user) accountIDs() []string {
	var out []string
	for _, a := range u.Accounts {
		out = append(out, a.ID)
	}
	return out
}

// pick checks that the user has every account of ids; none at all means all.
func (u *user) pick(ids []string) ([]string, error) {
	if len(ids) == 0 {
		return u.accountIDs(), nil
	}
	var out []string
	for _, a := range u.Accounts { // in the bank's order, each once
		if slices.Contains(ids, a.ID) {
			out = append(out, a.ID)
		}
	}
	for _, id := range ids {
		if !slices.Contains(out, id) {
			return nil, fmt.Errorf("%s has no account %q: choose from %s", u.Name, id, strings.Join(u.accountIDs(), ", "))
		}
	}
	return out, nil
}
