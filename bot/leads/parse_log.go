package leads

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/bot/desk"
	"github.com/leadloop/leadloop/bot/line"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/contact"
	"github.com/leadloop/leadloop/funnel/fault"
)

const logExample = "`/lead log Jane Doe, Acme, jane@acme.com source=webinar`"

// LeadOptions are what a new lead may be given by name. Until the lead is
// named, the name may follow a term: source=web Jane Doe.
func LeadOptions(named bool) line.Options {
	set := line.Options{}
	for _, f := range funnel.Fields {
		switch {
		case f.External:
		case f.Kind == funnel.FieldList:
			set[f.Name] = line.OneList
		case f.Extent == funnel.ExtentWord, f.Extent == funnel.ExtentTerm && !named:
			set[f.Name] = line.OneWord
		default:
			set[f.Name] = line.TheRest
		}
	}

	return set
}

// ParseLog reads what stands behind `/lead log`: Jane Doe, Acme,
// jane@acme.com, in this or another order and with parts left out. The first
// text that is neither an address nor a number is the name, the second the
// company.
func ParseLog(args line.Line) (funnel.LeadInput, error) {
	p := logParser{}
	for _, part := range LeadOptions(true).Parts(args) {
		if err := p.part(part); err != nil {
			return funnel.LeadInput{}, err
		}
	}

	if p.in == (funnel.LeadInput{}) {
		return funnel.LeadInput{}, fault.Invalid("Who is the lead? Give a name, a company and an e-mail address or a phone number, such as %s, or fill in the form of `/lead new`.", logExample)
	}

	return p.in, nil
}

// logParser collects the parts of a lead as they are found.
type logParser struct {
	in     funnel.LeadInput
	texted bool // a name or a company was seen
}

func (p *logParser) part(in line.Line) error {
	rest, found, err := p.cutOptions(in)
	if err := errors.Join(err, p.take(found)); err != nil {
		return err
	}

	rest = p.cutEmail(p.cutLinks(rest))
	if rest, err = p.cutPhone(rest, 0); err != nil {
		return err
	}

	if err := p.second(rest); err != nil {
		return err
	}

	for _, word := range rest {
		if word.Unknown() {
			return desk.Unresolved(word)
		}

		if _, colleague := word.Person(); colleague {
			return fault.Invalid("%s is somebody of this workspace and no lead. Expected name, company, e-mail address, phone, such as %s; to give a lead to a rep use `/lead handoff L-1 @rep`.", word.Text(), logExample)
		}
	}

	if name, stray := rest.Stray(); stray {
		return fault.Invalid("“%s=” is not something a lead has. Expected one of %s, such as %s.", name, LeadOptions(true).Names(), logExample)
	}

	return p.text(tidy(rest.Text()))
}

// cutOptions lets a value without quotation marks go on to the comma, as in
// source=trade show, unless the name has yet to come, as in source=web Jane
// Doe.
func (p *logParser) cutOptions(in line.Line) (line.Line, line.Given, error) {
	set := LeadOptions(p.texted || p.in.Email != "" || len(in) > 0 && !LeadOptions(true).Has(in[0]))
	rest, found, err := set.Cut(in)
	if err != nil {
		return nil, nil, err
	}

	for _, f := range funnel.Fields {
		value := found[f.Name]
		if len(value) < 2 || f.Extent != funnel.ExtentTerm && f.Extent != funnel.ExtentPhrase {
			continue
		}

		behind, err := p.cutPhone(p.cutEmail(value[1:]), 1)
		if err != nil {
			return nil, nil, err
		}

		found[f.Name] = slices.Concat(value[:1], behind)
	}

	return rest, found, nil
}

func (p *logParser) take(found line.Given) error {
	for _, f := range funnel.Fields {
		if _, ok := found[f.Name]; !ok {
			continue
		}

		value, known := found.Text(f.Name), f.Input(&p.in)
		if *known != "" && *known != value {
			return oneOnly(f, *known, value)
		}

		*known = value
	}

	p.texted = p.texted || p.in.Name != "" || p.in.Company != ""
	return nil
}

// second refuses another address of a kind that a lead has one of: read as text, it would become a company.
func (p *logParser) second(rest line.Line) error {
	for _, word := range rest {
		address := word.Address()
		name := ""
		if f, known := desk.FieldOfLink(address); known {
			name = f.Name
		} else if isMailbox(address) {
			name = "email"
		}

		if f, known := funnel.FieldNamed(name); known {
			return oneOnly(f, *f.Input(&p.in), address)
		}
	}

	return nil
}

// oneOnly says that a line has two values for one field.
func oneOnly(f funnel.Field, first, second string) error {
	return fault.Invalid("Which is the %s, “%s” or “%s”? A lead has one: leave the other out, or put it in `need=\"…\"`.", f.Spoken, first, second)
}

// cutLinks takes the addresses that can only be of one field.
func (p *logParser) cutLinks(in line.Line) line.Line {
	var rest line.Line
	for _, word := range in {
		address := word.Address()
		f, known := desk.FieldOfLink(address)
		if taken := known && *f.Input(&p.in) == address; taken {
			continue // written twice
		}

		if !known || *f.Input(&p.in) != "" {
			rest = append(rest, word)
			continue
		}

		*f.Input(&p.in) = address
	}

	return rest
}

// cutEmail takes the first word that means to be an address, also where it is written again.
func (p *logParser) cutEmail(in line.Line) line.Line {
	var rest line.Line
	for _, word := range in {
		address := word.Address()
		if !isMailbox(address) || p.in.Email != "" && !strings.EqualFold(p.in.Email, address) {
			rest = append(rest, word)
			continue
		}

		p.in.Email = cmp.Or(p.in.Email, address)
	}

	return rest
}

// isMailbox says whether a word means to be an e-mail address.
func isMailbox(word string) bool {
	at := strings.Index(word, "@")
	return at > 0 && at < len(word)-1
}

// emptyBrackets are what is left of brackets whose content was taken out.
var emptyBrackets = strings.NewReplacer("<>", "", "()", "", "[]", "")

// tidy takes away what is left of "Jane Doe <jane@acme.com>". The dot of Acme Inc. belongs to the name.
func tidy(text string) string {
	text = strings.Trim(emptyBrackets.Replace(text), " :-–")
	if words := strings.Fields(text); len(words) > 1 && legalForm.MatchString(words[len(words)-1]) {
		return strings.TrimLeft(text, " .")
	}

	return strings.TrimSpace(strings.Trim(text, " .:-–"))
}

var legalForm = regexp.MustCompile(`(?i)^(inc|llc|ltd|limited|corp|co|gmbh|ag|kg|ug|se|sa|s\.a|srl|s\.r\.l|bv|b\.v|nv|ab|as|oy|plc|llp|lp|pty ltd)\.?$`)

func (p *logParser) text(text string) error {
	switch {
	case text == "":
		return nil
	case contact.IsDate(text):
		return fault.Invalid("“%s” is a date, and a lead has none. If it is the name of a company write `company=\"%s\"`, and for more `need=\"…\"`.", text, text)
	case p.in.Company != "" && legalForm.MatchString(text):
		p.in.Company += ", " + text
	case p.in.Name == "":
		p.in.Name = text
	case p.in.Company == "":
		p.in.Company = text
	default:
		return fault.Invalid("What is “%s”? The name is “%s” and the company “%s” already. Expected name, company, e-mail address, phone, and for more `need=\"…\"`, such as %s.", text, p.in.Name, p.in.Company, logExample)
	}

	p.texted = true
	return nil
}
