package akoya

import (
	"strings"
	"testing"
)

func TestMask(t *testing.T) {
	for value, want := range map[string]string{
		"": "", "a": "••••", "elevenchars": "••••", "twelve-chars": "••••hars", "a-long-value-1234": "••••1234",
		"control-in-tail\x1b[m": "••••", "long enough é é": "••••", "ééééééééwxyz": "••••wxyz", "spaces at the e d": "••••",
	} {
		if got := NewSecret(value).Mask(); got != want {
			t.Errorf("%q: got %q, want %q", value, got, want)
		}
	}
	if len(NewSecret("a").Mask()) != len(NewSecret("abcdefgh").Mask()) {
		t.Error("a mask tells the length")
	}
}

func TestSecretEqual(t *testing.T) {
	a, b := NewSecret("abc"), NewSecret("abc")
	if !a.Equal(b) || a.Equal(NewSecret("abd")) || a.Equal(Secret{}) || !(Secret{}).Equal(NewSecret("")) || !(Secret{}).IsZero() {
		t.Error("Equal")
	}
	if got := Sensitive("x", NewSecret(strings.Repeat("s", 20))).Display(); got != "••••ssss" {
		t.Errorf("Display gives %q", got)
	}
	if got := Plain("x", "y").Display(); got != "y" {
		t.Errorf("Display gives %q", got)
	}
}
