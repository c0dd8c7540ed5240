package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// finders are installed in each page, to find things by what they show.
//
//go:embed finders.js
var finders string

// patience is how long a story waits for what should come.
const patience = 15 * time.Second

// openBrowser starts a headless Chromium with a profile of its own, or skips
// the test where there is none.
func openBrowser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "headless-shell"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no Chromium or Chrome is installed, so the demo page was not tried; on Debian: apt-get install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1280, 800),
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
	)
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	return ctx
}

// page is a tab in which one person at a time uses the workspace.
type page struct {
	t     *testing.T
	ctx   context.Context
	shots string
	taken int
}

// openPage opens a tab, at first in a browser of its own; a tab opened over
// another tab's context shares its browser.
func openPage(ctx context.Context, t *testing.T, url string) *page {
	t.Helper()
	tab, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	p := &page{t: t, ctx: tab, shots: screenshotFolder(t)}
	p.do("size the window", chromedp.EmulateViewport(1280, 800))
	p.prefers("light")
	p.open(url)
	return p
}

func screenshotFolder(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("LEADLOOP_SCREENSHOTS")
	if folder == "" {
		return t.ArtifactDir()
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	return folder
}

func (p *page) open(url string) {
	p.t.Helper()
	p.do("open "+url, chromedp.Navigate(url))
	p.do("install the finders", chromedp.Action[chromedp.Void](func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Evaluate[bool](finders+"\ntrue")(ctx, target)
		return chromedp.Void{}, err
	}))
}

// prefers sets what the person's device asks of pages: a colour scheme, and
// that nothing moves, so that pictures show no half-drawn page.
func (p *page) prefers(scheme string) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *page) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatalf("could not %s: %v", what, err)
	}
}

// ask waits until a finder answers, and gives its answer.
func ask[T any](p *page, finder string, args ...string) T {
	p.t.Helper()
	answer, err := chromedp.Run(p.ctx, poll[T](patience, finder, args))
	if err != nil {
		p.fail(finder, args, err)
	}
	return answer
}

// soon says whether a finder answers within a while.
func soon(p *page, within time.Duration, finder string, args ...string) bool {
	p.t.Helper()
	answer, err := chromedp.Run(p.ctx, poll[bool](within, finder, args))
	if err != nil && !errors.Is(err, chromedp.ErrPollingTimeout) {
		p.fail(finder, args, err)
	}
	return answer
}

func poll[T any](within time.Duration, finder string, args []string) chromedp.Action[T] {
	list, _ := json.Marshal(append([]string{}, args...))
	return chromedp.Poll[T](fmt.Sprintf("story.%s(...%s)", finder, list),
		chromedp.WithPollingInterval(40*time.Millisecond), chromedp.WithPollingTimeout(within))
}

// fail ends the story with a picture of what stands on the page instead.
func (p *page) fail(finder string, args []string, err error) {
	p.t.Helper()
	p.picture("failure")
	text, textErr := chromedp.Run(p.ctx, chromedp.Evaluate[string]("document.body.innerText"))
	p.t.Fatalf("waited in vain for %s %q: %v\nthe page shows (%v):\n%s", finder, args, err, textErr, text)
}

// picture keeps a screenshot.
func (p *page) picture(name string) {
	p.t.Helper()
	image, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Logf("no screenshot: %v", err)
		return
	}
	p.taken++
	file := filepath.Join(p.shots, fmt.Sprintf("%02d-%s.png", p.taken, name))
	if err := os.WriteFile(file, image, 0o644); err != nil {
		p.t.Error(err)
	}
}

func (p *page) click(finder string, args ...string) {
	p.t.Helper()
	ask[bool](p, finder, args...)
}

func (p *page) types(text string) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		p.t.Fatalf("could not type %q: %v", text, err)
	}
}

// become chooses who uses the page, and goes to a channel or to one of the
// app's two tabs.
func (p *page) become(person, place string) {
	p.t.Helper()
	ask[bool](p, "become", person)
	ask[bool](p, "is", person)
	p.goTo(place)
}

func (p *page) goTo(place string) {
	p.t.Helper()
	testid := "channel-" + place
	if place == home || place == messages {
		testid = place
	}
	p.click("at", "[data-testid="+testid+"]")
	ask[bool](p, "stands", testid)
}

// The app's two tabs.
const (
	home     = "tab-home"
	messages = "tab-messages"
)

// says types into the message box and sends.
func (p *page) says(text string) {
	p.t.Helper()
	p.click("at", "[data-testid=composer]")
	p.types(text)
	p.click("at", "[data-testid=send]")
}

// sees waits for a message that shows all parts.
func (p *page) sees(parts ...string) {
	p.t.Helper()
	ask[bool](p, "says", parts...)
}

// presses clicks a button in the newest message that shows all parts.
func (p *page) presses(label string, parts ...string) {
	p.t.Helper()
	p.click("inMessage", append([]string{label}, parts...)...)
}

// modal waits until a modal of this title is open; an empty one means none.
func (p *page) modal(title string) {
	p.t.Helper()
	ask[bool](p, "modal", title)
}

// fills replaces what stands in a field of the modal.
func (p *page) fills(label, text string) {
	p.t.Helper()
	p.click("field", label)
	p.do("select the old text", chromedp.Action[chromedp.Void](func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Evaluate[bool]("document.activeElement.select(), true")(ctx, target)
		return chromedp.Void{}, err
	}))
	p.types(text)
}

func (p *page) chooses(label, option string) {
	p.t.Helper()
	ask[bool](p, "choose", label, option)
}

func (p *page) dates(label, day string) {
	p.t.Helper()
	ask[bool](p, "date", label, day)
}

func (p *page) submits() {
	p.t.Helper()
	p.click("at", "[data-testid=modal-submit]")
}

// moves presses a button of the clock and waits until the clock has moved.
func (p *page) moves(button string) {
	p.t.Helper()
	from := ask[string](p, "clock")
	p.click("at", "[data-testid="+button+"]")
	ask[bool](p, "ticks", from)
}

// moveUntil moves the clock until a message shows all parts, at most so many
// times.
func (p *page) moveUntil(button string, times int, parts ...string) {
	p.t.Helper()
	for range times {
		p.moves(button)
		if soon(p, time.Second, "says", parts...) {
			return
		}
	}
	p.sees(parts...)
}
