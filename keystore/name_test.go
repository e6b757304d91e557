package keystore

import (
	"strings"
	"testing"
)

func TestCheckName(t *testing.T) {
	for _, good := range []string{"a", "Sandbox", "prod 2", "my-app_v1.2", "école", "日本語", "con", strings.Repeat("a", 40)} {
		if err := CheckName(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{"", " a", "a ", ".a", "a.", "-a", "a/b", `a\b`, "a:b", "../x", "a\nb", "a\x00", "\xff",
		"a\u202eb", strings.Repeat("a", 41), strings.Repeat("日", 30)} {
		err := CheckName(bad)
		if KindOf(err) != KindInvalid || err == nil {
			t.Errorf("%q: %v", bad, err)
			continue
		}
		if strings.ContainsAny(err.Error(), "\n\x00") || strings.Contains(err.Error(), "\xff") || strings.Contains(err.Error(), "\u202e") {
			t.Errorf("the sentence shows raw characters: %q", err)
		}
	}
}

func TestFileName(t *testing.T) {
	for name, file := range map[string]string{
		"sandbox": "sandbox.json", "Prod": "%50rod.json", "my app": "my%20app.json",
		"con": "%63on.json", "nul.x": "%6eul.x.json", "console": "console.json", "é": "%c3%a9.json",
	} {
		if got := fileName(name); got != file {
			t.Errorf("%q is kept in %q, want %q", name, got, file)
		}
		if got, ok := profileName(file); !ok || got != name {
			t.Errorf("%q is read as %q, %v", file, got, ok)
		}
	}
	for _, foreign := range []string{"x", "X.json", "%", "%5.json", "%zz.json", "%61.json", "a%2fb.json", ".json", "con.json"} {
		if name, ok := profileName(foreign); ok {
			t.Errorf("the foreign file %q is read as %q", foreign, name)
		}
	}
}

func FuzzFileName(f *testing.F) {
	f.Add("sandbox")
	f.Add("%50rod.json")
	f.Fuzz(func(t *testing.T, text string) {
		if CheckName(text) == nil {
			file := fileName(text)
			if name, ok := profileName(file); !ok || name != text {
				t.Errorf("%q does not survive its file name %q", text, file)
			}
			if len(file) > 250 || file != strings.ToLower(file) || strings.ContainsAny(file, `/\:*?"<>| `) {
				t.Errorf("unsafe file name %q", file)
			}
		}
		if name, ok := profileName(text); ok && fileName(name) != text {
			t.Errorf("two files for %q", name)
		}
	})
}
