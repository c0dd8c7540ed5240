package funnel

import "slices"

// fieldFaults gathers what is wrong with the fields of what somebody wrote, so
// that all of it can be told at once.
type fieldFaults []FieldError

// see notes what is wrong with a field, if anything is.
func (w *fieldFaults) see(field string, err error) {
	if err != nil {
		*w = append(*w, FieldError{field, sentence(err)})
	}
}

// of says whether something is wrong with a field.
func (w fieldFaults) of(field string) bool {
	return slices.ContainsFunc(w, func(f FieldError) bool { return f.Field == field })
}

// textField is a text that somebody wrote, what it is called to them, and how
// many runes it may have.
type textField struct {
	name, label string
	text        *string
	most        int
}

// clean makes each text what clean makes of it, as far as nothing is wrong.
func (w *fieldFaults) clean(clean func(label, text string, most int) (string, error), fields ...textField) {
	for _, f := range fields {
		text, err := clean(f.label, *f.text, f.most)
		w.see(f.name, err)
		*f.text = text
	}
}

func wrongInput(fields []FieldError) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Kind: KindInvalid, Text: fields[0].Text, Fields: fields}
}
