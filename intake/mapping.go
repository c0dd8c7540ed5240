package intake

import (
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/leadloop/leadloop/internal/spelling"
)

// Pair says which column holds a field. Without a column the field is not
// read from the file.
type Pair struct{ Field, Column string }

// ParsePairs reads field=column,field=column; a column with a comma in its
// name stands in quotes together with its field.
func ParsePairs(text string) ([]Pair, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.TrimLeadingSpace = true
	parts, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%q cannot be read; expected field=column,field=column, such as created=first_contact_date,source=origin", text)
	}

	var pairs []Pair
	for _, part := range parts {
		field, column, ok := strings.Cut(part, "=")
		if !ok {
			return nil, fmt.Errorf("%q is not field=column; expected something like created=first_contact_date", strings.TrimSpace(part))
		}

		pairs = append(pairs, Pair{Field: strings.TrimSpace(field), Column: strings.TrimSpace(column)})
	}

	return pairs, nil
}

// Mapping says which column is read as what.
type Mapping struct {
	Columns map[Field]int
	Ignored []string // names of columns that are not read
}

// Map finds the columns: those that are given, then, by their names, those
// that are not. Everything that is wrong is said at once.
func (t *Table) Map(kind Kind, match, given []Pair) (Mapping, error) {
	m := Mapping{Columns: map[Field]int{}}
	var wrong []error
	left, taken := map[Field]bool{}, map[int]bool{}
	take := func(pairs []Pair, flag string, allowed []Field) {
		for _, p := range pairs {
			field, err := findField(p.Field, flag, allowed)
			if err != nil {
				wrong = append(wrong, err)
				continue
			}

			if _, twice := m.Columns[field]; twice || left[field] {
				wrong = append(wrong, fmt.Errorf("%s is given twice; one column can hold it", field))
				continue
			}

			if p.Column == "" {
				left[field] = true
				continue
			}

			column, err := t.column(p)
			if err != nil {
				wrong = append(wrong, err)
				continue
			}

			m.Columns[field], taken[column] = column, true
		}
	}
	take(match, "--match", matchFields)
	take(given, "--map", fieldsOf[kind])
	if err := errors.Join(wrong...); err != nil {
		return m, err
	}

	for _, field := range fieldsOf[kind] {
		if _, known := m.Columns[field]; known || left[field] {
			continue
		}

		if column, found := t.autoColumn(field, taken); found {
			m.Columns[field], taken[column] = column, true
		}
	}

	for i, name := range t.Header {
		if !taken[i] && name != "" {
			m.Ignored = append(m.Ignored, name)
		}
	}

	return m, t.enough(kind, m)
}

func findField(name, flag string, allowed []Field) (Field, error) {
	names := make([]string, len(allowed))
	for i, field := range allowed {
		names[i] = string(field)
		if fold(name) == fold(string(field)) {
			return field, nil
		}
	}

	return "", fmt.Errorf("%s %s=… is not a field%s; there are %s", flag, name, meant(name, names), strings.Join(names, ", "))
}

// column finds a column by its name, in any letter case and spacing.
func (t *Table) column(p Pair) (int, error) {
	same := []func(a, b string) bool{
		func(a, b string) bool { return a == b },
		func(a, b string) bool { return fold(a) != "" && fold(a) == fold(b) },
	}
	for _, equal := range same {
		if i := slices.IndexFunc(t.Header, func(name string) bool { return equal(name, p.Column) }); i >= 0 {
			return i, nil
		}
	}

	return 0, fmt.Errorf("%s=%s names a column that %s does not have%s; it has %s", p.Field, p.Column, t.Name, meant(p.Column, t.Header), t.columnList())
}

// meant offers the nearest name, where one is near.
func meant(name string, names []string) string {
	nearest, near := spelling.Nearest(name, names)
	if !near {
		return ""
	}

	return fmt.Sprintf(" (did you mean %s?)", nearest)
}

// longestList is how many columns an error lists.
const longestList = 40

func (t *Table) columnList() string {
	names := slices.DeleteFunc(slices.Clone(t.Header), func(name string) bool { return name == "" })
	for i, name := range names {
		if runes := []rune(name); len(runes) > 60 {
			names[i] = string(runes[:59]) + "…"
		}
	}

	if len(names) > longestList {
		return strings.Join(names[:longestList], ", ") + fmt.Sprintf(" and %d more", len(names)-longestList)
	}

	return strings.Join(names, ", ")
}

// enough says what a mapping lacks so that rows could be taken.
func (t *Table) enough(kind Kind, m Mapping) error {
	has := func(fields ...Field) bool {
		return slices.ContainsFunc(fields, func(f Field) bool { _, ok := m.Columns[f]; return ok })
	}
	switch {
	case kind == Figures && !has(FieldWeek, FieldDay):
		return fmt.Errorf("%s has no column that says of which week or day its figures are; it has %s. Say which to read, such as --map week=COLUMN or --map day=COLUMN", t.Name, t.columnList())
	case kind == Figures && !has(FieldValue):
		return fmt.Errorf("%s has no column with the figures; it has %s. Say which to read, such as --map value=COLUMN", t.Name, t.columnList())
	case kind == Leads && !has(identifying...):
		return fmt.Errorf("%s has no column that says who the leads are; it has %s. Say which to read, such as --map email=COLUMN or --map external_id=COLUMN", t.Name, t.columnList())
	case kind == Outcomes && !has(matchFields...):
		return errors.New("--match needs a field by which the leads are found, such as --match external_id=COLUMN")
	case kind == Outcomes && !has(FieldWon, FieldLost):
		return fmt.Errorf("%s has no column that says when a lead was won or lost; it has %s. Say which to read, such as --map won=COLUMN", t.Name, t.columnList())
	}

	return nil
}
