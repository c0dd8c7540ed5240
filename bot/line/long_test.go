package line

import (
	"strings"
	"testing"
)

// BenchmarkTheLongestLines takes what a command takes at most, in the shapes that cost most.
func BenchmarkTheLongestLines(b *testing.B) {
	options := Options{"tags": OneList, "need": TheRest}
	for name, text := range map[string]string{
		"list": "tags=" + strings.Repeat("a,", 2000), "quotes": strings.Repeat(`" `, 2000), "options": strings.Repeat("need=a ", 570),
		"one word": strings.Repeat("a", 4000), "blanks": strings.Repeat("= ", 2000),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				l := Read(text, func(string) bool { return false })
				options.Parts(l)
				_, _, _ = options.Cut(l)
			}
		})
	}
}
