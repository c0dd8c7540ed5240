package fault

import "testing"

func TestNoCellIsComputedWhateverSeparatesLists(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+49 30 1": "'+49 30 1", "plain; text": "plain; text", "a-b": "a-b",
		"x;=HYPERLINK(1)": "x;'=HYPERLINK(1)", `x; "@SUM(1)`: `x; "'@SUM(1)`, "a\n-2+3": "a\n'-2+3", "\t=1": "'\t=1",
	} {
		if got := Cell(text); got != want || FromCell(got) != text {
			t.Errorf("Cell(%q) = %q, back %q; want %q", text, got, FromCell(got), want)
		}
	}
}

func TestNothingThatATerminalObeysIsPrinted(t *testing.T) {
	if got := Printable("a\x1b[31mred\x07\u009b2J\u202egpj.exe\tb\nc\r"); got != "a[31mred2Jgpj.exe\tb\nc" {
		t.Errorf("got %q", got)
	}
}
