package funnel

import (
	"cmp"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/funnel/fault"
)

// Field is one of the things that people write about a lead: how it is called, written, kept and shown.
type Field struct {
	Name    string    // in a line, a form, a rule and a file
	Label   string    // over its input, and on the card
	Spoken  string    // in a sentence, behind "the"
	Example string    // in its empty input
	Hint    string    // below its input
	Limit   int       // how many runes its input takes; no more are kept of a text
	Kind    FieldKind // how it is written and shown
	Extent  Extent    // how far its value goes in a line
	Aliases []string  // the headers of columns that hold it, in lower case without spaces and signs, the surest first
	Search  int       // which place it has among the texts that a lead is found by; 0 is none

	Personal bool // it tells of the person; journal and disputes never hold it
	Counted  bool // figures are counted by it, so it is left of a lead whose person is erased
	External bool // another system gives it: it comes with files, people are not asked for it

	read  func(text, region string) (written, key string, err error) // nil of plain text
	input func(*LeadInput) *string
	get   func(Lead) string // as it was written; "" is unknown
	set   func(*Lead, string)
	value func(Lead) string // where more is known than was written

	key      func(Lead) string       // what its value is found again by, however it was written; nil is as written
	know     func(*Identity, string) // of a field that a lead is known again by
	disputed func(*Dispute) *string  // where a dispute keeps it, to be compared with later ones
}

// FieldKind says how a field is written and shown.
type FieldKind uint8

// The kinds of fields. The zero value is one line of text.
const (
	FieldLine    FieldKind = iota
	FieldNote              // text of several lines
	FieldContact           // a way to reach the lead
	FieldNumber            // a whole number
	FieldList              // words between commas; a repeat adds to them
	FieldLink              // an address on the web, known by itself wherever it is pasted
)

// Extent says how far the value of a field goes where a lead is written in a line, as in source=trade show.
type Extent uint8

// The extents. A text in quotation marks is one word.
const (
	ExtentWord   Extent = iota // one word
	ExtentTerm                 // one word; where the name cannot follow, as ExtentPhrase
	ExtentPhrase               // to the comma, or until an e-mail address or a phone number
	ExtentText                 // to the comma
)

// FieldNamed finds a field.
func FieldNamed(name string) (field Field, found bool) {
	i := slices.IndexFunc(Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}

	return Fields[i], true
}

// Input is where somebody's text for the field is put.
func (f Field) Input(in *LeadInput) *string { return f.input(in) }

// Written is the field as it was written, so that it can be corrected.
func (f Field) Written(l Lead) string { return f.get(l) }

// Value is what is known of the field, also where it follows from another one.
func (f Field) Value(l Lead) string {
	if f.value != nil {
		return f.value(l)
	}

	return f.get(l)
}

// SearchText is what a lead is found by, what tells most first.
func SearchText(l Lead) string {
	texts := make([]string, len(Fields)+1)
	for i := range Fields {
		switch f := &Fields[i]; {
		case f.Search == 0:
		case f.key != nil:
			texts[f.Search] = f.key(l)
		default:
			texts[f.Search] = f.get(l)
		}
	}

	return strings.Join(texts, " ")
}

// Accepts says whether a text can be the value of the field.
func (f Field) Accepts(text string) bool {
	written, _, err := f.clean(text, "")
	return written != "" && err == nil
}

// clean makes of a text what is kept of the field.
func (f Field) clean(text, region string) (written, key string, err error) {
	switch {
	case f.Kind == FieldNote:
		written, err = fault.CleanNote("the "+f.Spoken, text, f.Limit)
	case f.read == nil:
		written, err = fault.CleanLine("the "+f.Spoken, text, f.Limit)
	case fault.Tidy(text) != "":
		return f.read(text, region)
	}

	return written, written, err
}

// plainly reads a field that needs no region and has no key.
func plainly(read func(string) (string, error)) func(text, region string) (written, key string, err error) {
	return func(text, _ string) (string, string, error) {
		written, err := read(text)
		return written, written, err
	}
}

// Cleaned is what was written about a lead as it is kept, and what it is known by.
type Cleaned struct {
	LeadInput
	Who Identity
}

// Clean checks and normalises what was written about a lead. Every wrong
// field is named.
func (in LeadInput) Clean(region string) (Cleaned, error) {
	in, id, wrong := in.normalise(region)
	if len(wrong) == 0 && in.Name == "" && in.Company == "" && id == (Identity{}) {
		wrong = []fault.FieldError{{Field: "name", Text: "A lead needs at least a name, a company, an e-mail address or a phone number, " +
			"such as `Jane Doe, Acme, jane@acme.com`."}}
	}

	return Cleaned{LeadInput: in, Who: id}, fault.WrongInput(wrong)
}

func (in LeadInput) normalise(region string) (LeadInput, Identity, []fault.FieldError) {
	var id Identity
	var wrong fault.FieldFaults

	for _, f := range Fields {
		text := f.input(&in)
		written, key, err := f.clean(*text, region)
		wrong.See(f.Name, err)
		*text = written
		if f.know != nil {
			f.know(&id, key)
		}
	}

	return in, id, wrong
}

// InputOf is what is written about a lead, as a form shows it.
func InputOf(l Lead) LeadInput {
	var in LeadInput
	for _, f := range Fields {
		if !f.External {
			*f.input(&in) = f.get(l)
		}
	}

	return in
}

// fill takes over what is not known yet; a blank never overwrites, and a list grows.
func (in Cleaned) fill(l *Lead) {
	for _, f := range Fields {
		known, text := f.get(*l), *f.input(&in.LeadInput)
		switch {
		case text == "":
		case known == "":
			f.set(l, text)
		case f.Kind == FieldList:
			f.extend(l, known+", "+text)
		}
	}

	l.EmailKey, l.PhoneKey = cmp.Or(l.EmailKey, in.Who.EmailKey), cmp.Or(l.PhoneKey, in.Who.PhoneKey)
	l.Permalink = cmp.Or(l.Permalink, in.Permalink)
}

// extend takes over a longer list, if it is not too long.
func (f Field) extend(l *Lead, list string) {
	if longer, _, err := f.read(list, ""); err == nil {
		f.set(l, longer)
	}
}

// overwrite takes over what is given, and says whether that changed anything.
func (in Cleaned) overwrite(l *Lead) (changed bool) {
	for _, f := range Fields {
		text := *f.input(&in.LeadInput)
		if text != "" && text != f.get(*l) && !f.External {
			f.set(l, text)
			changed = true
		}
	}

	email, phone := cmp.Or(in.Who.EmailKey, l.EmailKey), cmp.Or(in.Who.PhoneKey, l.PhoneKey)
	changed = changed || email != l.EmailKey || phone != l.PhoneKey
	l.EmailKey, l.PhoneKey = email, phone
	return changed
}
