package intake

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/internal/httpserve"
	"github.com/leadloop/leadloop/loop"
)

const (
	doorTimeout = 15 * time.Second
	maxDoorBody = 64 << 10
	maxDoorKey  = 200
)

// DoorOptions are the parts behind the door.
type DoorOptions struct {
	Log      zerolog.Logger
	Token    string   // that who brings figures has to show; empty is that nobody may
	Sources  []Source // who brings leads
	Services *loop.Services
	InSlack  func(fault.Way) string // says how a task is done that no request does
}

// Door is the HTTP server to which other programs bring leads and figures.
type Door struct {
	httpserve.Server
	token    [sha256.Size]byte // its hash: the token itself is not kept
	closed   bool              // to figures
	sources  []*leadSource
	services *loop.Services
	inSlack  func(fault.Way) string

	mu    sync.Mutex
	wrong map[string]time.Time // when an address last showed a wrong token
}

//go:embed openapi.yaml
var openAPI []byte

// NewDoor returns a server for the listener, which it owns from then on.
func NewDoor(listener net.Listener, o DoorOptions) *Door {
	d := &Door{
		token: sha256.Sum256([]byte(o.Token)), closed: o.Token == "", services: o.Services, inSlack: o.InSlack,
		wrong: map[string]time.Time{},
	}
	for _, source := range o.Sources {
		d.sources = append(d.sources, newLeadSource(source))
	}

	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/leads", d.slowed(d.leads))
	mux.HandleFunc("OPTIONS /v1/leads", d.preflight)
	mux.HandleFunc("POST /v1/metrics", d.slowed(d.figures))
	mux.HandleFunc("POST /figures", d.slowed(d.figures)) // its name before there were leads
	mux.HandleFunc("GET /v1/openapi.yaml", describe)
	d.Server = httpserve.Server{
		Name: "the door for leads and figures", Listener: listener, Handler: mux, Timeout: doorTimeout, Finish: true,
		Log: o.Log,
	}
	return d
}

// describe gives the description of the door for programs.
func describe(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/yaml")
	_, _ = w.Write(openAPI)
}

// ListenDoor opens the address of the door.
func ListenDoor(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen for other programs: %w; set intake.listen to a free port", err)
	}

	return listener, nil
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
			d.respond(w, http.StatusTooManyRequests, doorError{Error: "The token before was wrong. Wait two seconds, and show the right one."})
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
		d.Log.Warn().Str("from", address).Msg("a request was refused: no token, or a wrong one; said once for each address")
	}

	d.wrong[address] = time.Now()
}

// admitted compares hashes, so that the time it takes tells nothing about the
// token.
func (d *Door) admitted(r *http.Request) bool {
	return !d.closed && isToken(bearer(r), d.token)
}

// bearer is the token that a request shows in its header.
func bearer(r *http.Request) string {
	shown, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return ""
	}

	return strings.TrimSpace(shown)
}

func isToken(shown string, hash [sha256.Size]byte) bool {
	sum := sha256.Sum256([]byte(shown))
	return subtle.ConstantTimeCompare(sum[:], hash[:]) == 1 && shown != ""
}

const (
	jsonKind = "application/json"
	formKind = "application/x-www-form-urlencoded"
)

// body reads a request of one of the kinds.
func (d *Door) body(
	w http.ResponseWriter, r *http.Request, kinds ...string,
) (body []byte, kind string, refused *refusal) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || !slices.Contains(kinds, kind) {
		return nil, "", &refusal{http.StatusUnsupportedMediaType, "Send it with the header Content-Type: " +
			strings.Join(kinds, ", or ") + "."}
	}

	if len(r.Header.Get("Idempotency-Key")) > maxDoorKey {
		tooLong := fmt.Sprintf("The Idempotency-Key is longer than %d letters.", maxDoorKey)
		return nil, "", &refusal{http.StatusBadRequest, tooLong}
	}

	body, err = io.ReadAll(http.MaxBytesReader(w, r.Body, maxDoorBody))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return nil, "", &refusal{http.StatusRequestEntityTooLarge, fmt.Sprintf("The request is larger than %d KiB. Send less at a time.", maxDoorBody>>10)}
	}

	if err != nil {
		return nil, "", &refusal{http.StatusBadRequest, "The request ended before it was whole."}
	}

	return body, kind, nil
}

// refusal is an answer to what is not taken.
type refusal struct {
	code int
	text string
}

// doorKey knows a request again. Who uses a key for something else by mistake
// loses nothing: the request is part of it.
func doorKey(what, key string, body []byte) string {
	if key == "" {
		return ""
	}

	sum := sha256.Sum256(body)
	return what + " " + key + " " + hex.EncodeToString(sum[:])
}

// doorError is all that who knocked is told where nothing was taken.
type doorError struct {
	Error string `json:"error"`
}

// refuse answers what the rules, or the disk, refused.
func (d *Door) refuse(w http.ResponseWriter, what string, err error) {
	switch fault.KindOf(err) {
	case fault.KindUnavailable:
		d.respond(w, http.StatusServiceUnavailable, doorError{Error: d.plain(fault.UserText(err))})
	case fault.KindInternal:
		d.Log.Error().Err(err).Msg(what + " could not be taken")
		d.respond(w, http.StatusInternalServerError, doorError{Error: "Something went wrong on our side; nothing was taken. The log says what."})
	default:
		d.respond(w, http.StatusBadRequest, doorError{Error: d.plain(fault.UserText(err))})
	}
}

func (d *Door) plain(text string) string {
	zone := d.services.Core.Settings().Calendar.Location
	return strings.ReplaceAll(fault.PlainText(text, nil, zone, d.way), "`", "")
}

func (d *Door) respond(w http.ResponseWriter, code int, body any) {
	w.Header().Set("Content-Type", jsonKind)
	w.WriteHeader(code)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		d.Log.Debug().Err(err).Msg("an answer was not taken")
	}
}
