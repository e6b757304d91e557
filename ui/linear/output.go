package linear

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"akoya-tui/akoya"
	"akoya-tui/flows/visible"
)

// maxWidth is the longest line, in characters. Only an address that has to be
// copied whole may be longer.
const maxWidth = 160

// maxSaid bounds what is said of one thing, in bytes: nobody listens to a megabyte.
const maxSaid = 4000

// printer writes lines. Whatever it is given, what it writes has no control
// characters and nothing that is drawn instead of read.
type printer struct {
	w     io.Writer
	ascii bool
	err   error // the first of a write
}

// say writes a sentence; one that is too long goes on in the next line.
func (p *printer) say(format string, a ...any) {
	text := fmt.Sprintf(format, a...)
	if cut := maxSaid; len(text) > cut {
		for !utf8.RuneStart(text[cut]) && cut > maxSaid-utf8.UTFMax {
			cut--
		}
		text = fmt.Sprintf("%s (cut here; %s more)", text[:cut], plural(len(text)-cut, "byte"))
	}
	for _, line := range wrap(p.speakable(text)) {
		p.write(line)
	}
}

// paragraph writes each sentence of a text on a line of its own.
func (p *printer) paragraph(text string) {
	for _, sentence := range sentences(text) {
		p.say("%s", sentence)
	}
}

// address writes an address in one piece.
func (p *printer) address(text string) { p.write(p.speakable(text)) }

// gap writes an empty line, between one question and the next.
func (p *printer) gap() { p.write("") }

func (p *printer) write(line string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, line+"\n")
	}
}

// masks are what hides secrets elsewhere; spoken, four dots are no help.
var masks = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`•{4}([A-Za-z0-9_.~-]{4})?`) })

var signs = strings.NewReplacer(
	"…", "...", "→", "to", "←", "from", "≠", "differs from", "✓", "yes", "✗", "no", "•", "*",
	"–", "-", "—", "-", "“", `"`, "”", `"`, "‘", "'", "’", "'", "·", ",", "×", "no",
)

// speakable makes text fit to be read aloud.
func (p *printer) speakable(text string) string {
	text = masks().ReplaceAllStringFunc(visible.Line(text), func(mask string) string {
		if tail := strings.TrimLeft(mask, "•"); tail != "" {
			return "(hidden, ends in " + tail + ")"
		}
		return "(hidden)"
	})
	text = signs.Replace(text)
	if !strings.ContainsFunc(text, p.unspeakable) {
		return text
	}
	var out strings.Builder
	for _, r := range text {
		if p.unspeakable(r) {
			fmt.Fprintf(&out, `\u{%04x}`, r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// unspeakable reports whether r is drawn and not read, or cannot be shown.
func (p *printer) unspeakable(r rune) bool {
	return r > 0x7e && p.ascii || r >= 0x2190 && r <= 0x2bff || r < 0x20
}

// hidden says what may be said of a secret.
func hidden(s akoya.Secret) string {
	tail := strings.TrimLeft(s.Mask(), "•")
	switch {
	case s.IsZero():
		return "empty"
	case tail == "":
		return "hidden"
	}
	return "hidden, ends in " + tail
}

// wrap breaks a line at spaces, and a word that is longer than a line where it must.
func wrap(line string) []string {
	var out []string
	for utf8.RuneCountInString(line) > maxWidth {
		end := 0 // in bytes, of maxWidth characters
		for range maxWidth {
			_, size := utf8.DecodeRuneInString(line[end:])
			end += size
		}
		if space := strings.LastIndexByte(line[:end+1], ' '); space > end/2 {
			end = space
		}
		out = append(out, strings.TrimRight(line[:end], " "))
		line = strings.TrimLeft(line[end:], " ")
	}
	return append(out, line)
}

// sentences splits a paragraph behind the end of each sentence.
func sentences(text string) []string {
	var out []string
	begin := 0
	for i := range len(text) - 2 {
		if !strings.ContainsRune(".?!", rune(text[i])) || text[i+1] != ' ' {
			continue
		}
		if next, _ := utf8.DecodeRuneInString(text[i+2:]); unicode.IsUpper(next) {
			out = append(out, text[begin:i+1])
			begin = i + 2
		}
	}
	return append(out, text[begin:])
}
