package ui

import "slices"

// Sizes of the column of names, in cells.
const (
	leastNames = 12 // of a narrow pane
	mostNames  = 24
	nameGap    = 2 // between a name and its value
)

// goesOn is the name of what continues the value of the line before.
const goesOn = " "

// nameWidths are the widths of the names that stand below each other.
type nameWidths []int

// with returns the widths with that of one more name, safe to draw.
func (n nameWidths) with(name string) nameWidths {
	if width := cells(name); !slices.Contains(n, width) {
		return append(n, width)
	}
	return n
}

// column returns the width of the column of names in a pane: as wide as the
// longest name, but for those that leave the values no room.
func (n nameWidths) column(width int) int {
	column, most := 0, max(leastNames, min(mostNames, width/2))
	for _, name := range n {
		if name <= most {
			column = max(column, name)
		}
	}
	return column
}

// fieldLines draws a name in the column of names with its value beside it, the
// same way wherever fields are listed. A name too long for the column has a line
// of its own, and a long value goes on below itself.
func fieldLines(c scene, name, value string, paint ink, column, width int) []string {
	t, g := c.theme, c.glyphs
	hang, room := column, width-column-nameGap
	if cells(value) > 3*room { // it needs all the room there is
		hang = nameGap
	}
	if name == goesOn && maxChunk > 3*room {
		return wrapSegments([]jsonSegment{{repeat(" ", nameGap) + g.wrap + " ", t.rule}, {value, paint}}, width, nameGap, t, g)
	}
	var lines []string
	if cells(name) > column {
		lines, name = wrapSegments([]jsonSegment{{name, t.muted}}, width, nameGap, t, g), ""
	}
	return append(lines, wrapSegments([]jsonSegment{{fit(name, column+nameGap, g), t.muted}, {value, paint}}, width, hang, t, g)...)
}
