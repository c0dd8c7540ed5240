// Command bench measures Leadloop side by side with the bots that one would write instead. It plays Slack, starts each
// bot as a process of its own, sends slash commands over Socket Mode, and prints tables in Markdown.
//
//	go run ./bench                 what docs/performance.md has, in about ten minutes
//	go run ./bench -short          whether everything works: no peer, no judgement of time
//	go run ./bench -leads 100000   how Leadloop does with so many leads stored
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// maxCallers is how many people there are.
const maxCallers = 64

func main() {
	if len(os.Args) > 2 && os.Args[1] == filteredWord {
		_, _ = fmt.Fprintln(os.Stderr, "bench:", becomeFiltered(os.Args[2:]))
		os.Exit(1)
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			_, _ = fmt.Fprintln(os.Stderr, "bench:", err)
		}

		stop()
		os.Exit(1)
	}
}

// settings are what the command line says.
type settings struct {
	plan

	subjects []subject
	leads    int
}

func run(ctx context.Context, args []string, stdout, progress io.Writer) error {
	s, err := parse(args, progress)
	if err != nil {
		return err
	}

	root, err := moduleRoot(ctx)
	if err != nil {
		return err
	}

	built, err := os.MkdirTemp("", "leadloop-bench-built-")
	if err != nil {
		return fmt.Errorf("make a folder for what is built: %w", err)
	}

	defer func() { _ = os.RemoveAll(built) }()

	entrants := prepare(ctx, s.subjects, workshop{root: root, built: built}, progress)
	if len(entrants) == 0 {
		return errors.New("none of the subjects can be run here")
	}

	if s.leads > 0 {
		return s.fill(ctx, entrants[0], stdout, progress)
	}

	return s.compare(ctx, entrants, stdout, progress)
}

func parse(args []string, output io.Writer) (settings, error) {
	var (
		s             settings
		list, callers string
		short         bool
		err           error
	)

	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(output)
	flags.IntVar(&s.rounds, "rounds", 5, "how often each bot is measured; the tables have the medians")
	flags.DurationVar(&s.phase, "phase", 3*time.Second, "how long each number of callers is measured")
	flags.DurationVar(&s.warmup, "warmup", 2*time.Second, "how long each bot is warmed up")
	flags.DurationVar(&s.settle, "settle", time.Second, "how long a bot is left alone before its idle memory is read")
	flags.DurationVar(&s.slowSync, "slow", 10*time.Millisecond, "by how much each sync is slowed in a second table; 0 leaves it out")
	flags.BoolVar(&s.prove, "prove", false, "lets Leadloop verify its data after each run, and count the leads")
	flags.StringVar(&list, "subjects", allSubjects, "what is measured; NAME=PATH is another build of Leadloop")
	flags.StringVar(&callers, "callers", "1,16,64", "numbers of callers at a time")
	flags.IntVar(&s.leads, "leads", 0, "measures one subject with so many leads stored instead")
	flags.BoolVar(&short, "short", false, "one short round of what needs only Go: a test, not a measurement")

	if err := flags.Parse(args); err != nil {
		return settings{}, err //nolint:wrapcheck // it says everything
	}

	if flags.NArg() > 0 {
		return settings{}, fmt.Errorf("%q is no flag; -h lists them", flags.Arg(0))
	}

	if err := refuseIgnored(flags); err != nil {
		return settings{}, err
	}

	if short {
		const moment = 100 * time.Millisecond

		s.plan = plan{rounds: 1, phase: moment, warmup: moment, slowSync: time.Millisecond, prove: true}
		list = "leadloop,floor,echo"
	}

	if s.leads != 0 && list == allSubjects {
		list = "leadloop"
	}

	if s.callers, err = numbers(callers); err != nil {
		return settings{}, err
	}

	if s.rounds < 1 || s.phase <= 0 || min(s.warmup, s.settle, s.slowSync) < 0 || s.leads < 0 {
		return settings{}, errors.New("-rounds and -phase have to be above zero, and no other number below")
	}

	if s.subjects, err = choose(list); err != nil {
		return settings{}, err
	}

	if s.leads > 0 && len(s.subjects) > 1 {
		return settings{}, errors.New("-leads measures one of the -subjects, such as leadloop; name one")
	}

	return s, nil
}

