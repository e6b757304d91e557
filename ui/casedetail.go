package ui

import (
	"fmt"
	"strings"

	"akoya-tui/flows/cases"
	"akoya-tui/flows/visible"
)

// detail draws the open case: what is sent, expected beside actual, what the
// documents and the RFC say.
func (s *casesScreen) detail(c scene, one cases.Case, height int) []string {
	t := c.theme
	o, ran := s.latest(one.ID)
	list := s.visibleCases()
	lines := caseTitle(c, one, fmt.Sprintf("%d of %d", min(s.cursor, len(list)-1)+1, len(list)))
	if s.batch != nil {
		lines = append(append(lines, s.progress(c)), s.personLines(c)...)
	}
	if s.asking != nil {
		lines = append(append(lines, ""), s.asking.lines(c, s.personWords(), c.height/2)...)
		lines = append(lines, "")
	}
	lines = append(lines, s.verdictLine(c, one, o, ran))
	if o.Why != "" {
		for _, line := range wrap(visible.Line(upperFirst(o.Why)), c.width-2) {
			lines = append(lines, " "+t.warn.paint(line))
		}
	}
	steps := o.Steps
	if !ran || len(steps) == 0 {
		for _, step := range one.Steps {
			steps = append(steps, cases.StepOutcome{Step: step, Verdict: cases.NotRun})
		}
	}
	at := min(s.step, len(steps)-1)
	body := s.stepLines(c, steps[at], at, len(steps))
	body = append(body, s.documentLines(c, one)...)
	for _, note := range o.Notes {
		for _, line := range wrap(visible.Line(note), c.width-2) {
			body = append(body, " "+t.warn.paint(line))
		}
	}
	room := max(1, height-len(lines))
	s.top = min(s.top, max(0, len(body)-room))
	if len(body)-s.top > room {
		body = append(body[:s.top+room-1:s.top+room-1], t.muted.paint(" "+c.glyphs.ellipsis+" more below: space"))
	}
	return append(lines, body[s.top:]...)
}

// caseTitle names a case; place stands at the right.
func caseTitle(c scene, one cases.Case, place string) []string {
	t, g := c.theme, c.glyphs
	place = t.muted.paint(place)
	both := t.strong.paint(one.ID) + "  " + t.text.paint(one.Title)
	if cells(both)+2+cells(place) <= c.width {
		return []string{spread(both, place, c.width, g)}
	}
	return []string{spread(t.strong.paint(one.ID), place, c.width, g), t.text.paint(one.Title)}
}

// verdictLine says what came of the case, and what it costs.
func (s *casesScreen) verdictLine(c scene, one cases.Case, o cases.Outcome, ran bool) string {
	t, g := c.theme, c.glyphs
	line := t.muted.paint(g.dot + " not run")
	if ran {
		glyph, paint := verdictGlyph(o, c)
		line = paint.paint(glyph + " " + verdictWord(o))
		if len(o.Steps) > 0 {
			line += t.muted.paint("  " + tookWords(o.Elapsed))
		}
	}
	if before, ok := s.turned(one.ID); ok {
		glyph, paint := verdictGlyph(before, c)
		line += t.muted.paint("  was ") + paint.paint(glyph+" "+verdictWord(before))
	}
	facts := "   " + costWords(one)
	if one.Undocumented {
		facts += "   not documented"
	}
	return line + t.muted.paint(facts)
}

// stepLines draws one request of a case with its tampers, and expected beside actual.
func (s *casesScreen) stepLines(c scene, step cases.StepOutcome, at, count int) []string {
	t, g := c.theme, c.glyphs
	title := "WHAT IS SENT"
	if count > 1 {
		title = fmt.Sprintf("WHAT IS SENT  step %d of %d: %s", at+1, count, step.Step.Title)
	}
	lines := []string{""}
	for _, text := range wrap(visible.Line(title), c.width-2) {
		lines = append(lines, " "+t.muted.paint(text))
	}
	lines = append(lines, tamperLines(c, step.Step)...)
	if step.Request.Method != "" {
		lines = append(lines, requestLines(c, step.Request, step.Targets)...)
	} else {
		lines = append(lines, "  "+t.muted.paint("a good "+string(step.Step.Base)+" request; e shows it before it is sent"))
	}
	head := "EXPECTED"
	if len(step.Differences) > 0 {
		head = fit(head, max(12, (c.width-24)/2), g) + "  ACTUAL"
	}
	lines = append(lines, "", " "+cell("", 20, t.muted, g)+t.muted.paint(head))
	lines = append(lines, differenceLines(c, step)...)
	return append(lines, otherLines(c, step)...)
}

