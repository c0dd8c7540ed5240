package e2e

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/configs"
	"github.com/leadloop/leadloop/intake"
	"github.com/leadloop/leadloop/internal/slacksim"
)

const doorToken = "a-token-of-more-than-24-letters"

// withDoor opens the door for figures of other programs.
func withDoor(_ *slacksim.Options, c *configs.Config) {
	c.Intake = configs.Intake{Listen: "figures.test:80", Token: configs.NewSecret(doorToken)}
}

// knocks brings figures as another program does.
func (w *world) knocks(token, key, body string) (code int, answer string) {
	w.t.Helper()
	request, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, "http://figures.test/figures", strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Idempotency-Key", key)
	client := http.Client{Transport: &http.Transport{DialContext: w.door.DialContext, DisableKeepAlives: true}}
	response, err := client.Do(request)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// brings takes a file of figures in.
func (w *world) brings(csv string) {
	w.t.Helper()
	table, err := intake.ReadTable("figures.csv", []byte(csv))
	if err != nil {
		w.t.Fatal(err)
	}
	file, err := intake.Prepare(table, intake.Options{Kind: intake.Figures})
	if err != nil {
		w.t.Fatal(err)
	}
	if report, err := file.Run(w.t.Context(), w.daemon.Services(), time.Now(), func(int) {}); err != nil || len(report.Problems) > 0 {
		w.t.Fatalf("%+v, %v", report, err)
	}
}

// TestGoalsFromTheTopDown follows a leader who builds a tree in a line and in
// the form, sees it followed by figures from every door, changes it and gives
// parts of it up.
func TestGoalsFromTheTopDown(t *testing.T) {
	story(t, "2026-11-23 10:00", func(w *world) {
		diane, priya, sam := w.User("diane").In("leadership"), w.User("priya").In("leads"), w.User("sam").In("sales")
		leads := w.Channel("leads")

		// The top of the tree in the form, with its error on the field.
		form := diane.Runs("/goal set").Modal()
		form.Select("Metric", "Revenue").Fill("Period", "2026-Q4").Fill("Target", "lots").Fill("Why?", "The new office is paid from it")
		if wrong := form.Submit(); wrong.Closed || !strings.Contains(wrong.Errors["Target"], "not an amount") {
			t.Errorf("a target of lots: %+v", wrong)
		}
		closes(t, form.Fill("Target", "500k"))
		says(t, diane.Expects("The goal is set: *G-1* Revenue 2026-Q4, €500,000"), "The new office")

		// What follows from it in one line each, with full precision.
		says(t, diane.Runs("/goal set customers 2026-Q4 parent=G-1 rate=12000 owner=@ingrid").Expects("G-2"), "€500,000 Revenue ÷ €12,000 = 41.67, so 42 Customers")
		says(t, diane.Runs(`/goal set mqls 2026-Q4 parent=customers 2026-Q4 derive=5% owner=@priya why="One in twenty buys"`).Expects("G-3"), "41.67 Customers ÷ 5% = 833.33, so 834 MQLs")
		priya.Runs("/campaign new LogiMAT channel=event goal=G-3 why=they buy").Expects("serves MQLs 2026-Q4")
		diane.Runs("/goal set mqls 2026-11 300 parent=G-3 for=logimat owner=@priya").Expects("It is a part of G-3")

		// What does not fit is refused with the reason.
		diane.Runs("/goal set mqls 2026-Q4 900").Expects("does not follow from the goal above: 41.67 Customers ÷ 5% = 833.33, so 834 MQLs")
		diane.Runs("/goal set mqls 2026-12 600 parent=G-3").Expects("would come to 900, which is more than its target of 834")
		diane.Runs("/goal set customers 2026-Q4 parent=G-3 rate=10%").Expects("G-2 below G-3 below G-2")
		diane.Runs("/goal set leads 2027-Q1 parent=G-3 rate=10%").Expects("2027-Q1 is outside of 2026-Q4")
		diane.Runs("/goal set mqls 2026-11 10 parent=G-3").Expects("would count it twice")
		diane.Runs("/goal set mqls 2026-Q4 0").Expects("A target has to be above 0")
		diane.Runs("/goal set acceptance_rate 2026-Q4 70% for=Nobody").Expects("is neither a team, a person nor a campaign")
		sam.Runs("/goal set revenue 2026-Q4 1000").Expects("Ask them or leadership")
		sam.Runs("/goal retire G-1").Expects("Ask them or leadership")
		sam.Runs("/goal edit G-1").Expects("Ask them or leadership") // before anything is filled in

		diane.Runs("/goal set mqls 2026-Q4 derive=120").Expects("is more than the whole")
		diane.Runs("/goal set revenue 2026-Q4 derive=20%").Expects("Say which that is")
		diane.Runs("/goal edit G-1 target=5").Expects("To change it in a line, set it anew with what is to be other, such as `/goal set revenue 2026-Q4")
		says(t, diane.Runs("/goal set mqls 2026-Q4 derive=10%").Expects("417, before 834"), "41.67 Customers ÷ 10% = 416.67, so 417 MQLs")
		diane.Runs("/goal set mqls 2026-Q4 rate=5%").Expects("834, before 417")

		// Leads of the campaign count for its goal, and for those above it.
		priya.Runs("/lead log Jane Doe, Acme, jane@acme.com campaign=logimat").Expects("Logged *L-1*")
		leads.Expects("Jane Doe")
		w.offers(priya, "L-1", "sam", "Jane Doe")
		w.accepts("sam", "L-1", "priya")
		tree := diane.Runs("/goal tree").Expects("Goals, from the top")
		says(t, tree, "*Revenue* 2026-Q4  ·  G-1", "The new office", "*Customers*  ·  G-2", "*MQLs* 2026-11 for LogiMAT  ·  G-4", "1 of 300", "1 of 834", "534 not yet shared out")
		says(t, diane.Runs("/goal tree G-3").Expects("*MQLs* 2026-Q4  ·  G-3"), "G-4")
		says(t, diane.Runs("/goal show mqls 2026-Q4").Expects("*G-3*"), "One in twenty buys", "Below *G-2*", "Campaigns that serve it: LogiMAT", "What happened to it")

		// A figure of one's own, from each door.
		sam.Runs("/goal log demo_requests 5").Expects("is not a metric")
		priya.Runs(`/goal metric new demo_requests "Demo requests" team=marketing`).Expects("*Demo requests* is defined")
		priya.Runs(`/goal set demo_requests 2026-Q4 60 why="Who asks for a demo buys"`).Expects("G-5")
		priya.Runs("/goal log demo_requests 10 week=2026-W47").Expects("10")
		priya.Runs("/goal log demo_requests 12 week=2026-W47").Expects("It was 10 before")
		priya.Runs("/goal log demo_requests 3 day=2026-11-20").Expects("has a figure as a whole already")
		w.brings("metric;week;day;value\nDemo requests;2026-W45;;7\ndemo_requests;;09.11.2026;4\n")
		const body = `{"figures": [{"metric": "demo_requests", "day": "2026-11-10", "value": 5}]}`
		if code, answer := w.knocks("guessed", "1", body); code != http.StatusUnauthorized {
			t.Errorf("without the token: %d %s", code, answer)
		}
		time.Sleep(2 * time.Second) // so long the door waits after a wrong token
		for _, want := range []string{`"new":1`, `"duplicate":true`} {
			if code, answer := w.knocks(doorToken, "1", body); code != http.StatusOK || !strings.Contains(answer, want) {
				t.Errorf("the door answers %d %s, want %s", code, answer, want)
			}
		}
		w.unchanged("a request of which one figure is wrong", func() {
			code, answer := w.knocks(doorToken, "2", `{"figures": [{"metric": "demo_requests", "week": "2026-W44", "value": 5}, {"metric": "mqls", "week": "2026-W44", "value": 5}]}`)
			if code != http.StatusBadRequest || !strings.Contains(answer, `"figure":2`) || !strings.Contains(answer, "cannot be logged") {
				t.Errorf("the door answers %d %s", code, answer)
			}
		})
		diane.Runs("/goal show G-5").Expects("28 of 60")
		sam.Runs("/goal metric list").Expects("`demo_requests` Demo requests, of marketing")

		// A score is no sum.
		priya.Runs(`/goal metric new nps "NPS" of=size`).Expects("`of=mean`")
		priya.Runs(`/goal metric new nps "NPS" of=mean`).Expects("compare the mean")
		priya.Runs("/goal log nps 4.5 week=2026-W46").Expects("*NPS* in week 2026-W46, 4.5")
		priya.Runs("/goal log nps 3.9 week=2026-W47").Expects("3.9")
		w.brings("metric;week;value\nNPS;2026-W45;4.2\n")
		if code, answer := w.knocks(doorToken, "3", `{"figures": [{"metric": "nps", "week": "2026-W44", "value": 4.4}]}`); code != http.StatusOK {
			t.Errorf("the door answers %d %s", code, answer)
		}
		diane.Runs("/goal set nps 2026-Q4 4.6").Expects("G-6")
		diane.Runs("/goal show G-6").Expects("4.25 against 4.6  ·  behind (8% short)")
		diane.Runs("/goal retire G-6").Expects("is retired")

		// Changed in the form: the rate, and with it what follows.
		edit := diane.Runs("/goal edit G-3").Modal()
		if got := edit.Value("Rate from it to the goal above") + " " + edit.Value("Target"); got != "5% " {
			t.Errorf("the form holds %q", got)
		}
		if wrong := edit.Fill("Rate from it to the goal above", "20%").Submit(); wrong.Closed {
			t.Errorf("a target below its parts: %+v", wrong)
		}
		closes(t, edit.Fill("Rate from it to the goal above", "10%"))
		says(t, diane.Expects("*G-3* MQLs 2026-Q4, 417"), "41.67 Customers ÷ 10% = 416.67, so 417 MQLs")
		diane.Runs("/goal show G-1").Expects("*G-1*")
		top := diane.Clicks("Edit").Modal()
		closes(t, top.Fill("Target", "600k"))
		says(t, diane.Expects("*G-1* Revenue 2026-Q4, €600,000"), "*G-2* Customers 2026-Q4 is now 50, before 42", "*G-3* MQLs 2026-Q4 is now 500, before 417")
		same := diane.Runs("/goal edit G-2").Modal() // sent as it is, it changes nothing
		closes(t, same)
		diane.Expects("*G-2* Customers 2026-Q4, 50")

		// What was certain stays certain when another rate is filled in.
		says(t, diane.Runs("/goal set customers 2026-Q4 parent=G-1 rate=12000 certain=120k").Expects("(€600,000 Revenue − €120,000 certain) ÷ €12,000 = 40 Customers"), "*G-3* MQLs 2026-Q4 is now 400")
		again := diane.Runs("/goal edit G-2").Modal()
		closes(t, again.Fill("Rate from it to the goal above", "10000"))
		diane.Expects("(€600,000 Revenue − €120,000 certain) ÷ €10,000 = 48 Customers")

		// Given up from below.
		passes(time.Minute)
		diane.Runs("/goal retire G-3").Expects("hangs below G-3. Retire it first")
		diane.Runs("/goal retire G-4").Expects("is retired")
		diane.Runs("/goal show G-3").Expects("*G-3*")
		diane.Clicks("Retire").Expects("*G-3* MQLs 2026-Q4 is retired")
		diane.Runs("/goal show G-3").Expects("It was retired by")
		if list := diane.Runs("/goal list").Expects("*Goals*"); strings.Contains(list.Text, "MQLs") {
			t.Errorf("retired goals are still listed:\n%s", list.Text)
		}
		diane.Runs("/goal set mqls 2026-Q4 400").Expects("The goal is set: *G-7*")
		priya.Runs("/campaign show LogiMAT").Expects("MQLs 2026-Q4, which was retired")
	}, withDoor)
}
