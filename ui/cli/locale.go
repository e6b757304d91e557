package cli

import (
	"runtime"
	"strings"
)

// UTF8Locale reports whether the terminal's locale can show more than ASCII.
func UTF8Locale(getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := getenv(name); value != "" {
			value = strings.ToLower(value)
			return strings.Contains(value, "utf-8") || strings.Contains(value, "utf8")
		}
	}
	return runtime.GOOS != "linux" || getenv("LANG") == ""
}
