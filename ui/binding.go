package ui

import "slices"

// binding is one action of a screen: its keys, its words, and whether it works
// now. Dispatch, the key line, the help overlay and the documentation all read
// the same table.
type binding struct {
	keys   []string // as tea.KeyPressMsg.String writes them; the first one is shown
	label  string   // what the key line shows for the keys; "" for keys[0]
	word   string   // one to four words: "send"
	help   string   // a sentence for the help overlay
	why    string   // why it does nothing now; "" when it works
	rank   int      // small numbers stay longest in the key line
	hidden bool     // not in the key line: navigation that everybody tries
	during bool     // in the key line while something runs, too
	intent intent   // what it asks the App to do
}

// shown returns what stands for the binding's key.
func (b binding) shown() string {
	if b.label != "" {
		return b.label
	}
	switch key := b.keys[0]; key {
	case "up":
		return "↑"
	case "down":
		return "↓"
	case "left":
		return "←"
	case "right":
		return "→"
	default:
		return key
	}
}

// busyWhy is why nothing can be sent now; "" when it can.
func busyWhy(c scene) string {
	if c.running == nil {
		return ""
	}
	return "A request is under way: esc cancels it."
}

// find returns the binding of a key: the first one that works, or else the first
// one, so that a refused key can say why.
func find(bindings []binding, key string) (binding, bool) {
	var refused *binding
	for i, b := range bindings {
		if !slices.Contains(b.keys, key) {
			continue
		}
		if b.why == "" {
			return b, true
		}
		if refused == nil {
			refused = &bindings[i]
		}
	}
	if refused != nil {
		return *refused, true
	}
	return binding{}, false
}
