package intake_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadloop/leadloop/intake"
)

func rowsOf(t *testing.T, table *intake.Table) (numbers []int, rows [][]string, problems []string) {
	t.Helper()
	for row := range table.Rows() {
		numbers = append(numbers, row.Number)
		if row.Problem != "" {
			problems = append(problems, row.Problem)
			rows = append(rows, nil)
			continue
		}
		rows = append(rows, append([]string{}, row.Values...))
	}
	return numbers, rows, problems
}

func TestTablesAreReadAsTheyAreWritten(t *testing.T) {
	want := [][]string{{"Zoë, Ltd", "12"}, {"two\nlines", "3"}}
	utf16 := func(order string, text string) string {
		var b strings.Builder
		b.WriteString(map[string]string{"le": "\xFF\xFE", "be": "\xFE\xFF"}[order])
		for _, r := range text {
			if order == "le" {
				b.WriteString(string([]byte{byte(r), byte(r >> 8)}))
			} else {
				b.WriteString(string([]byte{byte(r >> 8), byte(r)}))
			}
		}
		return b.String()
	}
	const commas = "name,n\n\"Zoë, Ltd\",12\n\"two\nlines\",3\n"
	tests := []struct{ name, data string }{
		{"UTF-8", commas},
		{"UTF-8 with a mark", "\xEF\xBB\xBF" + commas},
		{"UTF-16, little end first", utf16("le", commas)},
		{"UTF-16, big end first", utf16("be", commas)},
		{"Windows-1252", strings.ReplaceAll(commas, "ë", "\xEB")},
		{"lines of Windows", "name,n\r\n\"Zoë, Ltd\",12\r\n\"two\r\nlines\",3\r\n"},
		{"lines of old", "name,n\r\"Zoë, Ltd\",12\r\"two\rlines\",3\r"},
		{"no last line end", "name,n\n\"Zoë, Ltd\",12\n\"two\nlines\",3"},
		{"semicolons", "name;n\nZoë, Ltd;12\n\"two\nlines\";3\n"},
		{"tabs", "name\tn\nZoë, Ltd\t12\n\"two\nlines\"\t3\n"},
		{"bars", "name|n\nZoë, Ltd|12\n\"two\nlines\"|3\n"},
		{"the separator said", "sep=;\nname;n\nZoë, Ltd;12\n\"two\nlines\";3\n"},
		{"separators behind the last column", "name,n\n\"Zoë, Ltd\",12,,\n\"two\nlines\",3,,\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			table, err := intake.ReadTable("x.csv", []byte(test.data))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"name", "n"}, table.Header); diff != "" {
				t.Errorf("header (-want +got):\n%s", diff)
			}
			_, rows, problems := rowsOf(t, table)
			if diff := cmp.Diff(want, rows); diff != "" || len(problems) > 0 {
				t.Errorf("rows (-want +got), problems %q:\n%s", problems, diff)
			}
		})
	}
}

func TestDelimitersAreTold(t *testing.T) {
	tests := []struct {
		data string
		want []string
	}{
		{"a;b\n1,5;2\n2,5;3\n", []string{"a", "b"}},
		{"a,b\n\"x;y;z\",1\n\"x;y;z\",2\n", []string{"a", "b"}},
		{"Name, first;Amount\nx;1\ny;2\n", []string{"Name, first", "Amount"}},
		{"email\nx@y.com\n", []string{"email"}},
		{"a,b,c;d\n1,2,3\n1,2,3\n", []string{"a", "b", "c;d"}},
	}
	for _, test := range tests {
		table, err := intake.ReadTable("x.csv", []byte(test.data))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, table.Header); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.data, diff)
		}
	}
}

func TestRowsHaveTheNumbersOfASpreadsheet(t *testing.T) {
	const data = "\n" + // blank before the header
		"name,n\n" + // 2
		"a,1\n" + // 3
		"\n\r\n" + // 4, 5
		"\"b\nb\nb\",2\n" + // 6
		",,\n" + // 7, blank
		"c\n" + // 8, too short
		"\"d\nd\"x,3\n" + // 9, a broken quote over two lines
		"e,4" // what encoding/csv makes of the broken quote decides on the rest
	table, err := intake.ReadTable("x.csv", []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	numbers, rows, problems := rowsOf(t, table)
	if diff := cmp.Diff([]int{3, 6, 8, 9}, numbers[:4]); diff != "" {
		t.Errorf("numbers (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([][]string{{"a", "1"}, {"b\nb\nb", "2"}, nil, nil}, rows[:4]); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if len(problems) != 2 || !strings.Contains(problems[0], "1 value where the header names 2 columns") || !strings.Contains(problems[1], "does not end where it should") {
		t.Errorf("problems %q, want one of width and one of quotes", problems)
	}
}

func TestWhatIsNoTableIsRefused(t *testing.T) {
	tests := []struct{ name, data, want string }{
		{"nothing", "", "is empty"},
		{"blanks", " \n\r\n\t", "is empty"},
		{"a mark alone", "\xEF\xBB\xBF", "is empty"},
		{"an Excel workbook", "PK\x03\x04\x14\x00", "is an Excel workbook"},
		{"an old workbook", "\xD0\xCF\x11\xE0\xA1\xB1", "old Excel workbook"},
		{"a PDF", "%PDF-1.7\n", "is a PDF document"},
		{"gzip", "\x1F\x8B\x08\x00", "compressed with gzip"},
		{"a web page", "\n<!DOCTYPE html>", "is a web page or XML"},
		{"JSON", `{"a": 1}`, "is JSON"},
		{"zeros", "a,b\x00c\n", "is a binary file"},
		{"half of UTF-16", "\xFF\xFEa", "UTF-16"},
		{"a column twice", "a,b, A \n1,2,3\n", `two columns called "A", the 1st and the 3rd`},
		{"a blank header", "   ,\n1,2\n", "names of the columns"},
		{"a broken header", "a,\"b\n1,2\n", "cannot be read"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			table, err := intake.ReadTable("x.csv", []byte(test.data))
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "x.csv") {
				t.Errorf("%q gave %v, %v; want an error with %q and the name", test.data, table, err, test.want)
			}
		})
	}
}

func FuzzReadTable(f *testing.F) {
	for _, seed := range []string{"a,b\n1,2\n", "sep=;\na;b\n\"x\ny\";2", "a\r\rb", "\xFF\xFEa\x00", "a,\"b\n", "\"\"\"\n\n,\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := intake.ReadTable("x.csv", data)
		if err != nil {
			return
		}
		last := 1
		for row := range table.Rows() {
			if row.Number <= last {
				t.Fatalf("row %d follows row %d", row.Number, last)
			}
			last = row.Number
			if row.Problem == "" && len(row.Values) != len(table.Header) {
				t.Fatalf("row %d has %d values, the header %d", row.Number, len(row.Values), len(table.Header))
			}
		}
	})
}
