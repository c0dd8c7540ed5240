package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
)

// TestEveryCommandAsItIsWritten types each command in the words in which it
// is announced.
func TestEveryCommandAsItIsWritten(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, marco := w.User("priya").In("leads"), w.User("marco").In("leads")
		sam, lena := w.User("sam").In("sales"), w.User("lena").In("sales")
		leads, sales := w.Channel("leads"), w.Channel("sales")

		help := priya.Runs("/lead help").Expects("/lead log")
		for _, word := range []string{
			"new", "log", "show", "find", "mine", "handoff", "accept", "reject", "touch", "qualify", "won", "lost",
			"recycle", "handback", "disqualify", "assign", "snooze", "history", "undo",
		} {
			if !strings.Contains(help.Text, "/lead "+word) {
				t.Errorf("the help of /lead does not name %s", word)
			}
		}

		form := priya.Runs("/lead new").Modal()
		form.Fill("Name", "Nora Form").Fill("Company", "Formal").Fill("E-mail", "nora@formal.example")
		if done := form.Submit(); !done.Closed {
			t.Errorf("the form of a new lead stays open: %+v", done)
		}
		priya.Expects("Logged *L-1*")
		leads.Expects("Nora Form")

		priya.Runs(`/lead log Jane Doe, Acme, jane@acme.com +49 30 1234567 source=webinar campaign=q3 need="Loses orders, and time"`).Expects("Logged *L-2*")
		leads.Expects("Jane Doe")
		jane := w.lead("L-2")
		for field, got := range map[string][2]string{
			"name": {jane.Name, "Jane Doe"}, "company": {jane.Company, "Acme"}, "email": {jane.Email, "jane@acme.com"},
			"phone": {jane.Phone, "+49 30 1234567"}, "source": {jane.Source, "webinar"}, "campaign": {jane.Campaign, "q3"},
			"need": {jane.Need, "Loses orders, and time"},
		} {
			if strings.ReplaceAll(got[0], " ", "") != strings.ReplaceAll(got[1], " ", "") {
				t.Errorf("the %s of Jane is %q; want %q", field, got[0], got[1])
			}
		}
		priya.Runs("/lead show L-2").Expects("jane@acme.com")
		priya.Runs("/lead find acme").Expects("Jane Doe")
		priya.Runs("/lead mine").Expects("Jane Doe")

		priya.Runs("/lead handoff L-2 @sam Asked for a call this week").Expects("You handed *L-2*")
		sam.DM().Expects("Asked for a call this week")
		sales.Expects("Jane Doe")
		sam.Runs("/lead snooze L-2 3d at a fair").Expects("put off")
		sam.Runs("/lead snooze L-2 2026-12-05 budget in December").Expects("put off")
		sam.Runs("/lead accept L-2").Expects("is yours")
		priya.DM().Expects("took *L-2*")
		for n, kind := range []string{"call", "email", "meeting", "event", "webinar", "content", "social", "referral", "note"} {
			sam.Runs("/lead touch L-2 " + kind + " went well").Expects("Noted")
			if l := w.lead("L-2"); l.Touches != n+1 {
				t.Errorf("after the touch %s there are %d touches; want %d", kind, l.Touches, n+1)
			}
		}
		sam.Runs("/lead touch L-2 call").Expects("Noted")
		sam.Runs("/lead qualify L-2 amount=12000 close=2026-12-31").Expects("12,000")
		priya.DM().Expects("made an opportunity")
		sam.Runs("/lead won L-2 amount=12500").Expects("12,500")
		priya.DM().Expects("won *L-2*")
		priya.Runs("/lead history L-2").Expects("won it")

		priya.Runs("/lead log Otto Other, Quill, otto@quill.example").Expects("Logged *L-3*")
		leads.Expects("Otto Other")
		w.offers(priya, "L-3", "lena", "Otto Other")
		lena.Runs("/lead reject L-3 timing decides in spring").Expects("You rejected *L-3*")
		priya.DM().Expects("decides in spring")
		priya.Runs("/lead recycle L-3 until=2027-02-01 budget in February").Expects("Put aside until")
		if l := w.lead("L-3"); l.Stage != agreement.Recycled || l.RecycleUntil.String() != "2027-02-01" || l.Note != "budget in February" {
			t.Errorf("L-3 was not recycled as asked: %+v", l)
		}

		priya.Runs("/lead log Ines Third, Borealis, ines@borealis.example").Expects("Logged *L-4*")
		leads.Expects("Ines Third")
		priya.Runs("/lead handoff L-4").Expects("You handed *L-4* Ines Third, Borealis to <@U0SAM>")
		sam.DM().Expects("Ines Third")
		sales.Expects("Ines Third")
		w.accepts("sam", "L-4", "priya")
		sam.Runs("/lead handback L-4 timing decides in spring").Expects("You handed back *L-4*")
		priya.DM().Expects("decides in spring")
		sam.Runs("/lead undo").Expects("You took back the hand-back")
		priya.DM().Expects("took back the hand-back")
		sam.Runs("/lead lost L-4 price twice what they have").Expects("is closed")
		priya.DM().Expects("twice what they have")

		priya.Runs("/lead log Carl Competitor, Rival, carl@rival.example").Expects("Logged *L-5*")
		leads.Expects("Carl Competitor")
		priya.Runs("/lead assign L-5 @marco").Expects("is with <@U0MARCO> now")
		marco.DM().Expects("gave you *L-5*")
		marco.Runs("/lead disqualify L-5 competitor").Expects("Competitor")
		marco.Runs("/lead undo").Expects("You took back the disqualification")
		if l := w.lead("L-5"); l.Stage != agreement.Known {
			t.Errorf("the undone disqualification left L-5 at stage %s", l.Stage)
		}

		diane := w.User("diane").In("leadership")
		diane.Runs("/goal help").Expects("/goal set")
		for _, period := range []string{"2026-Q4", "2026-11", "2026-W48"} {
			diane.Runs("/goal set mqls " + period + ` 12 owner=@priya why="Half of what revenue needs"`).Expects("Half of what revenue needs")
		}
		for _, metric := range []string{
			"revenue", "customers", "sqls", "sals", "mqls", "leads", "inquiries", "website_visits", "visit_to_lead_rate",
			"acceptance_rate", "first_touch_within_sla",
		} {
			target := "40"
			if strings.Contains(metric, "rate") || strings.Contains(metric, "within") {
				target = "40%"
			}
			diane.Runs("/goal set " + metric + " 2026-Q4 " + target).Expects("The goal is set")
		}
		priya.Runs("/goal log website_visits 5400 week=2026-W47").Expects("2026-W47")
		priya.Runs("/goal log website_visits 5600").Expects("2026-W48")
		list := priya.Runs("/goal list").Expects("Goals")
		if got := strings.Count(list.Text, "2026-Q4"); got != 11 {
			t.Errorf("the list shows %d goals of the quarter; want 11:\n%s", got, list.Text)
		}

		diane.Runs("/loop help").Expects("/loop digest preview")
		diane.Runs("/loop definition").Expects("4 working hours")
		diane.Runs("/loop digest preview").Expects("on its way")
		w.withThread(diane.DM().Expects("2026-W48"))
		diane.Runs("/loop digest now").Expects("on its way")
		w.withThread(w.Channel("leadership").Expects("2026-W47"))
		status := w.User("alex").In("leads").Runs("/loop status").Expects("5 leads")
		for _, part := range []string{"connected since", "Queued", " MB"} {
			if !strings.Contains(status.Text, part) {
				t.Errorf("the status does not say %q: %s", part, status.Text)
			}
		}
		if strings.Contains(status.Text, "0.0 MB") {
			t.Errorf("the status does not know how much is stored: %s", status.Text)
		}
	})
}

