package keystore

import (
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkSaveTokens is what a save costs besides the keychain: three changes of
// the profile file, each waited for. BenchmarkProfileWrite is one of them.
func BenchmarkSaveTokens(b *testing.B) {
	k, fake := newFakeKeychain(b)
	for b.Loop() {
		if err := k.SaveTokens(b.Context(), "p", someTokens(1, 2000)); err != nil {
			b.Fatal(err)
		}
		fake.calls = fake.calls[:0]
	}
}

func BenchmarkLoadTokens(b *testing.B) {
	k, fake := newFakeKeychain(b)
	if err := k.SaveTokens(b.Context(), "p", someTokens(1, 2000)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := k.LoadTokens(b.Context(), "p"); err != nil {
			b.Fatal(err)
		}
		fake.calls = fake.calls[:0]
	}
}

func BenchmarkProfileWrite(b *testing.B) {
	dir := b.TempDir()
	data := make([]byte, 1000)
	for b.Loop() {
		if err := writeAtomically(osDisk{}, filepath.Join(dir, "x.json"), data); err != nil {
			b.Fatal(err)
		}
	}
	_ = os.Remove(filepath.Join(dir, "x.json"))
}
