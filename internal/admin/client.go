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
	"strings"
)

// Client talks to the server of a running process on the same machine.
type Client struct {
	base string
}

// NewClient returns a client for the address that the server was told to listen on.
func NewClient(address string) Client {
	host, port, err := net.SplitHostPort(address)
	if err == nil && (host == "" || net.ParseIP(host).IsUnspecified()) {
		address = net.JoinHostPort("127.0.0.1", port)
	}
	return Client{base: "http://" + address}
}

// Health reports whether the process answers at all.
func (c Client) Health(ctx context.Context) error {
	answer, err := c.do(ctx, http.MethodGet, "/health")
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return refusal(answer)
	}
	return nil
}

// Ready returns why the process cannot do its work now; nothing when it can.
func (c Client) Ready(ctx context.Context) ([]string, error) {
	answer, err := c.do(ctx, http.MethodGet, "/ready")
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	switch answer.StatusCode {
	case http.StatusOK:
		return nil, nil
	case http.StatusServiceUnavailable:
		var body status
		if err := json.NewDecoder(io.LimitReader(answer.Body, 1<<20)).Decode(&body); err != nil {
			return nil, fmt.Errorf("read the answer of the running process: %w", err)
		}
		return body.Reasons, nil
	default:
		return nil, refusal(answer)
	}
}

// Backup writes a copy of the running store to w. An error means that what was
// written is of no use.
func (c Client) Backup(ctx context.Context, w io.Writer) error {
	answer, err := c.do(ctx, http.MethodPost, "/backup")
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return refusal(answer)
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, sum), answer.Body); err != nil {
		return fmt.Errorf("fetch the backup: %w", err)
	}
	if digestOf(sum.Sum(nil)) != answer.Header.Get(digestHeader) {
		return errors.New("the backup arrived damaged: its checksum is wrong; fetch it again")
	}
	return nil
}

func (c Client) do(ctx context.Context, method, path string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, http.NoBody)
	if err != nil {
		return nil, fmt.Errorf("ask the running process: %w", err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("no answer at %s: %w; is leadloop running, and is admin.listen the same?", c.base, err)
	}
	return answer, nil
}

func refusal(answer *http.Response) error {
	text, err := io.ReadAll(io.LimitReader(answer.Body, 1<<10))
	if err != nil {
		return fmt.Errorf("the running process answered %s", answer.Status)
	}
	return fmt.Errorf("the running process answered %s: %s", answer.Status, strings.TrimSpace(string(text)))
}
