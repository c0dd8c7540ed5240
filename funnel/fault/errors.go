package fault

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind sorts errors by what the person can do about them.
type Kind uint8

// The kinds. The zero value is Internal, so that an unsorted error never
// shows its inside to a user.
const (
	KindInternal    Kind = iota // a fault of ours
	KindInvalid                 // the input is wrong; the text says how
	KindNotFound                // there is no such thing
	KindDenied                  // this person may not do this
	KindConflict                // the state does not allow it, or changed meanwhile
	KindUnavailable             // try again later
)

// Error is an error with a sentence for the person who caused it. Text may
// hold tokens of [Mention], [Moment] and [Task.Way]; whoever shows it resolves them.
type Error struct {
	Kind   Kind
	Text   string
	Fields []FieldError // which fields of a form are wrong, if any
	Err    error        // the cause, for the log
}

// FieldError places a problem on one field of a form.
type FieldError struct{ Field, Text string }

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Text + ": " + e.Err.Error()
	}

	return e.Text
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Invalid is an error about the input.
func Invalid(format string, args ...any) *Error { return newError(KindInvalid, format, args) }

// NotFound says that there is no such thing.
func NotFound(format string, args ...any) *Error { return newError(KindNotFound, format, args) }

// Denied says that this person may not do this, and who may.
func Denied(format string, args ...any) *Error { return newError(KindDenied, format, args) }

// Conflict says that the state does not allow it.
func Conflict(format string, args ...any) *Error { return newError(KindConflict, format, args) }

// InvalidField is an error about one field of a form.
func InvalidField(field string, err error) *Error {
	text := UserText(err)
	if text == "" {
		text = Sentence(err)
	}

	return WrongField(field, "%s", text)
}

// WrongField is an error about one field of a form, in a sentence.
func WrongField(field, format string, args ...any) *Error {
	e := newError(KindInvalid, format, args)
	e.Fields = []FieldError{{Field: field, Text: e.Text}}
	return e
}

// Sentence makes a sentence of an error of the value types, which begin and
// end as Go's errors do.
func Sentence(err error) string {
	text := err.Error()
	first, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[size:]
	if !strings.HasSuffix(text, ".") {
		text += "."
	}

	return text
}

// longestQuote is how much of what somebody wrote is repeated to them.
const longestQuote = 60

// Quoted repeats what somebody wrote, cleaned: raw text could hold the tokens
// of [Mention].
func Quoted(text string) string {
	runes := []rune(Tidy(text))
	if len(runes) > longestQuote {
		runes = append(runes[:longestQuote-1], '…')
	}

	return "“" + string(runes) + "”"
}

func newError(kind Kind, format string, args []any) *Error {
	return &Error{Kind: kind, Text: fmt.Sprintf(format, args...)}
}

// KindOf sorts any error; errors that are not of this package are Internal.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}

	return KindInternal
}

// UserText is the sentence to show, or "" for errors that must not be shown.
func UserText(err error) string {
	if e, ok := errors.AsType[*Error](err); ok && e.Kind != KindInternal {
		return e.Text
	}

	return ""
}

// FieldFaults gathers what is wrong with the fields of what somebody wrote, so
// that all of it can be told at once.
type FieldFaults []FieldError

// See notes what is wrong with a field, if anything is.
func (w *FieldFaults) See(field string, err error) {
	if err != nil {
		*w = append(*w, FieldError{field, Sentence(err)})
	}
}

// Of says whether something is wrong with a field.
func (w FieldFaults) Of(field string) bool {
	return slices.ContainsFunc(w, func(f FieldError) bool { return f.Field == field })
}

// TextField is a text that somebody wrote, what it is called to them, and how
// many runes it may have.
type TextField struct {
	Name, Label string
	Text        *string
	Most        int
}

// Clean makes each text what clean makes of it, as far as nothing is wrong.
func (w *FieldFaults) Clean(clean func(label, text string, most int) (string, error), fields ...TextField) {
	for _, f := range fields {
		text, err := clean(f.Label, *f.Text, f.Most)
		w.See(f.Name, err)
		*f.Text = text
	}
}

// WrongInput is an error about all fields that are wrong; nil where none is.
func WrongInput(fields []FieldError) error {
	if len(fields) == 0 {
		return nil
	}

	return &Error{Kind: KindInvalid, Text: fields[0].Text, Fields: fields}
}
