package slacksim

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

const (
	maxUpload        = 64 << 20
	maxShareChannels = 100
)

// File is something uploaded, by the app or by a person.
type File struct {
	ID       string
	Name     string
	Title    string
	userID   string
	length   int // as announced
	Data     []byte
	uploaded bool
	Shared   bool // completed
	Channels []string
	created  time.Time
}

func getUploadURL(s *State, r *request) (tree.Object, *apiError) {
	length := r.number("length", 0)
	if r.str("filename") == "" || length <= 0 {
		return nil, mistake("invalid_arguments").because("filename and a length above zero are required")
	}

	f := &File{
		ID: s.id("F"), Name: r.str("filename"), Title: r.str("filename"), userID: s.opts.BotUserID, length: length,
		created: s.Now(),
	}
	s.Files[f.ID] = f
	return tree.Object{"upload_url": s.baseURL + "/upload/" + f.ID, "file_id": f.ID}, nil
}

func (w *Workspace) serveUpload(rw http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(rw, r.Body, maxUpload)
	data, err := readUpload(r)
	s := w.Lock()
	planned := s.takeFault(CallUpload)
	f, ok := s.Files[r.PathValue("id")]
	switch {
	case planned.status != 0:
	case err != nil || !ok || f.uploaded:
		s.problem("upload: unknown or used address, or an unreadable body")
		planned.status = http.StatusBadRequest
	case len(data) != f.length:
		s.problem("upload: %d bytes came, %d were announced", len(data), f.length)
		planned.status = http.StatusBadRequest
	default:
		f.Data, f.uploaded = data, true
	}

	w.Unlock()
	w.record(Call{Method: CallUpload, At: time.Now()}, "")
	if planned.status != 0 {
		writeStatus(rw, planned.status, planned.retryAfter)
		return
	}

	_, _ = fmt.Fprintf(rw, "OK - %d", len(data))
}

// readUpload returns the bytes of a raw or multipart body.
func readUpload(r *http.Request) ([]byte, error) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "multipart/form-data" {
		return io.ReadAll(r.Body)
	}

	if err := r.ParseMultipartForm(maxUpload); err != nil {
		return nil, err
	}

	defer func() { _ = r.MultipartForm.RemoveAll() }()
	for _, headers := range r.MultipartForm.File {
		part, err := headers[0].Open()
		if err != nil {
			return nil, err
		}

		data, err := io.ReadAll(part)
		return data, errors.Join(err, part.Close())
	}

	return nil, http.ErrMissingFile
}

func completeUpload(s *State, r *request) (tree.Object, *apiError) {
	var files []*File
	for _, item := range tree.AsList(r.json("files")) {
		f, ok := s.Files[tree.AsString(tree.AsObject(item)["id"])]
		if !ok || !f.uploaded || f.Shared {
			return nil, mistake("file_not_found")
		}

		if title := tree.AsString(tree.AsObject(item)["title"]); title != "" {
			f.Title = title
		}

		files = append(files, f)
	}

	if len(files) == 0 {
		return nil, mistake("invalid_arguments").because("files must name at least one uploaded file")
	}

	targets := r.list("channels")
	if id := r.str("channel_id"); id != "" {
		targets = append(targets, id)
	}

	if len(targets) > maxShareChannels || (r.str("thread_ts") != "" && len(targets) != 1) {
		return nil, mistake("invalid_channel")
	}

	blocks, failed := s.readBlocks(r.json("blocks"), r.has("blocks"))
	if failed != nil {
		return nil, failed
	}

	var places []*Conversation
	for _, id := range targets {
		c, failed := s.postTarget(id)
		if failed != nil {
			return nil, failed
		}

		if failed := checkThread(c, r.str("thread_ts")); failed != nil {
			return nil, failed
		}

		places = append(places, c)
	}

	var answer []any
	for _, f := range files {
		f.Shared = true
		answer = append(answer, tree.Object{"id": f.ID, "title": f.Title})
	}

	for _, c := range places {
		s.Share(c, files, Draft{
			UserID: s.opts.BotUserID, FromApp: true, Text: r.str("initial_comment"), Blocks: blocks,
			ThreadTS: r.str("thread_ts"),
		})
	}

	return tree.Object{"files": answer}, nil
}

// Share posts files in a conversation.
func (t *talk) Share(c *Conversation, files []*File, d Draft) *Message {
	for _, f := range files {
		f.Channels = append(f.Channels, c.ID)
	}

	d.Files = files
	m := t.post(c, d)
	for _, f := range files {
		t.publish(event{name: "file_shared", channel: c, body: tree.Object{
			"file_id": f.ID, "user_id": f.userID, "file": tree.Object{"id": f.ID}, "channel_id": c.ID,
		}})
	}

	return m
}

func fileInfo(s *State, r *request) (tree.Object, *apiError) {
	f, ok := s.Files[r.str("file")]
	if !ok || !f.Shared || !s.appSeesFile(f) {
		return nil, fault("file_not_found")
	}

	return tree.Object{"file": s.FileObject(f)}, nil
}

// appSeesFile reports whether the app may read a file: its own, or one shared where it is a member.
func (t *talk) appSeesFile(f *File) bool {
	return f.userID == t.opts.BotUserID || len(f.Channels) == 0 || slices.ContainsFunc(f.Channels, func(id string) bool {
		return t.Channels[id].Has(t.opts.BotUserID)
	})
}

// FileObject is the file as Slack's API and events carry it.
func (t *talk) FileObject(f *File) tree.Object {
	address := t.baseURL + "/files/" + f.ID + "/" + f.Name
	kind := strings.TrimPrefix(path.Ext(f.Name), ".")
	return tree.Object{
		"id": f.ID, "name": f.Name, "title": f.Title, "user": f.userID, "size": len(f.Data), "created": f.created.Unix(),
		"timestamp": f.created.Unix(), "filetype": kind, "mimetype": MimeType(f.Name), "mode": "hosted", "is_external": false,
		"url_private": address, "url_private_download": address, "permalink": address,
		"channels": append([]string{}, f.Channels...),
	}
}

// MimeType is the type of a file of that name.
func MimeType(name string) string {
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		return kind
	}

	return "application/octet-stream"
}

// serveFile gives a private file to the app, which must show its token.
func (w *Workspace) serveFile(rw http.ResponseWriter, r *http.Request) {
	s := w.Lock()
	f, ok := s.Files[r.PathValue("id")]
	allowed := ok && f.uploaded && tokenOf(r) == w.Options.BotToken && s.scopes["files:read"] && s.appSeesFile(f)
	var data []byte
	if allowed {
		data = f.Data
	} else {
		s.problem("a file was asked for without the right to it: %s", r.URL.Path)
	}

	w.Unlock()
	if !allowed {
		http.Error(rw, "Slack would show its login page here", http.StatusForbidden)
		return
	}

	rw.Header().Set("Content-Type", MimeType(r.PathValue("name")))
	_, _ = rw.Write(data)
}

// NewFile stores what a person uploads.
func (t *talk) NewFile(userID, name string, data []byte) *File {
	f := &File{
		ID: t.id("F"), Name: name, Title: name, userID: userID, length: len(data), Data: data, uploaded: true,
		created: t.Now(),
	}
	t.Files[f.ID] = f
	return f
}
