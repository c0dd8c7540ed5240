package admin

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
)

// Client talks to a running process on the same machine.
type Client struct {
	base string
	http *http.Client
	hint string // what may be wrong where nobody answers
}

// NewPrivateClient returns a client for the socket in a data folder.
func NewPrivateClient(folder string) Client {
	dial := func(ctx context.Context, _, _ string) (connection net.Conn, err error) {
		err = reaching(filepath.Join(folder, socketName), func(path string) error {
			var dialer net.Dialer
			connection, err = dialer.DialContext(ctx, "unix", path)
			return err
		})
		return connection, err
	}

	return Client{
		base: "http://localhost", http: &http.Client{Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true}},
		hint: "only its own user, or root, may ask it for the data",
	}
}

// NewClient returns a client for the address that the server was told to listen on.
func NewClient(address string) Client {
	host, port, err := net.SplitHostPort(address)
	if err == nil && (host == "" || net.ParseIP(host).IsUnspecified()) {
		address = net.JoinHostPort("127.0.0.1", port)
	}

	return Client{base: "http://" + address, http: http.DefaultClient, hint: "is leadloop running, and is admin.listen the same?"}
}

// Health reports whether the process answers at all.
func (c Client) Health(ctx context.Context) error {
	return c.do(ctx, http.MethodGet, "/health", func(*http.Response) error { return nil })
}

// Ready returns why the process cannot do its work now; nothing when it can.
func (c Client) Ready(ctx context.Context) (reasons []string, err error) {
	err = c.do(ctx, http.MethodGet, "/ready", func(response *http.Response) error {
		var body status
		if err := json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&body); err != nil {
			return fmt.Errorf("read the answer of the running process: %w", err)
		}

		reasons = body.Reasons
		return nil
	}, http.StatusServiceUnavailable)
	return reasons, err
}

// Backup writes a copy of the running store to w. An error means that what was
// written is of no use.
func (c Client) Backup(ctx context.Context, w io.Writer) error {
	return c.do(ctx, http.MethodPost, "/backup", func(response *http.Response) error {
		sum := sha256.New()
		if _, err := io.Copy(io.MultiWriter(w, sum), response.Body); err != nil {
			return fmt.Errorf("fetch the backup: %w", err)
		}

		if digestOf(sum.Sum(nil)) != response.Header.Get(digestHeader) {
			return errors.New("the backup arrived damaged: its checksum is wrong; fetch it again")
		}

		return nil
	})
}

// do asks, and takes the answer where its code is 200 or among others that mean something.
func (c Client) do(
	ctx context.Context, method, path string, take func(*http.Response) error, others ...int,
) error {
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, http.NoBody)
	if err != nil {
		return fmt.Errorf("ask the running process: %w", err)
	}

	response, err := c.http.Do(request)
	if err != nil {
		return fmt.Errorf("no answer at %s: %w; %s", c.base, err, c.hint)
	}

	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK && !slices.Contains(others, response.StatusCode) {
		return refusal(response)
	}

	return take(response)
}

func refusal(response *http.Response) error {
	text, err := io.ReadAll(io.LimitReader(response.Body, 1<<10))
	if err != nil {
		return fmt.Errorf("the running process answered %s", response.Status)
	}

	return fmt.Errorf("the running process answered %s: %s", response.Status, strings.TrimSpace(string(text)))
}