// tamperLines say what is spoiled in the request.
func tamperLines(c scene, step cases.Step) []string {
	var lines []string
	for _, tamper := range step.Tampers {
		for i, text := range wrap(visible.Line(tamper.Words()), c.width-5) {
			mark := "  " + c.theme.warn.paint(c.glyphs.again+" ")
			if i > 0 {
				mark = "    "
			}
			lines = append(lines, mark+c.theme.warn.paint(text))
		}
	}
	return lines
}

// differenceLines draws expected beside actual, line by line.
func differenceLines(c scene, step cases.StepOutcome) []string {
	t, g := c.theme, c.glyphs
	half := max(12, (c.width-24)/2)
	var lines []string
	if len(step.Differences) == 0 {
		if len(step.Step.Expect) == 0 {
			return lines
		}
		for _, line := range step.Step.Expect[0].Lines() {
			for i, text := range wrap(visible.Line(line.Text), max(12, c.width-22)) {
				lines = append(lines, "   "+cell(firstOnly(line.Field, i), 18, t.muted, g)+t.text.paint(text))
			}
		}
		return lines
	}
	for _, d := range step.Differences {
		mark, paint := t.ok.paint(" "+g.ok+" "), t.text
		if !d.Same {
			mark, paint = t.bad.paint(" "+g.differ+" "), t.bad
		}
		expected, actual := wrapMost(visible.Line(cutBytes(d.Expected)), half, mostActual, g), wrapMost(visible.Line(cutBytes(d.Actual)), half, mostActual, g)
		for i := range max(len(expected), len(actual)) {
			lead := "   "
			if i == 0 {
				lead = mark
			}
			lines = append(lines, lead+cell(firstOnly(d.Field, i), 18, t.muted, g)+cell(firstAt(expected, i), half, t.text, g)+"  "+paint.paint(firstAt(actual, i)))
		}
	}
	return lines
}

// otherLines say what comes back by other documents, where they disagree.
func otherLines(c scene, step cases.StepOutcome) []string {
	var lines []string
	for i, other := range step.Step.Expect {
		if i == step.Matched {
			continue
		}
		var words, marks []string
		for _, line := range other.Lines() {
			words = append(words, line.Field+" "+line.Text)
		}
		for _, mark := range other.From {
			marks = append(marks, string(mark))
		}
		label := "or, by " + strings.Join(marks, ", ")
		for j, text := range wrap(visible.Line(strings.Join(words, " "+c.glyphs.dot+" ")), max(12, c.width-22)) {
			lines = append(lines, "   "+cell(firstOnly(label, j), 18, c.theme.muted, c.glyphs)+c.theme.muted.paint(text))
		}
	}
	return lines
}

// mostActual is how many lines of one field of an answer are compared on view.
const mostActual = 40

func firstOnly(s string, i int) string {
	if i > 0 {
		return ""
	}
	return s
}

// documentLines says who says so, where documents disagree, what the RFC says.
func (s *casesScreen) documentLines(c scene, one cases.Case) []string {
	t, g := c.theme, c.glyphs
	lines := []string{""}
	add := func(label, text string, paint ink) {
		for i, line := range wrap(visible.Line(text), c.width-14) {
			lines = append(lines, " "+cell(firstOnly(label, i), 12, t.muted, g)+paint.paint(line))
		}
	}
	for i, source := range one.Sources {
		add(firstOnly("SOURCE", i), source.String(), t.text)
	}
	if one.DocumentSays != "" {
		add("IT SAYS", one.DocumentSays, t.text)
	}
	if one.Departs != "" {
		add("BUT", one.Departs, t.muted)
	}
	if one.Undocumented {
		add("NOTE", "No document says what comes back: on a live server the verdict only informs.", t.muted)
	}
	if one.Deprecated != "" {
		add("DEPRECATED", one.Deprecated, t.warn)
	}
	if one.Warning != "" {
		add("WARNING", one.Warning, t.warn)
	}
	return lines
}
