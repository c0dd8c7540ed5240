package intake

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/money"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store"
)

// exportStep is how many records are read before they are written: no
// transaction is held while somebody takes the file.
const exportStep = 500

// Format is how an export is written.
type Format string

// The formats.
const (
	CSV  Format = "csv"
	JSON Format = "json" // one array of objects
)

// ParseFormat reads the name of a format.
func ParseFormat(text string) (Format, error) {
	switch f := Format(text); f {
	case CSV, JSON:
		return f, nil
	default:
		return "", fmt.Errorf("%q is not a format of exports; expected csv or json", text)
	}
}

// column is one column of an export: its name, and its value as text, number,
// truth, time or list. A nil value is left blank.
type column[T any] struct {
	name  string
	value func(T) any
}

// ExportLeads writes every lead in order of number, with times in zone, and
// says how many.
func ExportLeads(ctx context.Context, st *store.Store, w io.Writer, f Format, zone *time.Location) (int, error) {
	next := func(rd *store.Reads, last funnel.Lead) ([]funnel.Lead, error) {
		return rd.LeadsAfter(last.ID, exportStep)
	}
	return export(ctx, st, newTableWriter(w, f, leadColumns(zone)), next)
}

// ExportJournal writes the whole journal in order, with times in zone, and
// says how many entries.
func ExportJournal(ctx context.Context, st *store.Store, w io.Writer, f Format, zone *time.Location) (int, error) {
	next := func(rd *store.Reads, last funnel.Entry) ([]funnel.Entry, error) {
		return rd.JournalAfter(last.Seq, exportStep)
	}
	return export(ctx, st, newTableWriter(w, f, journalColumns(zone)), next)
}

func export[T any](
	ctx context.Context, st *store.Store, out tableWriter[T], next func(*store.Reads, T) ([]T, error),
) (int, error) {
	var last T
	written := 0
	if err := out.begin(); err != nil {
		return 0, fmt.Errorf("write the export: %w", err)
	}

	for {
		var records []T
		err := st.View(ctx, func(rd *store.Reads) (err error) {
			records, err = next(rd, last)
			return err
		})
		if err != nil {
			return written, fmt.Errorf("read for the export: %w", err)
		}

		if len(records) == 0 {
			break
		}

		for _, record := range records {
			if err := out.record(record); err != nil {
				return written, fmt.Errorf("write the export: %w", err)
			}

			written++
		}

		last = records[len(records)-1]
	}

	if err := out.end(); err != nil {
		return written, fmt.Errorf("write the export: %w", err)
	}

	return written, nil
}

func leadColumns(zone *time.Location) []column[funnel.Lead] {
	columns := []column[funnel.Lead]{{"id", func(l funnel.Lead) any { return l.ID.String() }}}
	for _, f := range funnel.Fields {
		columns = append(columns, column[funnel.Lead]{f.Name, func(l funnel.Lead) any { return cell(f, l) }})
	}

	columns = append(columns, []column[funnel.Lead]{
		{"stage", func(l funnel.Lead) any { return string(l.Stage) }},
		{"stage_since", func(l funnel.Lead) any { return moment(l.StageSince, zone) }},
		{"created_at", func(l funnel.Lead) any { return moment(l.CreatedAt, zone) }},
		{"changed_at", func(l funnel.Lead) any { return moment(l.ChangedAt, zone) }},
		{"marketer", func(l funnel.Lead) any { return string(l.Marketer) }},
		{"owner", func(l funnel.Lead) any { return string(l.Owner) }},
		{"outside_owner", func(l funnel.Lead) any { return l.OutsideOwner }},
		{"amount", func(l funnel.Lead) any { return amount(l.Amount) }},
		{"currency", func(l funnel.Lead) any { return l.Amount.Currency }},
		{"close_by", func(l funnel.Lead) any { return l.CloseBy.String() }},
		{"reason", func(l funnel.Lead) any { return l.Reason }},
		{"note", func(l funnel.Lead) any { return l.Note }},
		{"recycle_until", func(l funnel.Lead) any { return l.RecycleUntil.String() }},
		{"ended_at", func(l funnel.Lead) any { return moment(l.EndedAt, zone) }},
		{"handoffs", func(l funnel.Lead) any { return l.Handoffs }},
		{"touches", func(l funnel.Lead) any { return l.Touches }},
		{"last_touch_at", func(l funnel.Lead) any { return moment(l.LastTouchAt, zone) }},
		{"imported", func(l funnel.Lead) any { return l.Imported }},
	}...)
	for _, stage := range agreement.Stages {
		columns = append(columns, column[funnel.Lead]{
			"reached_" + string(stage), func(l funnel.Lead) any { return moment(l.Reached[stage], zone) },
		})
	}

	return columns
}

