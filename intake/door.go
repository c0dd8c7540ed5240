package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/stats"
	"github.com/leadloop/leadloop/internal/httpserve"
	"github.com/leadloop/leadloop/loop"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/loop/imports"
	"github.com/leadloop/leadloop/loop/metrics"
)

const (
	doorTimeout    = 15 * time.Second
	maxDoorBody    = 64 << 10
	maxDoorFigures = 1000
	maxDoorKey     = 200
)

// DoorOptions are the parts behind the door.
type DoorOptions struct {
	Log      zerolog.Logger
	Token    string // that who knocks has to show
	Services *loop.Services
	InSlack  func(fault.Way) string // says how a task is done that no request does
}

// Door is the HTTP server to which other programs bring figures.
type Door struct {
	httpserve.Server
	token    [sha256.Size]byte // its hash: the token itself is not kept
	services *loop.Services
	inSlack  func(fault.Way) string

	mu    sync.Mutex
	wrong map[string]time.Time // when an address last showed a wrong token
}

// NewDoor returns a server for the listener, which it owns from then on.
func NewDoor(listener net.Listener, o DoorOptions) *Door {
	d := &Door{
		token: sha256.Sum256([]byte(o.Token)), services: o.Services, inSlack: o.InSlack,
		wrong: map[string]time.Time{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /figures", d.slowed(d.figures))
	d.Server = httpserve.Server{
		Name: "the door for figures", Listener: listener, Handler: mux, Timeout: doorTimeout, Finish: true, Log: o.Log,
	}
	return d
}

// ListenDoor opens the address of the door.
func ListenDoor(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen for figures of other programs: %w; set intake.listen to a free port", err)
	}

	return listener, nil
}

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

	body, code, err := d.body(w, r)
	if err != nil {
		d.respond(w, code, doorResponse{Error: err.Error()})
		return
	}

	rows, problems, err := readFigures(body)
	if err != nil || len(problems) > 0 {
		d.respond(w, http.StatusBadRequest, wrongFigures(err, problems))
		return
	}

	report, err := d.services.Metrics.TakeFigures(r.Context(), doorKey(r.Header.Get("Idempotency-Key"), body), rows)
	d.taken(w, report, err)
}

const (
	// wrongPause is how long an address waits after a wrong token.
	wrongPause = 2 * time.Second
	// mostWrong is how many addresses are remembered.
	mostWrong = 10_000
)

// from is the address of who knocks.
func from(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}

	return host
}

// slowed lets an address that has just shown a wrong token wait, so that tokens cannot be tried in a row.
func (d *Door) slowed(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		d.mu.Lock()
		last, wrong := d.wrong[from(r)]
		d.mu.Unlock()

		if wrong && time.Since(last) < wrongPause {
			w.Header().Set("Retry-After", strconv.Itoa(int(wrongPause.Seconds())))
			d.respond(w, http.StatusTooManyRequests, doorResponse{Error: "The token before was wrong. Wait two seconds, and show the right one."})
			return
		}

		next(w, r)
	}
}

// noteWrong remembers an address that showed a wrong token, and logs it the first time.
func (d *Door) noteWrong(address string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.wrong) >= mostWrong {
		clear(d.wrong)
	}

	if _, again := d.wrong[address]; !again {
		d.Log.Warn().Str("from", address).Msg("figures were refused: no token, or a wrong one; said once for each address")
	}

	d.wrong[address] = time.Now()
}

// admitted compares hashes, so that the time it takes tells nothing about the
// token.
func (d *Door) admitted(r *http.Request) bool {
	shown, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	sum := sha256.Sum256([]byte(strings.TrimSpace(shown)))
	return subtle.ConstantTimeCompare(sum[:], d.token[:]) == 1 && ok
}

func (d *Door) body(w http.ResponseWriter, r *http.Request) (body []byte, code int, err error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, http.StatusUnsupportedMediaType, errors.New("send JSON, with the header Content-Type: application/json")
	}

	if len(r.Header.Get("Idempotency-Key")) > maxDoorKey {
		return nil, http.StatusBadRequest, fmt.Errorf("the Idempotency-Key is longer than %d letters", maxDoorKey)
	}

	body, err = io.ReadAll(http.MaxBytesReader(w, r.Body, maxDoorBody))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return nil, http.StatusRequestEntityTooLarge, fmt.Errorf("the request is larger than %d KiB; send fewer figures at a time", maxDoorBody>>10)
	}

	if err != nil {
		return nil, http.StatusBadRequest, errors.New("the request ended before it was whole")
	}

	return body, 0, nil
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

// doorKey knows a request again. Who uses a key for other figures by mistake
// loses none: the figures are part of it.
func doorKey(key string, body []byte) string {
	if key == "" {
		return ""
	}

	sum := sha256.Sum256(body)
	return "figures " + key + " " + hex.EncodeToString(sum[:])
}

func wrongFigures(err error, problems []doorProblem) doorResponse {
	if err != nil {
		return doorResponse{Error: err.Error()}
	}

	return doorResponse{Error: "Nothing was taken, because some figures are wrong.", Problems: problems}
}

func (d *Door) taken(w http.ResponseWriter, report imports.Report, err error) {
	switch kind := fault.KindOf(err); {
	case err == nil:
		d.respond(w, http.StatusOK, doorResponse{New: report.New, Replaced: report.Updated, Unchanged: report.Unchanged})
	case errors.Is(err, core.ErrDuplicate):
		d.respond(w, http.StatusOK, doorResponse{Duplicate: true})
	case kind == fault.KindUnavailable:
		d.respond(w, http.StatusServiceUnavailable, doorResponse{Error: d.plain(fault.UserText(err))})
	case kind == fault.KindInternal:
		d.Log.Error().Err(err).Msg("figures could not be taken")
		d.respond(w, http.StatusInternalServerError, doorResponse{Error: "Something went wrong on our side; nothing was taken. The log says what."})
	default:
		var problems []doorProblem
		for _, p := range report.Problems {
			problems = append(problems, doorProblem{Figure: p.Row, Error: d.plain(p.Reason)})
		}

		d.respond(w, http.StatusBadRequest, wrongFigures(nil, problems))
	}
}

func (d *Door) plain(text string) string {
	zone := d.services.Core.Settings().Calendar.Location
	return strings.ReplaceAll(fault.PlainText(text, nil, zone, d.way), "`", "")
}

// way says how a task is done, or options are given, to who knocks: by a request, where there is one.
func (d *Door) way(w fault.Way) string {
	switch {
	case w.Task == fault.ToGive:
		return members(w.Args)
	case w.Task == fault.ToLogFigure && len(w.Args) > 2:
		return "POST /figures with " + figureRequest(w.Args)
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

func (d *Door) respond(w http.ResponseWriter, code int, body doorResponse) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		d.Log.Debug().Err(err).Msg("an answer about figures was not taken")
	}
}
