package ui

import "strings"

// maxAlign bounds the work of lining two bodies up: the product of their
// different lines. Longer ones are compared line by line from the top.
const maxAlign = 1 << 20

// pairLines lines two bodies up. What begins and ends the same is paired at
// once; between, lines of the same JSON member, or the same text, are paired.
func pairLines(a, b []string) []pairRow {
	var head, tail []pairRow
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		head = append(head, pairOf("", a[0], b[0])...)
		a, b = a[1:], b[1:]
	}
	end := 0
	for end < len(a) && end < len(b) && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	for _, line := range a[len(a)-end:] {
		tail = append(tail, pairOf("", line, line)...)
	}
	a, b = a[:len(a)-end], b[:len(b)-end]
	for _, p := range alignment(a, b) {
		left, right := "", ""
		if p[0] >= 0 {
			left = a[p[0]]
		}
		if p[1] >= 0 {
			right = b[p[1]]
		}
		head = append(head, pairOf("", left, right)...)
	}
	return append(head, tail...)
}

// alignment pairs the indices of a and b in order; -1 stands for no partner.
func alignment(a, b []string) [][2]int {
	if len(a)*len(b) > maxAlign {
		return byTurn(len(a), len(b))
	}
	keysA, keysB := memberKeys(a), memberKeys(b)
	// common[i][j] is how many lines of a[i:] and b[j:] can be paired.
	common := make([][]int32, len(a)+1)
	for i := range common {
		common[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if keysA[i] == keysB[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var pairs [][2]int
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case keysA[i] == keysB[j]:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			pairs = append(pairs, [2]int{i, -1})
			i++
		default:
			pairs = append(pairs, [2]int{-1, j})
			j++
		}
	}
	for ; i < len(a); i++ {
		pairs = append(pairs, [2]int{i, -1})
	}
	for ; j < len(b); j++ {
		pairs = append(pairs, [2]int{-1, j})
	}
	return pairs
}

// byTurn pairs the first with the first, and so on.
func byTurn(a, b int) [][2]int {
	pairs := make([][2]int, max(a, b))
	for i := range pairs {
		pairs[i] = [2]int{i, i}
		if i >= a {
			pairs[i][0] = -1
		}
		if i >= b {
			pairs[i][1] = -1
		}
	}
	return pairs
}

// memberKeys says what each line is paired by: the name of a JSON member with
// its indent, or else the whole line.
func memberKeys(lines []string) []string {
	keys := make([]string, len(lines))
	for i, line := range lines {
		keys[i] = line
		indent := indentOf(line)
		if name, _, ok := jsonKey(line[indent:]); ok {
			keys[i] = strings.Repeat(" ", indent) + name
		}
	}
	return keys
}
