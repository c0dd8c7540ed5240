package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// fewLeads is how many a small store has; the large one is compared with it.
const fewLeads = 100

// askings is how often each question is asked in a row.
const askings = 200

// holding is what Leadloop does with a store of some size.
type holding struct {
	leads   int
	toHello time.Duration
	bytes   int64 // of the data folder after the import
	offline map[string]work
	asked   map[string]time.Duration // how long it takes, p50
	writing outcome                  // of 64 callers
	backup  outcome                  // of the same while a backup is made
}

// work is one run of a command that ends.
type work struct {
	took      time.Duration
	anonymous int64 // the most memory of its own that was seen
}

// questions are what one person types at a store of any size; everything that is asked for exists in the small one too.
var questions = []struct {
	name string
	say  wording
}{
	{"log", logLead},
	{"show", func(_, n int) string { return fmt.Sprintf("show L-%d", 1+n%fewLeads) }},
	{"mine", func(int, int) string { return "mine" }},
	{"find an address", func(_, n int) string { return "find " + imported(n % fewLeads)[2] }},
	{"find a company", func(_, n int) string { return "find " + imported(n % fewLeads)[1] }},
	{"find a common word", func(int, int) string { return "find " + firstNames[0] }},
}

// fill measures one bot with few leads and with many.
func (s settings) fill(ctx context.Context, e *entrant, stdout, progress io.Writer) error {
	if e.bot.program == "" {
		return fmt.Errorf("%s has no import; -leads measures Leadloop alone", e.title)
	}

	var holdings []holding

	for _, leads := range []int{fewLeads, s.leads} {
		_, _ = fmt.Fprintf(progress, "%s with %s leads\n", e.title, number(float64(leads)))

		h, err := s.hold(ctx, e, leads)
		if err != nil {
			return fmt.Errorf("%s with %d leads: %w", e.title, leads, err)
		}

		holdings = append(holdings, h)
	}

	_, _ = fmt.Fprintf(stdout, "%s One run.\n\n%s", machine(), holdingTable(holdings[0], holdings[1]))

	return nil
}

func (s settings) hold(ctx context.Context, e *entrant, leads int) (h holding, err error) {
	folder, err := os.MkdirTemp("", "leadloop-bench-")
	if err != nil {
		return h, fmt.Errorf("make a data folder: %w", err)
	}

	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()

	file := filepath.Join(folder, "leads.csv")
	if err := writeLeads(file, leads); err != nil {
		return h, err
	}

	h = holding{leads: leads, offline: map[string]work{}, asked: map[string]time.Duration{}}
	if h.offline["import"], err = finish(ctx, e.bot.program, "import", "--data", storeIn(folder), file); err != nil {
		return h, err
	}

	if h.bytes, err = sizeOf(storeIn(folder)); err != nil {
		return h, err
	}

	for name, args := range map[string][]string{
		"verify": {"verify"},
		"backup": {"backup", "--out", filepath.Join(folder, "cold.db")},
		"export": {"export", "leads", "--out", filepath.Join(folder, "export.csv")},
		"digest": {"digest"},
	} {
		if h.offline[name], err = finish(ctx, e.bot.program, append(args, "--data", storeIn(folder))...); err != nil {
			return h, err
		}
	}

	err = s.ask(ctx, e, folder, &h)

	return h, err
}

// ask starts the bot over a filled store and types at it.
func (s settings) ask(ctx context.Context, e *entrant, folder string, h *holding) error {
	w, err := openWorkspace(ctx, maxCallers)
	if err != nil {
		return err
	}

	defer w.close()

	cmd, err := e.bot.command(ctx, folder, w.url)
	if err != nil {
		return err
	}

	running, err := start(ctx, w, cmd, 0, filepath.Join(folder, "log"))
	if err != nil {
		return err
	}

	h.toHello = running.toHello

	err = s.askAll(ctx, w, e, h)
	if err == nil {
		err = s.writeWhileBackedUp(ctx, w, e, folder, h)
	}

	if err != nil {
		err = fmt.Errorf("%w: %s", err, running.lastWords())
	}

	return errors.Join(err, running.stop(), w.complaint())
}

func (s settings) askAll(ctx context.Context, w *workspace, e *entrant, h *holding) error {
	for _, q := range questions {
		o, err := w.run(ctx, load{callers: 1, commands: askings, say: q.say, want: e.want})
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}

		slices.Sort(o.latencies)
		h.asked[q.name] = quantile(o.latencies, 0.5)
	}

	return nil
}

// writeWhileBackedUp lets everybody write, and then once more while a backup is made of the running bot.
func (s settings) writeWhileBackedUp(
	ctx context.Context, w *workspace, e *entrant, folder string, h *holding,
) (err error) {
	everybody := load{callers: maxCallers, duration: s.phase, say: logLead, want: e.want}

	// The first time pays for getting to know people.
	for range 2 {
		if h.writing, err = w.run(ctx, everybody); err != nil {
			return fmt.Errorf("%d callers: %w", maxCallers, err)
		}
	}

	ended, copied := make(chan error, 1), filepath.Join(folder, "hot.db")

	go func() {
		made, err := finish(ctx, e.bot.program, "backup", "--config", configIn(folder), "--out", copied)
		h.offline["backup while 64 write"] = made
		ended <- err
	}()

	h.backup, err = w.run(ctx, everybody)

	return errors.Join(err, <-ended)
}

