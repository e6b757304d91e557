package cases

import (
	"fmt"
	"slices"
	"strings"
)

// Selection says which cases to take. Empty fields take all.
type Selection struct {
	IDs    []string
	Groups []Group
	Path   Path
	Text   string // in the ID, title or sources; without case
}

// Path is a kind of case.
type Path string

// The kinds.
const (
	AnyPath Path = ""
	Happy   Path = "happy"
	Sad     Path = "sad"
)

// Select returns the cases that the selection takes, in their order. An ID or
// group that does not exist is an error that lists near matches, or all where there
// are few.
func Select(all []Case, s Selection) ([]Case, error) {
	if err := s.check(all); err != nil {
		return nil, err
	}
	var chosen []Case
	for _, c := range all {
		if s.takes(c) {
			chosen = append(chosen, c)
		}
	}
	return chosen, nil
}

// Find returns the case of that ID.
func Find(all []Case, id string) (Case, error) {
	for _, c := range all {
		if c.ID == id {
			return c, nil
		}
	}
	return Case{}, unknown("case", id, ids(all))
}

func (s Selection) takes(c Case) bool {
	if len(s.IDs)+len(s.Groups) > 0 && !slices.Contains(s.IDs, c.ID) && !slices.Contains(s.Groups, c.Group) {
		return false
	}
	if s.Path == Happy && !c.Happy || s.Path == Sad && c.Happy {
		return false
	}
	return s.Text == "" || c.Matches(s.Text)
}

// Matches reports whether all words of text stand in the case's ID, title or
// sources, without case.
func (c Case) Matches(text string) bool {
	var hay strings.Builder
	hay.WriteString(c.ID + " " + c.Title + " " + string(c.Group) + " " + string(c.Cost))
	for _, source := range c.Sources {
		hay.WriteString(" " + source.String())
	}
	all := strings.ToLower(hay.String())
	for word := range strings.FieldsSeq(strings.ToLower(text)) {
		if !strings.Contains(all, word) {
			return false
		}
	}
	return true
}

func (s Selection) check(all []Case) error {
	known := ids(all)
	for _, id := range s.IDs {
		if !slices.Contains(known, id) {
			return unknown("case", id, known)
		}
	}
	var groups []string
	for _, c := range all {
		if !slices.Contains(groups, string(c.Group)) {
			groups = append(groups, string(c.Group))
		}
	}
	for _, group := range s.Groups {
		if !slices.Contains(groups, string(group)) {
			return unknown("group", string(group), groups)
		}
	}
	switch s.Path {
	case AnyPath, Happy, Sad:
		return nil
	}
	return unknown("path", string(s.Path), []string{string(Happy), string(Sad)})
}

func ids(all []Case) []string {
	list := make([]string, len(all))
	for i, c := range all {
		list[i] = c.ID
	}
	return list
}

// maxNear is how many near matches an error lists.
const maxNear = 5

func unknown(what, name string, known []string) error {
	near := nearest(name, known)
	if len(near) == 0 && len(known) > maxNear+1 {
		return fmt.Errorf("there is no %s %q, nor one with a name like it", what, name)
	}
	if len(near) == 0 {
		return fmt.Errorf("there is no %s %q: there are %s", what, name, strings.Join(known, ", "))
	}
	return fmt.Errorf("there is no %s %q: did you mean %s?", what, name, strings.Join(near, ", "))
}

// nearest returns the names that contain the word or are few letters away from
// it, nearest first; all of them when the list is short.
func nearest(name string, known []string) []string {
	if len(known) <= maxNear+1 {
		return nil
	}
	name = strings.ToLower(strings.TrimSpace(name))
	if len(name) > 100 {
		name = name[:100]
	}
	type match struct {
		name     string
		distance int
	}
	var found []match
	for _, candidate := range known {
		d := distance(name, candidate)
		if name != "" && strings.Contains(candidate, name) {
			d = 0
		}
		found = append(found, match{candidate, d})
	}
	slices.SortStableFunc(found, func(a, b match) int { return a.distance - b.distance })
	var near []string
	for _, m := range found[:maxNear] {
		if m.distance <= max(3, len(m.name)/2) {
			near = append(near, m.name)
		}
	}
	return near
}

// distance is the Levenshtein distance of two short names, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
