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

func getUploadURL(w *Workspace, r *request) (tree.Object, *apiError) {
	length := r.number("length", 0)
	if r.str("filename") == "" || length <= 0 {
		return nil, mistake("invalid_arguments").because("filename and a length above zero are required")
	}
	f := &file{id: w.id("F"), name: r.str("filename"), title: r.str("filename"), userID: w.opts.BotUserID, length: length, created: w.now()}
	w.files[f.id] = f
	return tree.Object{"upload_url": w.baseURL + "/upload/" + f.id, "file_id": f.id}, nil
}

func (w *Workspace) serveUpload(rw http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(rw, r.Body, maxUpload)
	data, err := readUpload(r)
	w.mu.Lock()
	planned, _ := w.takeFault(CallUpload)
	f, ok := w.files[r.PathValue("id")]
	switch {
	case planned.status != 0:
	case err != nil || !ok || f.uploaded:
		w.problem("upload: unknown or used address, or an unreadable body")
		planned.status = http.StatusBadRequest
	case len(data) != f.length:
		w.problem("upload: %d bytes came, %d were announced", len(data), f.length)
		planned.status = http.StatusBadRequest
	default:
		f.data, f.uploaded = data, true
	}
	w.mu.Unlock()
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

func completeUpload(w *Workspace, r *request) (tree.Object, *apiError) {
	var files []*file
	for _, item := range tree.AsList(r.json("files")) {
		f, ok := w.files[tree.AsString(tree.AsObject(item)["id"])]
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
	blocks, failed := w.readBlocks(r.json("blocks"), r.has("blocks"))
	if failed != nil {
		return nil, failed
	}
	var places []*channel
	for _, id := range targets {
		c, failed := w.postTarget(id)
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
		w.share(c, files, draft{userID: w.opts.BotUserID, fromApp: true, text: r.str("initial_comment"), blocks: blocks, threadTS: r.str("thread_ts")})
	}
	return tree.Object{"files": answer}, nil
}

// share posts files in a conversation. The lock is held.
func (w *Workspace) share(c *channel, files []*file, d draft) *message {
	for _, f := range files {
		f.channels = append(f.channels, c.ID)
	}
	d.files = files
	m := w.post(c, d)
	for _, f := range files {
		w.publish(event{name: "file_shared", channel: c, body: tree.Object{
			"file_id": f.id, "user_id": f.userID, "file": tree.Object{"id": f.id}, "channel_id": c.ID,
		}})
	}
	return m
}

func fileInfo(w *Workspace, r *request) (tree.Object, *apiError) {
	f, ok := w.files[r.str("file")]
	if !ok || !f.shared || !w.appSeesFile(f) {
		return nil, fault("file_not_found")
	}
	return tree.Object{"file": w.fileObject(f)}, nil
}

// appSeesFile reports whether the app may read a file: its own, or one shared where it is a member. The lock is held.
func (w *Workspace) appSeesFile(f *file) bool {
	return f.userID == w.opts.BotUserID || len(f.channels) == 0 || slices.ContainsFunc(f.channels, func(id string) bool {
		return w.channels[id].has(w.opts.BotUserID)
	})
}

func (w *Workspace) fileObject(f *file) tree.Object {
	address := w.baseURL + "/files/" + f.id + "/" + f.name
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
	w.mu.Lock()
	f, ok := w.files[r.PathValue("id")]
	allowed := ok && f.uploaded && tokenOf(r) == w.opts.BotToken && w.scopes["files:read"] && w.appSeesFile(f)
	var data []byte
	if allowed {
		data = f.data
	} else {
		w.problem("a file was asked for without the right to it: %s", r.URL.Path)
	}
	w.mu.Unlock()
	if !allowed {
		http.Error(rw, "Slack would show its login page here", http.StatusForbidden)
		return
	}
	rw.Header().Set("Content-Type", mimeType(r.PathValue("name")))
	_, _ = rw.Write(data)
}

// newFile stores what a person uploads. The lock is held.
func (w *Workspace) newFile(userID, name string, data []byte) *file {
	f := &file{id: w.id("F"), name: name, title: name, userID: userID, length: len(data), data: data, uploaded: true, created: w.now()}
	w.files[f.id] = f
	return f
}
