package store

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/calendar"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/contact"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

// SchemaVersion is the version of the keys and records that this program
// writes. See migrations for how a file gets there.
const SchemaVersion = 1

// Drawing is every shape of key in a store, as a test finds them after all
// use cases have run.
const Drawing = `
availability/i/due/<time>/<user>
availability/r/<user>
campaign/r/<campaign>
campaign/u/name/<campaign name>
definition/r/<version>
dispute/i/open/<time>/<dispute>
dispute/i/ruled/<reason>/<time>/<dispute>
dispute/r/<dispute>
draft/r/<draft>
figure/r/<metric and days>
goal/i/ends/<date>/<goal>
goal/r/<goal>
inbox/i/expiry/<time>/<key>
inbox/r/<key>
journal/i/goal/<goal>/<seq>
journal/i/lead/<lead>/<seq>
journal/r/<seq>
lead/i/domain/<domain>/<lead>
lead/i/due/<time>/<lead>
lead/i/ended/<stage>/<time>/<lead>
lead/i/late/<time>/<lead>
lead/i/lent/<user>/<lead>
lead/i/loop/<time>/<lead>
lead/i/marketer/<user>/<time>/<lead>
lead/i/phone/<phone>/<lead>
lead/i/remind/<user>/<time>/<lead>
lead/i/rep/<user>/<lead>
lead/i/snoozed/<time>/<lead>
lead/i/turn/<user>/<urgency>/<lead>
lead/i/word/<word>/<lead>
lead/r/<lead>
lead/u/email/<e-mail>
lead/u/external/<external id>
meta/<name>
metric/r/<metric code>
muted/r/<kind>
outbox/i/lead/<lead>/<seq>
outbox/i/target/<target>/<seq>
outbox/r/<seq>
outbox/u/topic/<topic>
parked/r/<seq>
person/r/<user>
pool/r/<pool>
ref/i/lead/<lead>/<topic>
ref/r/<topic>
reminder/i/due/<time>/<user>
reminder/i/lead/<lead>/<user>
reminder/r/<user>
review/r/<version>
rollup/<day or total>/<metric>/<dimension>/<value>
said/r/<schedule>
seq/<name>
spend/r/<campaign and line>
subscription/i/due/<time>/<user>
subscription/r/<user>
threshold/r/<date>
turns/r/<pool>
undo/r/<user>
`

// tables are the typed collections of a store.
type tables struct {
	leads       table.Table[funnel.Lead]
	journal     table.Table[funnel.Entry]
	definitions table.Table[agreement.Definition]
	drafts      table.Table[funnel.Draft]
	reviews     table.Table[funnel.Review]
	disputes    table.Table[funnel.Dispute]
	goals       table.Table[goals.Goal]
	figures     table.Table[Figure]
	metrics     table.Table[goals.CustomMetric]
	thresholds  table.Table[goals.ThresholdsFrom]
	campaigns   table.Table[campaigns.Campaign]
	spends      table.Table[campaigns.Spend]
	outbox      table.Table[OutboxEntry]
	parked      table.Table[OutboxEntry]
	inbox       table.Table[Handled]
	refs        table.Table[MessageRef]
	reminders   table.Table[funnel.Reminder]
	muted       table.Table[Muted]
	people      table.Table[Person]
	available   table.Table[people.Availability]
	pools       table.Table[people.Pool]
	turns       table.Table[people.PoolTurns]
	undos       table.Table[funnel.Undoable]
	said        table.Table[Said]
	subscribed  table.Table[report.Subscription]

	all []kept // every one of them, to verify and to repair
}

// kept is a table of records of any kind.
type kept interface {
	Verify(r kv.Reader) ([]table.Problem, error)
	Reindex(w kv.Writer) error
}

// add makes a table, and has it verified and repaired with the others.
func add[T any](
	all *[]kept, name string, id func(T) string, indexes ...table.Index[T],
) table.Table[T] {
	t := table.New(table.Spec[T]{Name: name, ID: id, Indexes: indexes})
	*all = append(*all, t)

	return t
}

