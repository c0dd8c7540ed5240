package admin

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"sync"

	"github.com/rs/zerolog"

	"github.com/leadloop/leadloop/internal/httpserve"
)

const (
	// socketName is the socket in the data folder at which the process gives copies of the data.
	socketName = "leadloop.sock"
	// longestSocket is how long the path of a socket may be on every system.
	longestSocket = 100
)

// madeCopy are the folders in which copies are made, those of earlier versions too.
var madeCopy = regexp.MustCompile(`^(?:backup-|\.leadloop-socket-)\d+$`)

// PrivateOptions are the parts of the process that its owner alone may ask for.
type PrivateOptions struct {
	// Log receives what goes wrong.
	Log zerolog.Logger
	// Listener carries the server; nil is the socket in the folder.
	Listener net.Listener
	// Folder holds the data. The socket is in it, and copies are made there, on the disk that has room for them.
	Folder string
	// Backup writes a consistent copy of the store to a new file at path. It ends
	// its read transaction before it returns: the copy is sent from the file.
	Backup func(ctx context.Context, path string) error
}

// Private is the server of the socket in the data folder: who may not read the data may not ask it.
type Private struct {
	httpserve.Server
	opts   PrivateOptions
	making sync.Mutex // of a copy, one at a time
}

// NewPrivate opens the socket, and takes away what a process that was killed left in the folder. Only the process that
// holds the data may call it.
func NewPrivate(ctx context.Context, opts PrivateOptions) (*Private, error) {
	if err := sweep(opts.Folder); err != nil {
		return nil, fmt.Errorf("take away old copies: %w", err)
	}

	listener := opts.Listener
	if listener == nil {
		var err error
		if listener, err = listenIn(ctx, opts.Folder); err != nil {
			return nil, fmt.Errorf("open the socket in the data folder: %w", err)
		}
	}

	p := &Private{opts: opts}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /backup", p.backup)
	p.Server = httpserve.Server{
		Name: "the socket in the data folder", Listener: listener, Timeout: requestTimeout, Log: opts.Log, Handler: mux,
	}

	return p, nil
}

// sweep takes away unfinished copies. A folder that holds anything else is somebody's own.
func sweep(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}

	for _, entry := range entries {
		if !entry.IsDir() || !madeCopy.MatchString(entry.Name()) {
			continue
		}

		path := filepath.Join(folder, entry.Name())
		for _, name := range []string{copyName, socketName} {
			_ = os.Remove(filepath.Join(path, name))
		}

		_ = os.Remove(path) // stays where something else is in it
	}

	return nil
}

// listenIn makes the socket in a folder that nobody else may enter, so that it is never open for others, and moves it
// to its place, where it replaces what a process that was killed left.
func listenIn(ctx context.Context, folder string) (net.Listener, error) {
	dir, err := os.MkdirTemp(folder, ".leadloop-socket-")
	if err != nil {
		return nil, err
	}

	defer func() { _ = os.Remove(dir) }()
	made := filepath.Join(dir, socketName)
	var listener net.Listener
	err = reaching(made, func(path string) error {
		var config net.ListenConfig
		listener, err = config.Listen(ctx, "unix", path)
		return err
	})
	if err != nil {
		return nil, err
	}

	if unix, ok := listener.(*net.UnixListener); ok {
		unix.SetUnlinkOnClose(false)
	}

	place := filepath.Join(folder, socketName)
	if err = os.Chmod(made, 0o600); err == nil {
		err = os.Rename(made, place)
	}

	if err != nil {
		_ = listener.Close()
		_ = os.Remove(made)
		return nil, err
	}

	return placed{Listener: listener, path: place}, nil
}

// placed is a listener whose socket was moved.
type placed struct {
	net.Listener
	path string
}

// Close also takes the socket away.
func (p placed) Close() error {
	_ = os.Remove(p.path)
	return p.Listener.Close()
}

// reaching gives a path by which a socket can be reached; the system takes no long ones.
func reaching(socket string, use func(path string) error) error {
	if len(socket) < longestSocket || runtime.GOOS != "linux" {
		return use(socket)
	}

	dir, err := os.Open(filepath.Dir(socket))
	if err != nil {
		return err
	}

	defer func() { _ = dir.Close() }()
	return use(fmt.Sprintf("/proc/self/fd/%d/%s", dir.Fd(), filepath.Base(socket)))
}
