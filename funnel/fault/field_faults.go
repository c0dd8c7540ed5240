package fault

import "slices"

// fieldFaults gathers what is wrong with the fields of what somebody wrote, so
// that all of it can be told at once.
type FieldFaults []FieldError

// see notes what is wrong with a field, if anything is.
func (w *FieldFaults) See(field string, err error) {
	if err != nil {
		*w = append(*w, FieldError{field, Sentence(err)})
	}
}

// of says whether something is wrong with a field.
func (w FieldFaults) Of(field string) bool {
	return slices.ContainsFunc(w, func(f FieldError) bool { return f.Field == field })
}

// textField is a text that somebody wrote, what it is called to them, and how
// many runes it may have.
type TextField struct {
	Name, Label string
	Text        *string
	Most        int
}

// clean makes each text what clean makes of it, as far as nothing is wrong.
func (w *FieldFaults) Clean(clean func(label, text string, most int) (string, error), fields ...TextField) {
	for _, f := range fields {
		text, err := clean(f.Label, *f.Text, f.Most)
		w.See(f.Name, err)
		*f.Text = text
	}
}

func WrongInput(fields []FieldError) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Kind: KindInvalid, Text: fields[0].Text, Fields: fields}
}
