package linear

import (
	"fmt"

	"akoya-tui/akoya"
	"akoya-tui/flows"
)

// historyPage is how many round trips are read at once.
const historyPage = 20

// history lists every round trip, newest first.
func (t *talk) history() error {
	from := 0
	for {
		h := t.session.History
		if h.Len() == 0 {
			t.out.gap()
			t.out.say("Nothing was sent yet.")
			return nil
		}
		var titles []string
		var entries []flows.Entry
		for i := from; i < h.Len() && i < from+historyPage; i++ {
			entries = append(entries, h.Newest(i))
			titles = append(titles, t.entryWords(h.Newest(i)))
		}
		if from+historyPage < h.Len() {
			titles = append(titles, "Older ones.")
		}
		i, err := t.choose(menu{
			title: fmt.Sprintf("History: %s, newest first.", plural(h.Len(), "round trip")), choices: titles,
			help: "Choose one to hear what was sent and what came back. Secrets are masked.",
		})
		switch {
		case isBack(err) && from > 0:
			from -= historyPage
		case err != nil:
			return err
		case i == len(entries):
			from += historyPage
		default:
			t.readEntry(entries[i])
		}
	}
}

// entryWords names a round trip in one line.
func (t *talk) entryWords(e flows.Entry) string {
	trip := e.RoundTrip
	answer := "no answer"
	if trip.Status != 0 {
		answer = fmt.Sprintf("%d after %s", trip.Status, milliseconds(trip.Timings.Total))
	}
	purpose := ""
	switch {
	case e.Case != "":
		purpose = ", test case " + e.Case
	case e.Step != "":
		purpose = ", step " + e.Step
	}
	return fmt.Sprintf("Number %d at %s: %s %s, %s%s.", e.Number, e.At.In(t.deps.Location).Format("15:04:05"),
		trip.Method, akoya.RedactText(pathOf(trip.URL), t.session.Secrets()...), answer, purpose)
}

// readEntry reads what was sent and what came back.
func (t *talk) readEntry(e flows.Entry) {
	r := e.RoundTrip.Redacted()
	t.out.gap()
	t.out.say("Sent: %s %s", r.Method, r.URL)
	for _, h := range r.Request {
		t.out.say("Header %s: %s", h.Name, h.Value)
	}
	if r.RequestBody != "" {
		t.out.say("Body: %s", r.RequestBody)
	}
	if r.Error != "" {
		t.out.paragraph("No whole answer came: " + sentence(r.Error))
	}
	if r.Status == 0 {
		return
	}
	t.out.say("Came back: %s", r.StatusLine)
	for _, h := range r.Response {
		t.out.say("Header %s: %s", h.Name, h.Value)
	}
	lines := bodyLines(r.ResponseBody)
	if len(lines) == 0 {
		t.out.say("The body is empty.")
	}
	t.readLines("body", lines, longestBody)
}
