package journeys

import (
	"testing"

	"akoya-tui/flows/vault"
)

func openVault(t *testing.T, dir string) *vault.Vault {
	t.Helper()
	v, err := vault.Open(dir, true)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// What is done in one field of a form. The next one is gone to afterwards.
type (
	field  struct{ label, text string }
	secret struct{ label, text string }
	choice struct {
		label string
		right int // key presses
		word  string
	}
)

// fill fills in fields from the cursor on.
func (p *program) fill(fields ...any) {
	p.t.Helper()
	for _, one := range fields {
		switch one := one.(type) {
		case field:
			p.Paste(one.text)
			p.Type("tab")
			if one.text != "" {
				p.WaitFor(one.label, one.text[:min(len(one.text), 20)])
			}
		case secret:
			p.Paste(one.text)
			p.Type("tab")
			p.WaitFor(one.label, "••••"+one.text[len(one.text)-4:])
		case choice:
			for range one.right {
				p.Type("right")
			}
			p.WaitFor(one.label, one.word)
			p.Type("tab")
		}
	}
}
