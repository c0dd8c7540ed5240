package intake

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
)

// tableWriter writes records as rows or objects.
type tableWriter[T any] interface {
	begin() error
	record(T) error
	end() error
}

func newTableWriter[T any](w io.Writer, f Format, columns []column[T]) tableWriter[T] {
	if f == JSON {
		return &jsonArray[T]{out: bufio.NewWriter(w), columns: columns}
	}
	return &csvRows[T]{out: csv.NewWriter(w), columns: columns, values: make([]string, len(columns))}
}

// decimal is a number that is exact as text.
type decimal string

func amount(m money.Amount) any {
	if m == (money.Amount{}) {
		return nil
	}
	return decimal(m.Decimal())
}

// moment is a time with its zone; none is nil.
func moment(t time.Time, zone *time.Location) any {
	if t.IsZero() {
		return nil
	}
	return t.In(zone).Format(time.RFC3339)
}

func list[T any](values []T) any {
	if len(values) == 0 {
		return nil
	}
	return values
}

// csvRows writes a header and rows. What a person wrote can begin like a
// formula; a quote before it keeps spreadsheets from running it.
type csvRows[T any] struct {
	out     *csv.Writer
	columns []column[T]
	values  []string
}

func (c *csvRows[T]) begin() error {
	for i, column := range c.columns {
		c.values[i] = column.name
	}
	return c.out.Write(c.values)
}

func (c *csvRows[T]) record(r T) error {
	for i, column := range c.columns {
		cell, err := csvCell(column.value(r))
		if err != nil {
			return fmt.Errorf("%s: %w", column.name, err)
		}
		c.values[i] = cell
	}
	return c.out.Write(c.values)
}

func (c *csvRows[T]) end() error {
	c.out.Flush()
	return c.out.Error()
}

func csvCell(value any) (string, error) {
	switch v := value.(type) {
	case nil:
		return "", nil
	case string:
		return fault.Cell(v), nil
	case decimal:
		return string(v), nil
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	case int, uint64, bool:
		return fmt.Sprint(v), nil
	}
	encoded, err := json.Marshal(value)
	return string(encoded), err
}

// jsonArray writes one array with an object to a line. Blank values are left
// out.
type jsonArray[T any] struct {
	out     *bufio.Writer
	columns []column[T]
	some    bool
}

func (j *jsonArray[T]) begin() error { return j.out.WriteByte('[') }

func (j *jsonArray[T]) record(r T) error {
	if j.some {
		if err := j.out.WriteByte(','); err != nil {
			return err
		}
	}
	j.some = true
	var object bytes.Buffer
	for _, column := range j.columns {
		value := column.value(r)
		if value == nil || value == "" {
			continue
		}
		encoded, err := jsonValue(value)
		if err != nil {
			return fmt.Errorf("%s: %w", column.name, err)
		}
		fmt.Fprintf(&object, ",%q:%s", column.name, encoded)
	}
	fields := bytes.TrimPrefix(object.Bytes(), []byte(","))
	_, err := fmt.Fprintf(j.out, "\n{%s}", fields)
	return err
}

func (j *jsonArray[T]) end() error {
	if _, err := j.out.WriteString("\n]\n"); err != nil {
		return err
	}
	return j.out.Flush()
}

func jsonValue(value any) ([]byte, error) {
	if d, ok := value.(decimal); ok {
		return []byte(d), nil
	}
	return json.Marshal(value)
}
