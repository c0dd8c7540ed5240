package intake

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

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