func journalColumns(zone *time.Location) []column[funnel.Entry] {
	return []column[funnel.Entry]{
		{"seq", func(e funnel.Entry) any { return e.Seq }},
		{"at", func(e funnel.Entry) any { return moment(e.At, zone) }},
		{"by", func(e funnel.Entry) any { return string(e.By) }},
		{"kind", func(e funnel.Entry) any { return string(e.Kind) }},
		{"lead", func(e funnel.Entry) any { return leadNumber(e.Lead) }},
		{"from", func(e funnel.Entry) any { return string(e.From) }},
		{"to", func(e funnel.Entry) any { return string(e.To) }},
		{"first", func(e funnel.Entry) any { return e.First }},
		{"loop", func(e funnel.Entry) any { return e.Loop }},
		{"source", func(e funnel.Entry) any { return e.Source }},
		{"campaign", func(e funnel.Entry) any { return e.Campaign }},
		{"marketer", func(e funnel.Entry) any { return string(e.Marketer) }},
		{"owner", func(e funnel.Entry) any { return string(e.Owner) }},
		{"outside_owner", func(e funnel.Entry) any { return e.OutsideOwner }},
		{"definition", func(e funnel.Entry) any { return e.Definition }},
		{"draft", func(e funnel.Entry) any { return e.Draft }},
		{"reason", func(e funnel.Entry) any { return e.Reason }},
		{"note", func(e funnel.Entry) any { return e.Note }},
		{"touch", func(e funnel.Entry) any { return string(e.Touch) }},
		{"outcome", func(e funnel.Entry) any { return e.Outcome }},
		{"amount", func(e funnel.Entry) any { return amount(e.Amount) }},
		{"currency", func(e funnel.Entry) any { return e.Amount.Currency }},
		{"until", func(e funnel.Entry) any { return moment(e.Until, zone) }},
		{"clocks", func(e funnel.Entry) any { return list(e.Clocks) }},
		{"metric", func(e funnel.Entry) any { return e.Metric }},
		{"period", func(e funnel.Entry) any { return e.Period }},
		{"value", func(e funnel.Entry) any { return figure(e.Metric, e.Value) }},
		{"was", func(e funnel.Entry) any { return figure(e.Metric, e.Was) }},
		{"named_campaign", func(e funnel.Entry) any { return e.Named }},
		{"journey", func(e funnel.Entry) any { return list(e.Journey) }},
		{"day", func(e funnel.Entry) any { return e.Day.String() }},
		{"imported", func(e funnel.Entry) any { return e.Imported }},
		{"undoes", func(e funnel.Entry) any { return list(undone(e.Undoes)) }},
	}
}

// cell is a field as its kind is exported. A number is left blank where it is
// not known.
func cell(f funnel.Field, l funnel.Lead) any {
	value := f.Value(l)
	if f.Kind != funnel.FieldNumber {
		return value
	}

	if n, err := strconv.Atoi(value); err == nil {
		return n
	}

	return nil
}

func leadNumber(id ref.LeadID) any {
	if id == 0 {
		return nil
	}

	return id.String()
}

func figure(metric string, value float64) any {
	if metric == "" {
		return nil
	}

	return value
}

// undone are the numbers of the entries that were taken back.
func undone(entries []funnel.Entry) []uint64 {
	var numbers []uint64
	for _, e := range entries {
		numbers = append(numbers, e.Seq)
	}

	return numbers
}

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
