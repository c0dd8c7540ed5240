// Package intake holds the doors that are not Slack: reading the past from
// CSV files, and writing leads and the journal out.
package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/leadloop/leadloop/funnel/stats"
)

// Table is a CSV file in memory, decoded, with its rows still to be read.
type Table struct {
	Name   string   // of the file, for messages
	Header []string // the names of the columns, trimmed
	// Hash is the beginning of the SHA-256 of the file as it came.
	Hash string

	delimiter rune
	text      string
}

// Row is one row of a table.
type Row struct {
	Number int      // as a spreadsheet counts: the header is row 1
	Values []string // as many as the header has names
	// Problem says why the row could not be read; Values may then be empty.
	Problem string
}

// ReadTable decodes a CSV file: UTF-8, UTF-16 or Windows-1252, separated by
// comma, semicolon, tab or bar. What is no such file is refused in a sentence
// that says what it is.
func ReadTable(name string, data []byte) (*Table, error) {
	if err := refuseOther(name, data); err != nil {
		return nil, err
	}

	text, err := decode(name, data)
	if err != nil {
		return nil, err
	}

	sum := sha256.Sum256(data)
	t := &Table{Name: name, Hash: hex.EncodeToString(sum[:4])}
	t.text, t.delimiter = separatorLine(unixLines(text))
	if t.delimiter == 0 {
		t.delimiter = detectDelimiter(t.text)
	}

	return t, t.readHeader()
}

// unixLines mends the line ends of files from before the year 2001.
func unixLines(text string) string {
	if strings.Contains(text, "\n") {
		return text
	}

	return strings.ReplaceAll(text, "\r", "\n")
}

// separatorLine takes off the first line "sep=;" that Excel writes and reads.
func separatorLine(text string) (rest string, delimiter rune) {
	line, rest, _ := strings.Cut(text, "\n")
	line = strings.TrimRight(line, "\r")
	if len(line) != len("sep=;") || !strings.EqualFold(line[:4], "sep=") {
		return text, 0
	}

	return rest, rune(line[4])
}

func (t *Table) reader() *csv.Reader {
	r := csv.NewReader(strings.NewReader(t.text))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = t.delimiter, -1, true
	return r
}

func (t *Table) readHeader() error {
	record, err := t.reader().Read()
	switch {
	case errors.Is(err, io.EOF):
		return fmt.Errorf("%s is empty; expected a CSV file whose first row names the columns", t.Name)
	case err != nil:
		return fmt.Errorf("the first row of %s, which should name the columns, cannot be read: %s", t.Name, quoteProblem(err))
	}

	seen := map[string]int{}
	for i, name := range record {
		name = strings.Join(strings.Fields(name), " ")
		key := strings.ToLower(name)
		if first, twice := seen[key]; twice && name != "" {
			return fmt.Errorf("%s has two columns called %q, the %s and the %s; give each its own name, or take one out", t.Name, name, ordinal(first+1), ordinal(i+1))
		}

		seen[key] = i
		t.Header = append(t.Header, name)
	}

	if len(seen) == 1 && t.Header[0] == "" {
		return fmt.Errorf("the first row of %s is blank; expected the names of the columns there", t.Name)
	}

	return nil
}

func ordinal(n int) string {
	suffix := map[int]string{1: "st", 2: "nd", 3: "rd"}[n%10]
	if suffix == "" || n%100 >= 11 && n%100 <= 13 {
		suffix = "th"
	}

	return fmt.Sprintf("%d%s", n, suffix)
}

// Rows gives the rows below the header. Rows in which nothing stands are
// passed over. The values are overwritten by the next row.
func (t *Table) Rows() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		r := t.reader()
		if _, err := r.Read(); err != nil {
			return
		}

		lines := lineCount{text: t.text}
		for {
			start := r.InputOffset()
			record, err := r.Read()
			if errors.Is(err, io.EOF) {
				return
			}

			row := Row{Number: lines.rowAt(start)}
			lines.withinRow(r.InputOffset())
			if err != nil {
				row.Problem = quoteProblem(err)
			} else {
				row.Values, row.Problem = t.fit(record)
			}

			if row.Problem == "" && blank(row.Values) {
				continue
			}

			if !yield(row) {
				return
			}
		}
	}
}

// fit makes a record as wide as the header. Spreadsheets write separators
// after the last column; values beyond it would belong to nothing.
func (t *Table) fit(record []string) (values []string, problem string) {
	if blank(record) {
		return nil, ""
	}

	width := len(t.Header)
	if len(record) > width && blank(record[width:]) {
		record = record[:width]
	}

	if len(record) != width {
		return record, fmt.Sprintf("The row has %s where the header names %s. Look for a separator inside a value, which needs quotes around the value.",
			stats.Counted(int64(len(record)), "value"), stats.Counted(int64(width), "column"))
	}

	return record, ""
}

