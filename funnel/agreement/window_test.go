package agreement

import "testing"

func TestAWindowCoversTheTimeToAnswer(t *testing.T) {
	tests := []struct {
		accept, window string
		end            WindowEnd
		refused        bool
	}{
		{"4h", "3h", WindowAccepts, true},
		{"4h", "3h", WindowEscalates, true},
		{"4h", "4h", WindowEscalates, false},
		{"4h", "4h", WindowReturns, false},
		{"4h", "1 day", WindowReturns, false},
		{"1 day", "90m", WindowReturns, true},
		{"9h", "1 day", WindowAccepts, true},
	}
	for _, test := range tests {
		form := agreedText().Form()
		form["accept"], form["window"], form["on_window_end"] = test.accept, test.window, string(test.end)
		if _, err := Parse(form); (err != nil) != test.refused {
			t.Errorf("an answer within %s, a window of %s and then %s: %v", test.accept, test.window, test.end, err)
		}
	}
}
