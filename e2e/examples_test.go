package e2e

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leadloop/leadloop/bot"
)

// typedInGuide is a command in the guide, between backticks.
var typedInGuide = regexp.MustCompile("`(/(?:lead|goal|campaign|loop) [^`]+)`")

// notUnderstood is how a command is refused that cannot be read.
var notUnderstood = regexp.MustCompile(`is not understood|is not something|is not a word of|Did you mean|is not a number|is not an amount|is not a date|is not a person|is no ruling|is not a kind of|is not a channel|Slack does not know|Expected|Which is meant|is not a share|is not a metric|is not a period`)

// TestEveryExampleOfHelpAndGuideIsUnderstood types them all.
func TestEveryExampleOfHelpAndGuideIsUnderstood(t *testing.T) {
	guide, err := os.ReadFile("../docs/user-guide.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := map[string]string{}
	for _, found := range typedInGuide.FindAllStringSubmatch(strings.ReplaceAll(string(guide), "\n", " "), -1) {
		if named := len(strings.Fields(found[1])) == 2; named || strings.Contains(found[1], "=…") && !strings.Contains(found[1], `"`) {
			continue // it names a command, and is no example
		}
		examples[found[1]] = "the guide"
	}
	for _, commands := range bot.Commands() {
		for _, c := range commands {
			examples[c.Written()] = "the example"
			for _, form := range c.Help {
				examples[form[0]] = "the help"
			}
		}
	}

	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(at(t, "2026-11-23 10:00")))
		w := newWorld(t)
		defer w.close()
		w.start()
		priya := w.User("priya").In("leads")
		for n := range 12 {
			priya.Runs(fmt.Sprintf("/lead log Lead%d Doe, Acme%d, l%d@acme%d.example", n, n, n, n))
		}
		priya.Runs("/goal set mqls 2026-Q4 120")
		priya.Runs("/campaign new LogiMAT 2027 channel=event expects=400 from=2027-03-09 until=2027-03-11")
		for _, typed := range slices.Sorted(maps.Keys(examples)) {
			reply := w.User("ingrid").In("leads").Runs(strings.NewReplacer("@rep", "@sam", "@user", "@sam", "@name", "@sam", "@you", "@ingrid").Replace(typed))
			synctest.Wait()
			if notUnderstood.MatchString(reply.Text) {
				t.Errorf("%s has `%s`, which gets: %s", examples[typed], typed, reply.Text)
			}
		}
	})
}
