package funnel

import (
	"slices"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel/contact"
	"github.com/leadloop/leadloop/funnel/fault"
)

// Limits of what may be known of a lead's company.
const (
	maxTags = 10
	maxTag  = 40 // runes
)

// ParseTags reads tags between commas or semicolons. They are kept in lower
// case and each once, so that a rule finds them however they were written.
func ParseTags(text string) ([]string, error) {
	var tags []string
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' }) {
		tag, err := fault.CleanLine("the tag", strings.ToLower(part), maxTag)
		if err != nil {
			return nil, fault.Invalid("%s", fault.Sentence(err))
		}

		tag = strings.TrimLeft(tag, "#")
		if tag != "" && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}

	if len(tags) > maxTags {
		return nil, fault.Invalid("There are %d tags. At most %d fit: leave out those that no rule and nobody asks for.", len(tags), maxTags)
	}

	return tags, nil
}

func readEmployees(text string) (string, error) {
	n, err := contact.ParseEmployees(text)
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

// Imagine is a lead with this known of it, for rehearsals.
func Imagine(in LeadInput, p Policy) (Lead, error) {
	in, id, wrong := in.normalise(p.Region)
	if err := fault.WrongInput(wrong); err != nil {
		return Lead{}, err
	}

	var l Lead
	Cleaned{LeadInput: in, Who: id}.fill(&l)
	return l, nil
}
