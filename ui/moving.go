package ui

// listMoves are the keys that move the cursor of a list; they are the same in
// every list. noun is what a row is: "case". why says why nothing can be chosen.
func listMoves(noun, why string, rank, at, last, page int, to func(row int)) []binding {
	move := func(row int) act { return func() { to(min(max(row, 0), max(last, 0))) } }
	return []binding{
		{keys: []string{"down", "j"}, label: "↑↓", word: "choose", rank: rank, why: why, help: "The next " + noun + ".", intent: move(at + 1)},
		{keys: []string{"up", "k"}, word: "up", hidden: true, why: why, help: "The " + noun + " before.", intent: move(at - 1)},
		{keys: []string{"pgdown", "space"}, word: "page down", hidden: true, why: why, help: "A page on.", intent: move(at + page)},
		{keys: []string{"pgup"}, word: "page up", hidden: true, why: why, help: "A page back.", intent: move(at - page)},
		{keys: []string{"g", "home"}, word: "first", hidden: true, why: why, help: "The first " + noun + ".", intent: move(0)},
		{keys: []string{"G", "end"}, word: "last", hidden: true, why: why, help: "The last " + noun + ".", intent: move(last)},
	}
}
