package ui

import "akoya-tui/akoya"

// changes compares members of a token with those of the token before it.
type changes struct {
	before   map[string]string
	here     map[string]bool
	compared bool
}

func newChanges(before []akoya.Claim, compared bool) changes {
	ch := changes{before: make(map[string]string, len(before)), here: map[string]bool{}, compared: compared}
	for _, old := range before {
		ch.before[old.Name] = old.Value
	}
	return ch
}

// mark says in the row of a member how it differs from the one before.
func (ch changes) mark(row tokenRow, now akoya.Claim) tokenRow {
	if !ch.compared {
		return row
	}
	ch.here[now.Name] = true
	old, there := ch.before[now.Name]
	switch {
	case !there:
		row.since = "new"
	case old == now.Value:
		row.since = "same"
	default:
		row.since, row.was = "changed", plainValue(old)
		if then, ok := numericTime(old); ok && !row.moment.IsZero() && !then.Equal(row.moment) {
			row.since = signed(then, row.moment)
		}
	}
	return row
}

// gone returns the members that the token has no more.
func (ch changes) gone(before []akoya.Claim) []akoya.Claim {
	var list []akoya.Claim
	for _, old := range before {
		if ch.compared && !ch.here[old.Name] {
			list = append(list, old)
		}
	}
	return list
}

// goneRow makes the row of a member that the token has no more.
func goneRow(row tokenRow) tokenRow {
	row.gone, row.since = true, "gone"
	row.short = "not in this token"
	row.warn = false
	return row
}

// differs reports whether the row is not as in the token before.
func (r tokenRow) differs() bool { return r.since != "" && r.since != "same" }