func blank(values []string) bool {
	return !slices.ContainsFunc(values, func(v string) bool { return strings.TrimSpace(v) != "" })
}

// quoteProblem says in our words what encoding/csv found: it can only be
// quotes, since rows may have any width.
func quoteProblem(err error) string {
	if errors.Is(err, csv.ErrBareQuote) {
		return `A quote (") stands inside a value that is not in quotes. Put the value in quotes and write the quote twice.`
	}

	return `A value in quotes does not end where it should: after its closing quote (") something follows, or there is none. Write a quote inside a value twice.`
}

// lineCount finds the row at which a spreadsheet shows a record: blank lines
// are rows, the line breaks inside a value are not.
type lineCount struct {
	text   string
	offset int64 // up to which lines are counted
	lines  int   // line breaks before offset
	inside int   // of these, how many lay inside records
}

// rowAt is the row of the record that begins at or behind offset.
func (c *lineCount) rowAt(offset int64) int {
	for at := offset; at < int64(len(c.text)) && (c.text[at] == '\n' || c.text[at] == '\r'); at++ {
		offset = at + 1
	}

	c.count(offset)
	return c.lines - c.inside + 1
}

func (c *lineCount) count(to int64) {
	c.lines += strings.Count(c.text[c.offset:to], "\n")
	c.offset = to
}

// withinRow notes the line breaks inside the record that ends at an offset.
func (c *lineCount) withinRow(end int64) {
	record := strings.TrimRight(c.text[c.offset:end], "\r\n")
	c.inside += strings.Count(record, "\n")
}

const exportAgain = "Export the data as CSV from where it came."

// otherFiles are what people take for a CSV file, or download instead of one, by how they begin.
var otherFiles = []struct{ begins, what, advice string }{
	{"PK\x03\x04", "an Excel workbook or another zip archive", "Open it in a spreadsheet and save it as “CSV UTF-8”."},
	{"\xD0\xCF\x11\xE0", "an old Excel workbook", "Open it in a spreadsheet and save it as “CSV UTF-8”."},
	{"%PDF", "a PDF document", exportAgain},
	{"\x1F\x8B", "compressed with gzip", "Unpack it first, such as with gunzip."},
	{"\x89PNG", "a picture", exportAgain},
	{"SQLite format 3", "an SQLite database", "Export the data as CSV from it."},
	{"<", "a web page or XML", "Download the file again: a log-in page may have been saved in its place."},
	{"{", "JSON", exportAgain},
	{"[{", "JSON", exportAgain},
	{`["`, "JSON", exportAgain},
}

func refuseOther(name string, data []byte) error {
	text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")), " \t\r\n")
	if len(text) == 0 {
		return fmt.Errorf("%s is empty; expected a CSV file whose first row names the columns", name)
	}

	for _, other := range otherFiles {
		if bytes.HasPrefix(text, []byte(other.begins)) {
			return notCSV(name, other.what, other.advice)
		}
	}

	return nil
}

func notCSV(name, what, advice string) error {
	return fmt.Errorf("%s is %s, not a CSV file. %s", name, what, advice)
}

// decode reads the bytes as what their mark says, else as UTF-8 where they
// are valid, else as Windows-1252, which is what Excel writes in the West.
func decode(name string, data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xFF\xFE")), bytes.HasPrefix(data, []byte("\xFE\xFF")):
		decoded, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
		if err != nil || len(data)%2 != 0 {
			return "", fmt.Errorf("%s begins like UTF-16 text but is cut off or damaged. Save it again as “CSV UTF-8”", name)
		}

		return string(decoded), nil
	case bytes.IndexByte(data, 0) >= 0:
		return "", notCSV(name, "a binary file", exportAgain)
	case utf8.Valid(data):
		return string(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))), nil
	}

	decoded, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
		return "", notCSV(name, "in an encoding that is not known here, or a binary file", "Save it as “CSV UTF-8”.")
	}

	return string(decoded), nil
}

const (
	delimiters = ",;\t|"
	// sampled is how many records decide on the delimiter.
	sampled = 30
)

// detectDelimiter takes the one that divides the header into the most columns
// among those with which most records are as wide as the header.
func detectDelimiter(text string) rune {
	best, bestScore := ',', 0.0
	for _, delimiter := range delimiters {
		columns, fitting := sample(text, delimiter)
		if score := float64(columns) * fitting * fitting; columns > 1 && score > bestScore {
			best, bestScore = delimiter, score
		}
	}

	return best
}

// sample gives the width of the header, and the share of records as wide.
func sample(text string, delimiter rune) (columns int, fitting float64) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord, r.LazyQuotes = delimiter, -1, true, true
	read, fit := 0, 0
	for read < sampled {
		record, err := r.Read()
		if err != nil {
			break
		}

		if read == 0 {
			columns = len(record)
		}

		read++
		if len(record) == columns {
			fit++
		}
	}

	if read == 0 {
		return 0, 0
	}

	return columns, float64(fit) / float64(read)
}
