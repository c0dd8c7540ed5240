package kit

import "strings"

// Help explains a command: what it is about, each of its forms with what that does, and tips.
func Help(command, intro string, forms [][2]string, tips string) Message {
	lines := Each(forms, func(f [2]string) string { return "`" + Escape(f[0]) + "`\n      " + Escape(f[1]) })
	lines = append(lines, "`"+command+" help`\n      this text")
	m := Listing(intro, lines, 0, "")
	m.Blocks = append(m.Blocks, ContextLine(tips))
	m.Text = strings.ReplaceAll(intro, "*", "")
	return m
}