// TestCommandsAsPeopleWriteThem types commands in other spellings.
func TestCommandsAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, sam := w.User("priya").In("leads"), w.User("sam").In("sales")
		w.logs(priya, "Ada First, Acme, ada@acme.example", "Ada First")
		for _, id := range []string{"L-1", "l-1", "L1", "l1", "#1", "1", "L–1", "L 1", "l - 1", "L-01", "L-1.", "L-1,", "“L-1”"} {
			if got := priya.Runs("/lead show " + id).Text; !strings.Contains(got, "Ada First") {
				t.Errorf("/lead show %s answers %s", id, got)
			}
		}
		for _, line := range []string{"/lead SHOW L-1", "/lead   show\u00a0L-1", "/lead Show \u2003 L-1 ", "/lead show: L-1"} {
			if got := priya.Runs(line).Text; !strings.Contains(got, "Ada First") {
				t.Errorf("%q answers %s", line, got)
			}
		}

		// The same lead in one line, however its parts stand.
		const need = "Loses orders, and time"
		for n, line := range []string{
			`%s, Initech, %s, +49 30 12345%02d, source=webinar campaign=q3 need="Loses orders, and time"`,
			`%s, Initech, %s +49 30 12345%02d source=webinar campaign=q3 need=“Loses orders, and time”`,
			`%s,Initech,%s,+49(30)12345%02d,source=webinar,campaign=q3,need="Loses orders, and time"`,
			"%s,\u00a0 Initech ,\u2009%s, +49 30\u00a012345%02d source = webinar campaign= q3 need =\u00a0«Loses orders, and time»",
			`%s; Initech; %s; +49-30-12345%02d; Source=webinar; CAMPAIGN=q3; Need=„Loses orders, and time“`,
			`source=webinar campaign=q3 %s, Initech, %s, +49 30 12345%02d, need="Loses orders, and time"`,
		} {
			who, email := fmt.Sprintf("Jane Doe%d", n), fmt.Sprintf("jane%d@initech.example", n)
			id := w.logs(priya, fmt.Sprintf(line, who, email, n), who)
			l := w.lead(id)
			phone := strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", "\u00a0", "").Replace(l.Phone)
			if l.Name != who || l.Company != "Initech" || l.Email != email || phone != fmt.Sprintf("+493012345%02d", n) ||
				l.Source != "webinar" || l.Campaign != "q3" || l.Need != need {
				t.Errorf("%q is read as %q, %q, %q, %q, %q, %q, %q", line, l.Name, l.Company, l.Email, l.Phone, l.Source, l.Campaign, l.Need)
			}
		}
		for _, parts := range [][2]string{
			{"+49 30 7777001, Phil Phone, Telco", "Phil Phone"},
			{"Paul Phone, +49 30 7777002, Telco", "Paul Phone"},
			{"Pia Phone, Telco, +49 30 7777003", "Pia Phone"},
		} {
			l := w.lead(w.logs(priya, parts[0], parts[1]))
			if l.Name != parts[1] || l.Company != "Telco" || l.PhoneKey == "" {
				t.Errorf("%q is read as %q, %q, %q", parts[0], l.Name, l.Company, l.Phone)
			}
		}

		// People, amounts, dates and reasons.
		w.told()
		priya.Runs("/lead HANDOFF l1 to @sam “asked for prices”").Expects("You handed *L-1*")
		sam.DM().Expects("asked for prices")
		w.Channel("sales").Expects("Ada First")
		sam.Runs("/lead accept #1").Expects("is yours")
		priya.DM().Expects("took *L-1*")
	})
}

