package admin

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// backupTimeout is how long a client may take to fetch a copy.
const backupTimeout = 30 * time.Minute

// copyName is the name of a copy in the folder in which it is made.
const copyName = "leadloop.db"

// digestHeader carries the checksum of the copy, as RFC 9530 has it.
const digestHeader = "Repr-Digest"

// backup copies the store to a file and then sends the file: a slow client must
// not hold a read transaction open, which makes the store grow and block.
func (s *Private) backup(w http.ResponseWriter, r *http.Request) {
	if !s.making.TryLock() {
		http.Error(w, "another copy is being made; ask again when it is done", http.StatusConflict)
		return
	}

	defer s.making.Unlock()
	deadline := time.Now().Add(backupTimeout)
	control := http.NewResponseController(w)
	if err := control.SetWriteDeadline(deadline); err != nil {
		s.Log.Debug().Err(err).Msg("backup keeps the short deadline")
	}

	if err := s.sendCopy(w, r); err != nil {
		s.Log.Error().Err(err).Msg("backup failed")
	}
}

func (s *Private) sendCopy(w http.ResponseWriter, r *http.Request) error {
	copied, err := s.makeCopy(r)
	if err != nil {
		http.Error(w, "the backup failed; the log says why", http.StatusInternalServerError)
		return err
	}
	defer copied.remove()
	header := w.Header()
	header.Set("Content-Type", "application/octet-stream")
	header.Set("Content-Length", strconv.FormatInt(copied.size, 10))
	header.Set(digestHeader, copied.digest)
	header.Set("Content-Disposition",
		fmt.Sprintf("attachment; filename=leadloop-%s.db", time.Now().UTC().Format("20060102T150405Z")))
	if _, err := io.Copy(w, copied.file); err != nil {
		return fmt.Errorf("send the copy: %w", err)
	}

	return nil
}

// storeCopy is a finished copy in a folder of its own.
type storeCopy struct {
	dir    string
	file   *os.File
	size   int64
	digest string
}

func (c storeCopy) remove() {
	_ = c.file.Close()
	_ = os.RemoveAll(c.dir)
}

func (s *Private) makeCopy(r *http.Request) (storeCopy, error) {
	dir, err := os.MkdirTemp(s.opts.Folder, "backup-")
	if err != nil {
		return storeCopy{}, fmt.Errorf("make a folder for the copy: %w", err)
	}

	copied, err := s.fillCopy(r, dir)
	if err != nil {
		_ = os.RemoveAll(dir)
	}

	return copied, err
}

func (s *Private) fillCopy(r *http.Request, dir string) (storeCopy, error) {
	path := filepath.Join(dir, copyName)
	if err := s.opts.Backup(r.Context(), path); err != nil {
		return storeCopy{}, fmt.Errorf("copy the store: %w", err)
	}

	file, err := os.Open(path)
	if err != nil {
		return storeCopy{}, fmt.Errorf("open the copy: %w", err)
	}

	sum := sha256.New()
	size, err := io.Copy(sum, file)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}

	if err != nil {
		_ = file.Close()
		return storeCopy{}, fmt.Errorf("read the copy: %w", err)
	}

	return storeCopy{dir: dir, file: file, size: size, digest: digestOf(sum.Sum(nil))}, nil
}

func digestOf(sum []byte) string {
	return "sha-256=:" + base64.StdEncoding.EncodeToString(sum) + ":"
}
