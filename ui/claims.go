package ui

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/flows/explain"
	"akoya-tui/flows/visible"
)

// partKind says what of a token a row is.
type partKind int

const (
	partSignature partKind = iota
	partHeader
	partClaim
)

// tokenRow is the signature, a header field or a claim, ready to be shown.
type tokenRow struct {
	kind       partKind
	name       string
	short      string // the value on one line
	full       string // the whole value
	list       bool   // of several values: it is cut at its end
	part       explain.Part
	warn       bool      // its meaning is a warning
	unprovable bool      // of a signature: its algorithm lets nobody check it
	moment     time.Time // of a claim that is a time
	since      string    // what changed since the set before
	was        string    // the value before, when it was another one
	hay        string    // what is searched, in small letters
	gone       bool      // the token before had it, this one has not
}

// tokenRows are the rows of one token: the signature, the header, the claims.
type tokenRows struct {
	of    rowsKey
	list  []tokenRow
	first int // where the cursor begins: on the first claim, or on a signature that is wrong
	wants columnWidths
}

// rowsKey says which token, verified how, beside which other one, rows are of.
type rowsKey struct {
	token    akoya.Secret
	verified akoya.Verification
	before   int
}

// tokenRows returns the rows of the token on view; they are made once for each
// token.
func (s *inspectScreen) tokenRows(now subject, c scene) tokenRows {
	if now.err != nil || now.token.IsZero() {
		return tokenRows{}
	}
	key := rowsKey{token: now.token, verified: now.verified}
	if now.before != nil {
		key.before = now.before.Number
	}
	if s.rowsOf != key {
		s.rows, s.rowsOf = newTokenRows(now, key, c.location), key
	}
	return s.rows
}

func newTokenRows(now subject, key rowsKey, location *time.Location) tokenRows {
	rows := tokenRows{of: key, list: []tokenRow{signatureRow(now)}}
	var before akoya.IDToken
	if now.before != nil {
		before = now.before.Decoded
	}
	compared := now.before != nil && !before.Raw.IsZero()
	header, claims := newChanges(before.Header, compared), newChanges(before.Claims, compared)
	for _, field := range now.decoded.Header {
		rows.list = append(rows.list, header.mark(headerRow(field), field))
	}
	for _, field := range header.gone(before.Header) {
		rows.list = append(rows.list, goneRow(headerRow(field)))
	}
	rows.first = len(rows.list)
	for _, claim := range now.decoded.Claims {
		rows.list = append(rows.list, claims.mark(claimRow(claim, now.decoded.Person), claim))
	}
	for _, claim := range claims.gone(before.Claims) {
		rows.list = append(rows.list, goneRow(claimRow(claim, before.Person)))
	}
	rows.first = min(rows.first, len(rows.list)-1)
	if rows.list[0].warn {
		rows.first = 0
	}
	for i := range rows.list {
		row := &rows.list[i]
		row.hay = strings.ToLower(strings.Join([]string{row.name, row.short, visible.Line(row.full), row.part.Short, row.part.Meaning, row.date(location)}, " "))
		rows.wants.widen(*row)
	}
	return rows
}

// like returns the row of the same kind and name, and -1 when there is none.
func (r tokenRows) like(other tokenRow) int {
	for i, row := range r.list {
		if row.kind == other.kind && row.name == other.name {
			return i
		}
	}
	return -1
}

// date is the moment of a row in local time; "" when it is none.
func (r tokenRow) date(location *time.Location) string {
	if r.moment.IsZero() {
		return ""
	}
	return r.moment.In(location).Format("2006-01-02 15:04:05")
}

// signatureRow is what is known of the signature, with the whole reason.
func signatureRow(now subject) tokenRow {
	v := now.verified
	row := tokenRow{kind: partSignature, name: "signature", full: strings.TrimPrefix(v.String(), "signature "), part: explain.Signature()}
	if strings.HasPrefix(v.Why, "not verified") { // of a token that comes from the store
		row.full = v.Why
	}
	row.short = visible.Line(row.full)
	if v.State != akoya.SignatureVerified && v.KeysURL != "" {
		row.full += " (the keys are those of " + v.KeysURL + ")"
	}
	warning, warned := explain.Algorithm(now.decoded.Algorithm)
	row.warn = v.State == akoya.SignatureWrong
	switch {
	case warned && warning.Unprovable:
		row.part, row.warn, row.unprovable = warning.Part, true, true
	case now.wasPasted && v.State == akoya.SignatureNotVerified:
		row.part.Meaning = "Who wrote the token is open: akoya-tui inspect --keys URL checks one against a key set."
	}
	return row
}

func headerRow(field akoya.Claim) tokenRow {
	row := newRow(partHeader, field)
	if known, ok := explain.HeaderParam(field.Name); ok {
		row.part = known
	} else {
		row.part.Short, row.part.Meaning = "not a standard field", "No document mentions this field of the header."
	}
	if field.Name == "alg" {
		text := plainValue(field.Value)
		if !strings.HasPrefix(field.Value, `"`) {
			text = "" // as good as none
		}
		if warning, ok := explain.Algorithm(text); ok {
			row.part, row.warn = warning.Part, true
		}
	}
	return row
}

func claimRow(claim akoya.Claim, person akoya.Person) tokenRow {
	row := newRow(partClaim, claim)
	if known, ok := explain.Claim(claim.Name); ok {
		row.part = known
	} else {
		row.part.Short, row.part.Meaning = "not in the documents", "No document mentions this claim."
	}
	if claim.Name == "sub" && person.User != "" {
		who := visible.Line(person.User) + " at " + visible.Line(person.Connector)
		row.part.Meaning = "The person at this bank: " + who + "."
		if short := "the person: " + who; cells(short) <= maxMeaning {
			row.part.Short = short
		}
	}
	if isTimeKey(claim.Name) {
		if moment, ok := numericTime(claim.Value); ok {
			row.moment = moment
		} else {
			row.warn = true
			row.part.Short = "not a time (seconds since 1970)"
			row.part.Meaning = claim.Name + " is not a time: it has to be a number of seconds since 1970, up to the year 9999."
		}
	}
	return row
}

func newRow(kind partKind, member akoya.Claim) tokenRow {
	row := tokenRow{kind: kind, name: visible.Line(cutBytes(member.Name)), full: plainValue(member.Value)}
	row.short = visible.Line(cutBytes(row.full))
	if strings.HasPrefix(member.Value, "[") {
		row.short, row.list = listWords(member.Value), true
	}
	return row
}

// numericTime reads seconds since 1970, as the decoder does.
func numericTime(value string) (time.Time, bool) {
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || seconds <= -62135596800 || seconds > 253402300799 {
		return time.Time{}, false
	}
	return time.Unix(int64(seconds), 0), true
}

// plainValue writes a JSON value as people read it: a string without quotes.
func plainValue(value string) string {
	var text string
	if strings.HasPrefix(value, `"`) && json.Unmarshal([]byte(value), &text) == nil {
		return text
	}
	return value
}

// listWords writes a JSON array on one line; a longer one by its length.
func listWords(value string) string {
	var list []json.RawMessage
	if json.Unmarshal([]byte(value), &list) != nil {
		return visible.Line(cutBytes(value))
	}
	words := make([]string, 0, len(list))
	for _, one := range list {
		words = append(words, plainValue(string(one)))
	}
	text := visible.Line(cutBytes(strings.Join(words, ", ")))
	if len(list) != 1 {
		return fmt.Sprintf("[%d] %s", len(list), text)
	}
	return text
}
