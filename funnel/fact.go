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

func readEmployees(text string) (string, error) {
	n, err := ParseEmployees(text)
	return employeeText(n), err
}

func readTags(text string) (string, error) {
	tags, err := ParseTags(text)
	return strings.Join(tags, ", "), err
}

func employeeText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
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
