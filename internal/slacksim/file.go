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

// file is something uploaded, by the app or by a person.
type file struct {
	id       string
	name     string
	title    string
	userID   string
	length   int // as announced
	data     []byte
	uploaded bool
	shared   bool // completed
	channels []string
	created  time.Time
}

func getUploadURL(s *state, r *request) (tree.Object, *apiError) {
	length := r.number("length", 0)
	if r.str("filename") == "" || length <= 0 {
		return nil, mistake("invalid_arguments").because("filename and a length above zero are required")
	}
	f := &file{id: s.id("F"), name: r.str("filename"), title: r.str("filename"), userID: s.opts.BotUserID, length: length, created: s.now()}
	s.files[f.id] = f
	return tree.Object{"upload_url": s.baseURL + "/upload/" + f.id, "file_id": f.id}, nil
}

func (w *Workspace) serveUpload(rw http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(rw, r.Body, maxUpload)
	data, err := readUpload(r)
	s := w.lock()
	planned, _ := s.takeFault(CallUpload)
	f, ok := s.files[r.PathValue("id")]
	switch {
	case planned.status != 0:
	case err != nil || !ok || f.uploaded:
		s.problem("upload: unknown or used address, or an unreadable body")
		planned.status = http.StatusBadRequest
	case len(data) != f.length:
		s.problem("upload: %d bytes came, %d were announced", len(data), f.length)
		planned.status = http.StatusBadRequest
	default:
		f.data, f.uploaded = data, true
	}
	w.unlock()
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

func completeUpload(s *state, r *request) (tree.Object, *apiError) {
	var files []*file
	for _, item := range tree.AsList(r.json("files")) {
		f, ok := s.files[tree.AsString(tree.AsObject(item)["id"])]
		if !ok || !f.uploaded || f.shared {
			return nil, mistake("file_not_found")
		}
		if title := tree.AsString(tree.AsObject(item)["title"]); title != "" {
			f.title = title
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
	var places []*channel
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
		f.shared = true
		answer = append(answer, tree.Object{"id": f.id, "title": f.title})
	}
	for _, c := range places {
		s.share(c, files, draft{userID: s.opts.BotUserID, fromApp: true, text: r.str("initial_comment"), blocks: blocks, threadTS: r.str("thread_ts")})
	}
	return tree.Object{"files": answer}, nil
}

// share posts files in a conversation.
func (t *talk) share(c *channel, files []*file, d draft) *message {
	for _, f := range files {
		f.channels = append(f.channels, c.ID)
	}
	d.files = files
	m := t.post(c, d)
	for _, f := range files {
		t.publish(event{name: "file_shared", channel: c, body: tree.Object{
			"file_id": f.id, "user_id": f.userID, "file": tree.Object{"id": f.id}, "channel_id": c.ID,
		}})
	}
	return m
}

func fileInfo(s *state, r *request) (tree.Object, *apiError) {
	f, ok := s.files[r.str("file")]
	if !ok || !f.shared || !s.appSeesFile(f) {
		return nil, fault("file_not_found")
	}
	return tree.Object{"file": s.fileObject(f)}, nil
}

// appSeesFile reports whether the app may read a file: its own, or one shared where it is a member.
func (t *talk) appSeesFile(f *file) bool {
	return f.userID == t.opts.BotUserID || len(f.channels) == 0 || slices.ContainsFunc(f.channels, func(id string) bool {
		return t.channels[id].has(t.opts.BotUserID)
	})
}

func (t *talk) fileObject(f *file) tree.Object {
	address := t.baseURL + "/files/" + f.id + "/" + f.name
	kind := strings.TrimPrefix(path.Ext(f.name), ".")
	return tree.Object{
		"id": f.id, "name": f.name, "title": f.title, "user": f.userID, "size": len(f.data), "created": f.created.Unix(),
		"timestamp": f.created.Unix(), "filetype": kind, "mimetype": mimeType(f.name), "mode": "hosted", "is_external": false,
		"url_private": address, "url_private_download": address, "permalink": address, "channels": append([]string{}, f.channels...),
	}
}

func mimeType(name string) string {
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		return kind
	}
	return "application/octet-stream"
}

// serveFile gives a private file to the app, which must show its token.
func (w *Workspace) serveFile(rw http.ResponseWriter, r *http.Request) {
	s := w.lock()
	f, ok := s.files[r.PathValue("id")]
	allowed := ok && f.uploaded && tokenOf(r) == w.opts.BotToken && s.scopes["files:read"] && s.appSeesFile(f)
	var data []byte
	if allowed {
		data = f.data
	} else {
		s.problem("a file was asked for without the right to it: %s", r.URL.Path)
	}
	w.unlock()
	if !allowed {
		http.Error(rw, "Slack would show its login page here", http.StatusForbidden)
		return
	}
	rw.Header().Set("Content-Type", mimeType(r.PathValue("name")))
	_, _ = rw.Write(data)
}

// newFile stores what a person uploads.
func (t *talk) newFile(userID, name string, data []byte) *file {
	f := &file{id: t.id("F"), name: name, title: name, userID: userID, length: len(data), data: data, uploaded: true, created: t.now()}
	t.files[f.id] = f
	return f
}