// imported is a lead of the past, in the columns of importHeader. Numbers have a fixed width: a word that is looked for
// may be the beginning of another.
func imported(n int) []string {
	first, last := firstNames[n%len(firstNames)], lastNames[n/len(firstNames)%len(lastNames)]
	company := n / leadsPerCompany

	created := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC).AddDate(0, 0, n%300)

	return []string{
		first + " " + last,
		fmt.Sprintf("Works%07d", company),
		fmt.Sprintf("%s.%07d@works%07d.example", strings.ToLower(first), n, company),
		fmt.Sprintf("+49 30 %07d", 1_000_000+n),
		"Head of Operations",
		created.Format(time.DateOnly),
		"webinar",
	}
}

var importHeader = []string{"name", "company", "email", "phone", "title", "created", "source"}

func writeLeads(file string, leads int) error {
	out, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("write leads to import: %w", err)
	}

	rows := csv.NewWriter(out)

	_ = rows.Write(importHeader) // the first error is that of Flush
	for n := range leads {
		_ = rows.Write(imported(n))
	}

	rows.Flush()

	if err := errors.Join(rows.Error(), out.Close()); err != nil {
		return fmt.Errorf("write leads to import: %w", err)
	}

	return nil
}

// lookEvery is how often the memory of a command that ends is read.
const lookEvery = 20 * time.Millisecond

// finish runs a command to its end.
func finish(ctx context.Context, program string, args ...string) (work, error) {
	var said strings.Builder

	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Stderr = &said

	started := time.Now()
	if err := cmd.Start(); err != nil {
		return work{}, fmt.Errorf("start leadloop %s: %w", args[0], err)
	}

	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()

	look := time.NewTicker(lookEvery)
	defer look.Stop()

	var most int64

	for {
		select {
		case <-look.C:
			held, _ := memoryOf(cmd.Process.Pid) // at its end a process holds nothing
			most = max(most, held.anonymous)
		case err := <-ended:
			if err != nil {
				return work{}, fmt.Errorf("leadloop %s: %w: %s", args[0], err, said.String())
			}

			return work{took: time.Since(started), anonymous: most}, nil
		}
	}
}

func sizeOf(folder string) (int64, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return 0, fmt.Errorf("read the size of the data: %w", err)
	}

	var all int64

	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			return 0, fmt.Errorf("read the size of the data: %w", err)
		}

		all += info.Size()
	}

	return all, nil
}

// holdingTable compares a large store with a small one.
func holdingTable(small, large holding) string {
	var out strings.Builder

	writeRow(&out, []string{"", number(float64(small.leads)) + " leads", number(float64(large.leads)) + " leads", "÷"})
	writeRow(&out, append([]string{"---"}, repeated("---:", 3)...))

	for _, q := range questions {
		writeRow(&out, []string{
			q.name + ", p50 ms", millis(small.asked[q.name]), millis(large.asked[q.name]),
			ratio(float64(large.asked[q.name]), float64(small.asked[q.name])),
		})
	}

	for _, r := range holdingRows {
		writeRow(&out, []string{r.name, r.cell(small), r.cell(large), ""})
	}

	return out.String()
}

var holdingRows = []struct {
	name string
	cell func(holding) string
}{
	{"start to hello, ms", func(h holding) string { return millis(h.toHello) }},
	{"import, rows/s", func(h holding) string { return number(float64(h.leads) / h.offline["import"].took.Seconds()) }},
	{"data, kB a lead", func(h holding) string { return fmt.Sprintf("%.1f", float64(h.bytes)/float64(h.leads)/1000) }},
	{"import, s (anonymous MB)", ended("import")},
	{"verify, s (anonymous MB)", ended("verify")},
	{"backup, s (anonymous MB)", ended("backup")},
	{"export, s (anonymous MB)", ended("export")},
	{"digest, s (anonymous MB)", ended("digest")},
	{"64 write: p99 / longest ms", func(h holding) string { return worst(h.writing) }},
	{"64 write during a backup: p99 / longest ms", func(h holding) string { return worst(h.backup) }},
	{"that backup, s (anonymous MB)", ended("backup while 64 write")},
}

func ended(name string) func(holding) string {
	return func(h holding) string {
		done := h.offline[name]
		return fmt.Sprintf("%.2f (%.0f)", done.took.Seconds(), float64(done.anonymous)/(1<<20))
	}
}

func worst(o outcome) string {
	slices.Sort(o.latencies)
	return millis(quantile(o.latencies, 0.99)) + " / " + millis(quantile(o.latencies, 1))
}