func newTables() tables {
	var t tables
	all := &t.all

	t.leads = add(all, "lead", func(l funnel.Lead) string { return leadKey(l.ID) }, leadIndexes()...)
	t.journal = add(all, "journal", func(e funnel.Entry) string { return kv.IntKey(int64(e.Seq)) },
		table.Index[funnel.Entry]{
			Name: "lead",
			Keys: func(e funnel.Entry) []string { return when(e.Lead != 0, leadKey(e.Lead)) },
		},
		table.Index[funnel.Entry]{
			Name: "goal",
			Keys: func(e funnel.Entry) []string { return when(e.Goal != 0, goalKey(e.Goal)) },
		},
	)
	t.definitions = add(all, "definition", func(d agreement.Definition) string { return kv.IntKey(int64(d.Version)) })
	t.drafts = add(all, "draft", func(d funnel.Draft) string { return kv.IntKey(int64(d.Number)) })
	t.reviews = add(all, "review", func(r funnel.Review) string { return kv.IntKey(int64(r.Version)) })
	t.disputes = add(all, "dispute", func(d funnel.Dispute) string { return disputeKey(d.Number) }, disputeIndexes()...)
	t.goals = add(all, "goal", func(g goals.Goal) string { return goalKey(g.ID) }, table.Index[goals.Goal]{
		Name: "ends", Keys: func(g goals.Goal) []string { return when(!g.Retired(), g.Period.Last().String()) },
	})
	t.figures = add(all, "figure", func(f Figure) string { return f.ID })
	t.metrics = add(all, "metric", func(c goals.CustomMetric) string { return string(c.Metric) })
	t.thresholds = add(all, "threshold", func(t goals.ThresholdsFrom) string { return t.From.String() })
	t.campaigns = add(all, "campaign", func(c campaigns.Campaign) string { return campaignKey(c.ID) },
		table.Index[campaigns.Campaign]{Name: "name", Unique: true, Keys: campaigns.Campaign.Keys})
	t.spends = add(all, "spend", spendID)
	t.outbox = add(all, "outbox", outboxID, outboxIndexes()...)
	t.parked = add(all, "parked", outboxID)
	t.inbox = add(all, "inbox", func(h Handled) string { return h.ID }, table.Index[Handled]{
		Name: "expiry", Keys: func(h Handled) []string { return []string{kv.TimeKey(h.At)} },
	})
	t.refs = add(all, "ref", func(m MessageRef) string { return m.Topic }, table.Index[MessageRef]{
		Name: "lead", Keys: func(m MessageRef) []string { return when(m.Notice.Lead != 0, leadKey(m.Notice.Lead)) },
	})
	t.reminders = add(all, "reminder", func(r funnel.Reminder) string { return string(r.User) }, reminderIndexes()...)
	t.muted = add(all, "muted", func(m Muted) string { return m.Name })
	t.people = add(all, "person", func(p Person) string { return string(p.User) })
	t.available = add(all, "availability", func(a people.Availability) string { return string(a.User) },
		table.Index[people.Availability]{Name: "due", Keys: func(a people.Availability) []string {
			return when(!a.NextDueAt.IsZero(), kv.TimeKey(a.NextDueAt))
		}})
	t.pools = add(all, "pool", func(p people.Pool) string { return poolKey(p.ID) })
	t.turns = add(all, "turns", func(t people.PoolTurns) string { return poolKey(t.Pool) })
	t.undos = add(all, "undo", func(u funnel.Undoable) string { return string(u.User) })
	t.said = add(all, "said", func(s Said) string { return s.ID })
	t.subscribed = add(all, "subscription", func(s report.Subscription) string { return string(s.User) },
		table.Index[report.Subscription]{Name: "due", Keys: func(s report.Subscription) []string {
			return []string{kv.TimeKey(s.NextAt)}
		}})

	return t
}

