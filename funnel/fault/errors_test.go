package fault

import (
	"errors"
	"fmt"
	"testing"
)

func TestKindOf(t *testing.T) {
	cause := errors.New("disk full")
	for _, test := range []struct {
		err  error
		kind Kind
		text string
	}{
		{Invalid("Wrong %d.", 1), KindInvalid, "Wrong 1."},
		{NotFound("None."), KindNotFound, "None."},
		{Denied("No."), KindDenied, "No."},
		{Conflict("Not now."), KindConflict, "Not now."},
		{fmt.Errorf("handing off: %w", Conflict("Not now.")), KindConflict, "Not now."},
		{cause, KindInternal, ""},
		{&Error{Text: "secret", Err: cause}, KindInternal, ""},
		{nil, KindInternal, ""},
	} {
		if KindOf(test.err) != test.kind || UserText(test.err) != test.text {
			t.Errorf("%v is of kind %d and tells %q", test.err, KindOf(test.err), UserText(test.err))
		}
	}
	err := &Error{Kind: KindUnavailable, Text: "Try again", Err: cause}
	if !errors.Is(err, cause) || err.Error() != "Try again: disk full" || Invalid("No.").Error() != "No." {
		t.Errorf("error %v", err)
	}
}

func TestInvalidFieldMakesASentence(t *testing.T) {
	for want, err := range map[string]error{
		"It is too long.":  errors.New("it is too long"),
		"“x” is no stage.": Invalid("“x” is no stage."),
		"Über 800.":        errors.New("über 800"),
	} {
		got := InvalidField("note", err)
		if got.Text != want || got.Kind != KindInvalid || len(got.Fields) != 1 || got.Fields[0] != (FieldError{"note", want}) {
			t.Errorf("%v becomes %+v, want %q", err, got, want)
		}
	}
}
