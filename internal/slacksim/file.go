package slacksim

import (
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim/tree"
)

// File is something that a person uploaded.
type File struct {
	ID       string
	Name     string
	Title    string
	userID   string
	Data     []byte
	Channels []string
	created  time.Time
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
	if !ok || !s.appSeesFile(f) {
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
	allowed := ok && tokenOf(r) == w.Options.BotToken && s.scopes["files:read"] && s.appSeesFile(f)
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
		ID: t.id("F"), Name: name, Title: name, userID: userID, Data: data, created: t.Now(),
	}
	t.Files[f.ID] = f
	return f
}
