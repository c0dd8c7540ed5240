package store

import (
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/campaigns"
	"github.com/leadloop/leadloop/funnel/goals"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/funnel/report"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

// SchemaVersion is the version of the keys, records and files that this program
// writes. See migrations for how a file gets there.
const SchemaVersion = 3

// sumsSince is the version from which values have checksums in the data file.
const sumsSince = 3

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
salt/<lead>
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

	last *lastHash
	all  []kept // every one of them, to verify and to repair
}

// kept is a table of records of any kind.
type kept interface {
	Name() string
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
	t := tables{last: &lastHash{}}
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

// when gives one index value, or none.
func when(ok bool, value string) []string {
	if !ok {
		return nil
	}

	return []string{value}
}