// TestWhatIsNotUnderstoodGetsOneLine says what was expected, with an example,
// and changes nothing.
func TestWhatIsNotUnderstoodGetsOneLine(t *testing.T) {
	t.Parallel()
	story(t, "2026-11-23 10:00", func(w *world) {
		priya, sam := w.User("priya").In("leads"), w.User("sam").In("sales")
		diane := w.User("diane").In("leadership")
		w.logs(priya, "Ada First, Acme, ada@acme.example", "Ada First")
		w.offers(priya, "L-1", "sam", "Ada First")
		w.accepts("sam", "L-1", "priya")
		w.told()
		passes(time.Minute) // everybody is looked up
		for _, c := range []struct {
			line, says string
		}{
			{"/lead shwo L-1", "/lead show"},
			{"/lead frobnicate", "/lead help"},
			{"/lead log", "/lead log"},
			{"/lead log Jane, Acme, Berlin, jane@acme.com", "need="},
			{"/lead log Jane Doe, Acme, jane@acme.com sauce=webinar", "source="},
			{"/lead show", "/lead show L-1"},
			{"/lead show acme", "L-1042"},
			{"/lead show L-1 please", "/lead show L-1"},
			{"/lead find", "/lead find"},
			{"/lead handoff", "/lead handoff L-1"},
			{"/lead accept", "/lead accept L-1"},
			{"/lead reject", "/lead reject L-1"},
			{"/lead touch", "/lead touch L-1 call"},
			{"/lead touch L-1", "/lead touch L-1 call"},
			{"/lead touch L-1 whistled", "meeting"},
			{"/lead qualify L-1", "amount=12000 close="},
			{"/lead qualify L-1 amount=12000", "close="},
			{"/lead qualify L-1 amount=lots close=2026-12-31", "12000"},
			{"/lead qualify L-1 amount=12000 close=someday", "2026-12"},
			{"/lead won", "/lead won"},
			{"/lead lost L-1", "price"},
			{"/lead lost L-1 moonphase", "price"},
			{"/lead recycle L-1", "until="},
			{"/lead recycle L-1 until=whenever", "2026-12"},
			{"/lead disqualify L-1", "competitor"},
			{"/lead assign L-1", "/lead assign L-1 @"},
			{"/lead assign L-1 lena", "@"},
			{"/lead snooze L-1", "/lead snooze L-1 3d"},
			{"/lead snooze L-1 a bit", "3d"},
			{"/lead history", "/lead history L-1"},
			{"/goal set 2026-Q4 mqls 3", "is not a metric"},
			{"/goal set mqls 2026-Q4 3 rate=5%", "parent=G-1"},
			{"/goal set mqls 2026-Q4 3 parent=G-99", "no goal G-99"},
			{"/goal edit", "/goal edit G-3"},
			{"/goal show fame", "no goal “fame”"},
			{"/goal retire G-99", "no goal G-99"},
			{"/goal tree fame", "no goal “fame”"},
			{"/goal metric", "demo_requests"},
			{"/goal metric make x", "/goal metric list"},
			{"/goal metric retire fame", "/goal metric list"},
			{"/goal set happiness 2026-Q4 3", "mqls"},
			{"/goal set mqls", "/goal set mqls 2026-Q4"},
			{"/goal set mqls 2026-Q5 3", "2026-Q4"},
			{"/goal set mqls 2026-Q4", "/goal set mqls 2026-Q4"},
			{"/goal set mqls 2026-Q4 many", "12"},
			{"/goal log", "/goal log website_visits"},
			{"/goal log visits 5", "Did you mean website_visits? Expected one of website_visits. "},
			{"/goal log website_visits", "/goal log website_visits"},
			{"/goal log website_visits many", "1200"},
			{"/goal log website_visits 5400 week=2026-W77", "2026-W"},
			{"/goal lst", "/goal list"},
			{"/loop digest", "/loop digest preview"},
			{"/loop digest tomorrow", "/loop digest preview"},
			{"/loop stauts", "/loop status"},
		} {
			who := priya
			switch {
			case strings.HasPrefix(c.line, "/goal"):
				who = diane
			case strings.Contains(c.line, "L-1"):
				who = sam
			}
			w.unchanged(c.line, func() {
				reply := who.Runs(c.line)
				if reply.Failure != "" || !strings.Contains(reply.Text, c.says) {
					t.Errorf("%q answers %s%q; want something with %q", c.line, reply.Failure, reply.Text, c.says)
				}
				if strings.Contains(strings.TrimSpace(reply.Text), "\n\n") || len([]rune(reply.Text)) > 900 {
					t.Errorf("%q answers more than a line: %s", c.line, reply.Text)
				}
				if strings.Contains(reply.Text, "ref ") {
					t.Errorf("%q is taken for a fault: %s", c.line, reply.Text)
				}
			})
		}
		for _, empty := range []string{"/lead", "/lead   ", "/goal", "/loop"} {
			if got := priya.Runs(empty).Text; !strings.Contains(got, "help") {
				t.Errorf("%q answers %s", empty, got)
			}
		}
	})
}
