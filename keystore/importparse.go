package keystore

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

func parseJSONPairs(data []byte) (map[string]string, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(data, &object); err != nil {
		return nil, &Error{Kind: KindInvalid, What: "the input begins like JSON but is not valid JSON" + jsonPlace(data, err), Hint: importHint}
	}
	values := map[string]string{}
	for key, raw := range object {
		var text string
		var list []string
		if json.Unmarshal(raw, &text) != nil {
			if json.Unmarshal(raw, &list) != nil || len(list) == 0 {
				continue
			}
			text = list[0] // redirect_uris
		}
		if err := add(values, key, strings.TrimSpace(text)); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// isCSVHeader reports whether line is the header of a table of credentials.
func isCSVHeader(line string) bool {
	if strings.Contains(line, "=") || !strings.ContainsAny(line, ",;\t") {
		return false
	}
	return strings.Contains(foldKey(line), "clientid") || strings.Contains(foldKey(line), "secret")
}

func parseCSV(data []byte) (map[string]string, error) {
	r := csv.NewReader(bytes.NewReader(data))
	first, _, _ := bytes.Cut(data, []byte("\n"))
	for _, comma := range ";\t" {
		if bytes.ContainsRune(first, comma) && !bytes.ContainsRune(first, ',') {
			r.Comma = comma
		}
	}
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = true
	rows, err := r.ReadAll()
	if err != nil {
		return nil, &Error{Kind: KindInvalid, What: "the input looks like CSV but is not valid CSV", Hint: importHint}
	}
	rows = slices.DeleteFunc(rows, func(row []string) bool { return strings.TrimSpace(strings.Join(row, "")) == "" })
	rows = upright(rows)
	if len(rows) != 2 {
		return nil, &Error{Kind: KindInvalid, What: fmt.Sprintf("the CSV has %d rows below its header, not one", len(rows)-1),
			Hint: "Keep the header and the row of one app."}
	}
	values := map[string]string{}
	for i, key := range rows[0] {
		if i < len(rows[1]) {
			if err := add(values, key, strings.TrimSpace(rows[1][i])); err != nil {
				return nil, err
			}
		}
	}
	return values, nil
}

// upright turns a table that has one "key,value" pair a row into one with a
// header row; others stay.
func upright(rows [][]string) [][]string {
	turned := [][]string{nil, nil}
	known := 0
	for _, row := range rows {
		if len(row) != 2 {
			return rows
		}
		if slices.ContainsFunc(importFields(), func(f importField) bool { return f.knows(foldKey(row[0])) }) {
			known++
		}
		turned[0], turned[1] = append(turned[0], row[0]), append(turned[1], row[1])
	}
	if known < 2 {
		return rows
	}
	return turned
}

func parseLines(text string) (map[string]string, error) {
	values := map[string]string{}
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		line = strings.TrimSpace(strings.TrimPrefix(line, "export "))
		key, value, ok := strings.Cut(line, "=")
		if !ok || foldKey(key) == "" {
			return nil, &Error{Kind: KindInvalid, What: fmt.Sprintf("line %d is not KEY=VALUE", n+1), Hint: importHint}
		}
		value, ok = unquote(strings.TrimSpace(value))
		if !ok {
			return nil, &Error{Kind: KindInvalid, What: fmt.Sprintf("the quotes on line %d are not closed", n+1),
				Hint: "Put the whole value between two quotes of one kind."}
		}
		if err := add(values, key, value); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// unquote takes a pair of quotes off value. There are no escapes: credentials
// need none, and a backslash may be part of one.
func unquote(value string) (string, bool) {
	if value == "" || value[0] != '"' && value[0] != '\'' {
		return value, true
	}
	if len(value) < 2 || value[len(value)-1] != value[0] {
		return "", false
	}
	return value[1 : len(value)-1], true
}
