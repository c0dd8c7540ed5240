package funnel

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Limits of what may be known of a lead's company.
const (
	maxEmployees = 100_000_000
	maxTags      = 10
	maxTag       = 40 // runes
)

// employeeForms are the ways to write a size: 250, 1,000 or 1.000, 250.0 as
// spreadsheets do, and the ranges of CRMs, 51-200 and 10,000+.
var employeeForms = regexp.MustCompile(`^(\d{1,3}(?:[.,' ]\d{3})+|\d+)(?:\.0+)?(?:\+| ?\p{Pd} ?[\d.,' ]+)?$`)

// ParseEmployees reads how many people work at a company. Of a range it takes
// the lower end: that many there are for certain. 0 is not known.
func ParseEmployees(text string) (int, error) {
	match := employeeForms.FindStringSubmatch(cleanLine(text))
	if match == nil {
		return 0, Invalid("%s is not a number of employees. Give a number such as 250, or a range such as 51-200.", quoted(text))
	}
	n, err := strconv.Atoi(strings.NewReplacer(",", "", ".", "", " ", "", "'", "").Replace(match[1]))
	if err != nil || n > maxEmployees {
		return 0, Invalid("%s are more employees than any company has. Give a number such as 250.", quoted(text))
	}
	return n, nil
}

// ParseTags reads tags between commas or semicolons. They are kept in lower
// case and each once, so that a rule finds them however they were written.
func ParseTags(text string) ([]string, error) {
	var tags []string
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' }) {
		tag, err := CleanLine("the tag", strings.ToLower(part), maxTag)
		if err != nil {
			return nil, Invalid("%s", sentence(err))
		}
		tag = strings.TrimLeft(tag, "#")
		if tag != "" && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	if len(tags) > maxTags {
		return nil, Invalid("There are %d tags. At most %d fit: leave out those that no rule and nobody asks for.", len(tags), maxTags)
	}
	return tags, nil
}

// facts reads what was written about the company, and writes it the one way
// in which it is kept.
func (in *LeadInput) facts() (wrong []FieldError) {
	check := func(field string, err error) {
		if err != nil {
			wrong = append(wrong, FieldError{field, UserText(err)})
		}
	}
	if cleanLine(in.Country) != "" {
		code, err := ParseCountry(in.Country)
		check("country", err)
		in.Country = code
	}
	if cleanLine(in.Employees) != "" {
		n, err := ParseEmployees(in.Employees)
		check("employees", err)
		in.Employees = employeeText(n)
	}
	tags, err := ParseTags(in.Tags)
	check("tags", err)
	in.Tags = strings.Join(tags, ", ")
	return wrong
}

func employeeText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// Input is what is written about the lead, as a form shows it.
func (l Lead) Input() LeadInput {
	return LeadInput{
		Name: l.Name, Company: l.Company, Title: l.Title, Email: l.Email, Phone: l.Phone, Source: l.Source,
		Campaign: l.Campaign, Need: l.Need, Country: l.CountryCode, Employees: employeeText(l.Employees),
		Segment: l.Segment, Tags: strings.Join(l.Tags, ", "),
	}
}

// fillFacts takes over what is not known yet of the company; tags are added.
// What was written is clean, so that it can be read.
func (l *Lead) fillFacts(in LeadInput) {
	if l.Employees == 0 {
		l.Employees, _ = ParseEmployees(in.Employees)
	}
	tags, _ := ParseTags(strings.Join(append(slices.Clone(l.Tags), in.Tags), ","))
	if tags != nil {
		l.Tags = tags
	}
}

// overwriteFacts takes over what is given, and says whether that changed
// anything.
func (l *Lead) overwriteFacts(in LeadInput) (changed bool) {
	if n, err := ParseEmployees(in.Employees); err == nil && n != 0 && n != l.Employees {
		l.Employees, changed = n, true
	}
	if tags, _ := ParseTags(in.Tags); tags != nil && !slices.Equal(tags, l.Tags) {
		l.Tags, changed = tags, true
	}
	return changed
}

// Imagine is a lead of which this is known, for rehearsals.
func Imagine(in LeadInput, p Policy) (Lead, error) {
	in, id, wrong := in.normalise(p.Region)
	if err := wrongInput(wrong); err != nil {
		return Lead{}, err
	}
	var l Lead
	l.fill(in, id)
	return l, nil
}