// allSubjects are measured where nothing else is asked for.
const allSubjects = "leadloop,bolt,boltgroup,floor,echo"

// alone are the flags that leave others without effect, with those that have one.
var alone = map[string][]string{
	"short": nil,
	"leads": {"subjects", "phase"},
}

// refuseIgnored refuses a flag that would have no effect.
func refuseIgnored(flags *flag.FlagSet) error {
	var given []string

	flags.Visit(func(f *flag.Flag) { given = append(given, f.Name) })

	for _, name := range given {
		taken, rules := alone[name]
		for _, other := range given {
			if rules && other != name && !slices.Contains(taken, other) {
				return fmt.Errorf("-%s has no effect together with -%s; leave one of them out", other, name)
			}
		}
	}

	return nil
}

func numbers(list string) ([]int, error) {
	var found []int

	for word := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil || n < 1 || n > maxCallers {
			return nil, fmt.Errorf("-callers has %q; expected numbers from 1 to %d, such as 1,16,64", word, maxCallers)
		}

		found = append(found, n)
	}

	return found, nil
}

func moduleRoot(ctx context.Context) (string, error) {
	file, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("find the repository: %w", err)
	}

	root := filepath.Dir(string(bytes.TrimSpace(file)))
	if _, err := os.Stat(filepath.Join(root, "bench", "peers")); err != nil {
		return "", errors.New("this is not within the repository of Leadloop, from which the bots are built; change to it")
	}

	return root, nil
}

// entrant is a subject that can be started.
type entrant struct {
	subject

	bot    bot
	normal []bout
	slow   []bout
}

// prepare builds the subjects, and says which it has to leave out.
func prepare(ctx context.Context, chosen []subject, place workshop, progress io.Writer) []*entrant {
	var entrants []*entrant

	for _, s := range chosen {
		b, err := s.prepare(ctx, place)
		if err != nil {
			_, _ = fmt.Fprintf(progress, "%s is left out: %v\n", s.title, err)
			continue
		}

		entrants = append(entrants, &entrant{subject: s, bot: b})
	}

	return entrants
}

// compare runs all rounds and prints the tables. The order turns from round to round, so that nobody always comes
// first.
func (s settings) compare(ctx context.Context, entrants []*entrant, stdout, progress io.Writer) error {
	for round := range s.rounds {
		turn := round % len(entrants)

		for _, e := range slices.Concat(entrants[turn:], entrants[:turn]) {
			_, _ = fmt.Fprintf(progress, "round %d of %d: %s\n", round+1, s.rounds, e.title)

			if err := s.enter(ctx, e); err != nil {
				return fmt.Errorf("%s: %w", e.title, err)
			}
		}
	}

	_, _ = fmt.Fprintf(stdout, "%s Medians of %d rounds of %v a phase.\n\n", machine(), s.rounds, s.phase)
	_, _ = fmt.Fprintln(stdout, s.table(entrants, func(e *entrant) []bout { return e.normal }))

	if s.slowSync > 0 {
		_, _ = fmt.Fprintf(stdout, "Each sync slowed by %v:\n\n", s.slowSync)
		_, _ = fmt.Fprintln(stdout, s.table(entrants, func(e *entrant) []bout { return e.slow }))
	}

	return nil
}

// machine says when and where something was measured.
func machine() string {
	return fmt.Sprintf("%s, %s/%s, %d cores, %s.",
		time.Now().UTC().Format(time.DateOnly), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
}

func (s settings) enter(ctx context.Context, e *entrant) error {
	normal, err := s.fight(ctx, e.subject, e.bot, 0)
	if err != nil {
		return err
	}

	e.normal = append(e.normal, normal)

	if s.slowSync == 0 {
		return nil
	}

	slow, err := s.fight(ctx, e.subject, e.bot, s.slowSync)
	if err != nil {
		return fmt.Errorf("with slow syncs: %w", err)
	}

	e.slow = append(e.slow, slow)

	return nil
}

func (s settings) table(entrants []*entrant, bouts func(*entrant) []bout) string {
	var columns []column
	for _, e := range entrants {
		columns = append(columns, column{title: e.title, bouts: bouts(e)})
	}

	return table(s.callers, columns)
}