func leadIndexes() []table.Index[funnel.Lead] {
	return []table.Index[funnel.Lead]{
		{Name: "email", Unique: true, Keys: func(l funnel.Lead) []string { return when(l.EmailKey != "", l.EmailKey) }},
		{Name: "external", Unique: true, Keys: func(l funnel.Lead) []string { return when(l.ExternalID != "", l.ExternalID) }},
		{Name: "phone", Keys: func(l funnel.Lead) []string { return when(l.PhoneKey != "", l.PhoneKey) }},
		{Name: "domain", Keys: func(l funnel.Lead) []string { return when(companyDomain(l) != "", companyDomain(l)) }},
		{Name: "due", Keys: func(l funnel.Lead) []string { return when(!l.NextDueAt.IsZero(), kv.TimeKey(l.NextDueAt)) }},
		{Name: "turn", Keys: turnKeys},
		{Name: "marketer", Keys: func(l funnel.Lead) []string {
			return when(l.Marketer != "", table.Join(string(l.Marketer), kv.TimeKey(l.ChangedAt)))
		}},
		{Name: "rep", Keys: func(l funnel.Lead) []string {
			return when(l.Owner != "" && (l.Offered() || l.Stage.WithSales()), string(l.Owner))
		}},
		{Name: "lent", Keys: func(l funnel.Lead) []string { return when(l.LentBy != "", string(l.LentBy)) }},
		{Name: "loop", Keys: func(l funnel.Lead) []string { return when(l.LoopOpen(), kv.TimeKey(l.Handoff.At)) }},
		{Name: "ended", Keys: func(l funnel.Lead) []string {
			return when(l.Stage == agreement.Customer || l.Stage == agreement.Lost,
				table.Join(string(l.Stage), kv.TimeKey(l.EndedAt)))
		}},
		{Name: "word", Keys: words},
		{Name: "remind", Keys: tellableKeys},
		{Name: "late", Keys: lateKeys},
		{Name: "snoozed", Keys: snoozedKeys},
	}
}

// when gives one index value, or none.
func when(ok bool, value string) []string {
	if !ok {
		return nil
	}

	return []string{value}
}

// leadKey is a lead's id at a fixed width, so that leads sort by number.
func leadKey(id ref.LeadID) string { return kv.IntKey(int64(id))[8:] }

// turnKeys sorts a person's leads by urgency: first those with a deadline,
// then the others, longest waiting first.
func turnKeys(l funnel.Lead) []string {
	user, _ := l.Turn()
	if user == "" {
		return nil
	}

	if c, ok := l.Deadline(); ok {
		return []string{table.Join(string(user), "0"+kv.TimeKey(c.DueAt))}
	}

	return []string{table.Join(string(user), "1"+kv.TimeKey(l.StageSince))}
}

// companyDomain is the domain of a lead's company, empty for free mail.
func companyDomain(l funnel.Lead) string {
	domain := contact.EmailDomain(l.EmailKey)
	if contact.IsFreeMail(domain) {
		return ""
	}

	return domain
}

// maxWords bounds the index entries of one lead.
const maxWords = 16

// words are what a lead is found by, what tells most first.
func words(l funnel.Lead) []string {
	found := SearchWords(l.SearchText())
	return found[:min(len(found), maxWords)]
}

// SearchWords splits a text into the words by which leads are found, each once.
func SearchWords(text string) []string {
	var found []string
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), betweenWords) {
		if !slices.Contains(found, word) {
			found = append(found, word)
		}
	}

	return found
}

// betweenWords also parts e-mail addresses, so that one is found by any of its parts.
func betweenWords(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(",;:/\\()[]{}<>\"'‘’“”„|@.", r)
}

// Figure is a figure from outside for a week or a day.
type Figure struct {
	V     int     `json:"v"`
	ID    string  `json:"id"`
	Value float64 `json:"value"`
}

// Handled remembers that an input was dealt with.
type Handled struct {
	V  int       `json:"v"`
	ID string    `json:"id"`
	At time.Time `json:"at"`
}

// Person is what is remembered of somebody beyond the configuration.
type Person struct {
	V            int        `json:"v"`
	User         ref.UserID `json:"user"`
	Name         string     `json:"name,omitempty"` // as Slack shows it, for what is read outside of Slack
	HomeOpenedAt time.Time  `json:"home_opened_at,omitzero"`
}

// Said remembers the latest period for which a schedule has spoken.
type Said struct {
	V      int             `json:"v"`
	ID     string          `json:"id"`
	Period calendar.Period `json:"period"`
	At     time.Time       `json:"at"`
	Posted bool            `json:"posted,omitempty"` // and not passed over, as where an audience is new or muted
}
