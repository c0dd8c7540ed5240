package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/imports"
	"github.com/leadloop/leadloop/loop/metrics"
)

const maxDoorFigures = 1000

// doorRequest is what is sent.
type doorRequest struct {
	Figures []doorFigure `json:"figures"`
}

// doorFigure is one figure of a request: of a week or of a day.
type doorFigure struct {
	Metric string   `json:"metric"`
	Week   string   `json:"week,omitempty"`
	Day    string   `json:"day,omitempty"`
	Value  *float64 `json:"value"`
}

// doorResponse is what who knocked is told.
type doorResponse struct {
	New       int           `json:"new"`
	Replaced  int           `json:"replaced"`
	Unchanged int           `json:"unchanged"`
	Duplicate bool          `json:"duplicate,omitempty"` // the same request was dealt with before
	Error     string        `json:"error,omitempty"`
	Problems  []doorProblem `json:"problems,omitempty"`
}

// doorProblem is what is wrong with one figure, by its place in the request.
type doorProblem struct {
	Figure int    `json:"figure"` // 1 is the first
	Error  string `json:"error"`
}

func (d *Door) figures(w http.ResponseWriter, r *http.Request) {
	if !d.admitted(r) {
		d.noteWrong(from(r))
		w.Header().Set("WWW-Authenticate", "Bearer")
		d.respond(w, http.StatusUnauthorized, doorResponse{Error: "Show the token of the door: Authorization: Bearer TOKEN."})
		return
	}

	body, _, refused := d.body(w, r, jsonKind)
	if refused != nil {
		d.respond(w, refused.code, doorError{Error: refused.text})
		return
	}

	rows, problems, err := readFigures(body)
	if err != nil || len(problems) > 0 {
		d.respond(w, http.StatusBadRequest, wrongFigures(err, problems))
		return
	}

	key := doorKey("figures", r.Header.Get("Idempotency-Key"), body)
	report, err := d.services.Metrics.TakeFigures(r.Context(), key, rows)
	d.taken(w, report, err)
}

// readFigures decodes a request strictly: what is misspelt would otherwise be
// dropped without a word.
func readFigures(body []byte) (rows []metrics.FigureRow, problems []doorProblem, err error) {
	var request doorRequest
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&request); err != nil {
		return nil, nil, fmt.Errorf("the request is not as expected: %s; expected %s",
			strings.TrimPrefix(err.Error(), "json: "), `{"figures": [{"metric": "website_visits", "week": "2026-W47", "value": 5400}]}`)
	}

	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, nil, errors.New("something follows after the request; send one JSON object")
	}

	if n := len(request.Figures); n == 0 || n > maxDoorFigures {
		return nil, nil, fmt.Errorf("the request has %d figures; expected 1 to %d", n, maxDoorFigures)
	}

	for i, f := range request.Figures {
		row, err := f.row(i + 1)
		if err != nil {
			problems = append(problems, doorProblem{Figure: i + 1, Error: err.Error()})
			continue
		}

		rows = append(rows, row)
	}

	return rows, problems, nil
}

func (f doorFigure) row(number int) (metrics.FigureRow, error) {
	row := metrics.FigureRow{Number: number, Metric: f.Metric}
	switch {
	case f.Metric == "":
		return row, errors.New("a metric is missing, such as website_visits")
	case f.Value == nil:
		return row, errors.New("a value is missing, such as 5400")
	case (f.Week == "") == (f.Day == ""):
		return row, errors.New("expected either a week, such as 2026-W47, or a day, such as 2026-11-20")
	}

	row.Value = *f.Value
	var err error
	row.Period, err = goals.ParseFigurePeriod(f.Week + f.Day)
	if err == nil && (row.Period.Kind() == calendar.Week) != (f.Week != "") {
		err = errors.New("a week stands in the place of a day, or the other way round")
	}

	return row, err
}

func wrongFigures(err error, problems []doorProblem) doorResponse {
	if err != nil {
		return doorResponse{Error: err.Error()}
	}

	return doorResponse{Error: "Nothing was taken, because some figures are wrong.", Problems: problems}
}

func (d *Door) taken(w http.ResponseWriter, report imports.Report, err error) {
	switch {
	case err == nil:
		d.respond(w, http.StatusOK, doorResponse{New: report.New, Replaced: report.Updated, Unchanged: report.Unchanged})
	case errors.Is(err, core.ErrDuplicate):
		d.respond(w, http.StatusOK, doorResponse{Duplicate: true})
	case len(report.Problems) == 0:
		d.refuse(w, "figures", err)
	default:
		var problems []doorProblem
		for _, p := range report.Problems {
			problems = append(problems, doorProblem{Figure: p.Row, Error: d.plain(p.Reason)})
		}

		d.respond(w, http.StatusBadRequest, wrongFigures(nil, problems))
	}
}

// way says how a task is done, or options are given, to who knocks: by a request, where there is one.
func (d *Door) way(w fault.Way) string {
	switch {
	case w.Task == fault.ToGive:
		return members(w.Args)
	case w.Task == fault.ToLogFigure && len(w.Args) > 2:
		return "POST /v1/metrics with " + figureRequest(w.Args)
	}

	return d.inSlack(w)
}

// members are options as members of a figure.
func members(options []fault.Arg) string {
	said := make([]string, len(options))
	for i, option := range options {
		said[i] = strconv.Quote(option.Name)
		if option.Value != "" {
			said[i] += ": " + strconv.Quote(option.Value)
		}
	}

	return strings.Join(said, ", ")
}

// figureRequest is a request with one figure: a metric, a value, and a week or a day.
func figureRequest(args []fault.Arg) string {
	f := doorFigure{Metric: args[0].Value}
	if value, err := stats.ParseNumber(args[1].Value); err == nil {
		f.Value = &value
	}

	switch when := args[2]; when.Name {
	case "week":
		f.Week = when.Value
	case "day":
		f.Day = when.Value
	}

	body, err := json.Marshal(doorRequest{Figures: []doorFigure{f}})
	if err != nil {
		return "a figure"
	}

	return string(body)
}
