package cli

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"akoya-tui/akoya"
	"akoya-tui/flows/explain"
	"akoya-tui/flows/visible"
)

// The columns of the text: names longer than their column push their own line
// only, and a meaning that does not fit beside its value stands below it.
const (
	inspectWidth = 100
	nameColumn   = 20
)

func (i Inspect) printText(t akoya.IDToken, v akoya.Verification) error {
	var out strings.Builder
	width := nameWidth(t)
	line := func(name, value, meaning string) {
		text := fmt.Sprintf("%s%s  %s", name, strings.Repeat(" ", max(0, width-ansi.StringWidth(name))), value)
		switch {
		case meaning == "":
			out.WriteString(text + "\n")
		case ansi.StringWidth(text)+2+ansi.StringWidth(meaning) <= inspectWidth:
			out.WriteString(text + "  " + meaning + "\n")
		default:
			indent := strings.Repeat(" ", width+2)
			out.WriteString(text + "\n")
			for below := range strings.Lines(ansi.Wordwrap(meaning, inspectWidth-len(indent), "") + "\n") {
				out.WriteString(indent + below)
			}
		}
	}
	if unsigned(t) {
		line("warning", "alg none: nobody signed this token, so anybody can have written it. Trust nothing in it.", "")
	}
	line("signature", visible.Line(signatureWords(v)), "")
	for _, p := range t.Header {
		line("header "+visible.Line(p.Name), shownValue(p.Value), "")
	}
	if !t.Expiry.IsZero() {
		line("life", lifeWords(i.Now(), t.Expiry), "")
	}
	if t.Person.User != "" {
		line("person", visible.Line(t.Person.User)+" at "+visible.Line(t.Person.Connector), "")
	}
	out.WriteString("\n")
	for _, claim := range t.Claims {
		entry, _ := explain.Claim(claim.Name)
		line(visible.Line(claim.Name), i.value(claim), entry.Meaning)
	}
	_, err := i.Out.Write([]byte(out.String()))
	return err
}

// unsigned reports whether a token says that it has no signature (RFC 7519
// section 6).
func unsigned(t akoya.IDToken) bool { return strings.EqualFold(t.Algorithm, "none") }

// nameWidth is the width of the column of names.
func nameWidth(t akoya.IDToken) int {
	width := len("signature")
	for _, p := range t.Header {
		width = max(width, ansi.StringWidth("header "+visible.Line(p.Name)))
	}
	for _, claim := range t.Claims {
		width = max(width, ansi.StringWidth(visible.Line(claim.Name)))
	}
	return min(width, nameColumn)
}

// shownValue writes a JSON value: a string as its text, anything else as it is.
func shownValue(value string) string {
	var text string
	if strings.HasPrefix(value, `"`) && json.Unmarshal([]byte(value), &text) == nil {
		return visible.Line(text)
	}
	return visible.Line(value)
}

// value writes a claim; a moment in local time, UTC and relative to now.
func (i Inspect) value(claim akoya.Claim) string {
	text := shownValue(claim.Value)
	switch claim.Name {
	case "exp", "iat", "nbf", "auth_time", "rat":
		seconds, err := strconv.ParseFloat(claim.Value, 64)
		if err != nil || seconds < 0 || seconds >= 253402300800 { // the year 10000
			return text + " is no time: it has to be a number of seconds since 1970"
		}
		moment := time.Unix(int64(seconds), 0)
		local := moment.In(i.Location)
		words := local.Format("2006-01-02 15:04:05 -0700")
		if _, offset := local.Zone(); offset != 0 {
			words += ", " + moment.UTC().Format("15:04:05Z")
		}
		return fmt.Sprintf("%s (%s, %s)", text, words, visible.Ago(i.Now(), moment))
	}
	return text
}
