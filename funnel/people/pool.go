package people

import (
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
)

// PoolID numbers a pool. Zero is none.
type PoolID int

// DefaultPool takes the leads that no other pool takes. There is always
// exactly one: it can be changed, but not removed.
const DefaultPool PoolID = 1

// Unanswered says what becomes of a handoff that the reminders did not move.
type Unanswered string

// What becomes of an unanswered handoff: anybody of its pool may claim it, or
// the next in turn gets it.
const (
	AfterClaim    Unanswered = "claim"
	AfterReassign Unanswered = "reassign"
)

// PoolMember is a rep in a pool. Their share is their weight of the sum of all
// weights; a cap of 0 is none.
type PoolMember struct {
	User   ref.UserID `json:"user"`
	Weight int        `json:"weight"`
	Day    int        `json:"day,omitempty"`
	Week   int        `json:"week,omitempty"`
}

// Pool is some reps who share the leads that meet all of its rules.
type Pool struct {
	V       int              `json:"v"`
	ID      PoolID           `json:"id"`
	Name    string           `json:"name"`
	Place   int              `json:"place,omitempty"` // among the pools; the default comes last whatever it says
	Members []PoolMember     `json:"members"`
	Rules   []agreement.Rule `json:"rules,omitempty"`
	After   Unanswered       `json:"after"`

	Rev       int        `json:"rev,omitempty"` // counts its edits; moving it is none
	ChangedBy ref.UserID `json:"changed_by,omitempty"`
	ChangedAt time.Time  `json:"changed_at,omitzero"`
}

// IsDefault says whether the pool takes what no other takes.
func (p Pool) IsDefault() bool { return p.ID == DefaultPool }

// EverybodyPool is the default pool while nobody has changed it: the sales
// team, each with the same weight.
func EverybodyPool(r Roster) Pool {
	p := Pool{V: 1, ID: DefaultPool, Name: "Sales team", After: AfterReassign}
	for _, rep := range r.Sales {
		p.Members = append(p.Members, PoolMember{User: rep, Weight: 1})
	}

	return p
}

// PoolsInOrder are the pools in the order in which they are asked, the default
// last. It is the sales team where none is stored.
func PoolsInOrder(stored []Pool, r Roster) []Pool {
	pools := slices.Clone(stored)
	if !slices.ContainsFunc(pools, Pool.IsDefault) {
		pools = append(pools, EverybodyPool(r))
	}

	slices.SortStableFunc(pools, func(a, b Pool) int {
		switch {
		case a.IsDefault():
			return 1
		case b.IsDefault():
			return -1
		}

		return a.Place - b.Place
	})
	return pools
}

// PoolOfForm gives the pool that a form was opened for, by whatever name it
// goes now.
func PoolOfForm(pools []Pool, id PoolID) (Pool, error) {
	i := slices.IndexFunc(pools, func(p Pool) bool { return p.ID == id })
	if i < 0 {
		return Pool{}, fault.Conflict("The pool was removed after you opened this form. Copy what you wrote, and set it up anew with %s.", fault.ToSetUpPool.Way())
	}

	return pools[i], nil
}

// PoolKey is a name as it is matched.
func PoolKey(name string) string { return strings.ToLower(fault.Tidy(name)) }

// FindPool gives the pool of a name.
func FindPool(pools []Pool, name string) (Pool, error) {
	i := slices.IndexFunc(pools, func(p Pool) bool { return PoolKey(p.Name) == PoolKey(name) })
	if i < 0 {
		return Pool{}, fault.NotFound("There is no pool %s. The pools are %s; %s shows them.", fault.Quoted(name), poolNames(pools), fault.ToShowRouting.Way())
	}

	return pools[i], nil
}

func poolNames(pools []Pool) string {
	names := make([]string, len(pools))
	for i, p := range pools {
		names[i] = "“" + p.Name + "”"
	}

	return strings.Join(names, ", ")
}

// Member gives somebody's place in the pool.
func (p Pool) Member(user ref.UserID) (PoolMember, bool) {
	i := slices.IndexFunc(p.Members, func(m PoolMember) bool { return m.User == user })
	if i < 0 {
		return PoolMember{}, false
	}

	return p.Members[i], true
}

// Limits of pools.
const (
	maxPools     = 15
	maxPoolName  = 40
	maxPoolRules = 10
	maxRuleText  = 2000 // runes of them all
	maxWeight    = 100
	maxCap       = 1000
)

// NewPool sets a pool up; it is asked before the default, after the others.
func NewPool(id PoolID, in PoolInput, pools []Pool, act Act, s Staff) (Pool, PoolChange, error) {
	if err := s.MayRoute(act.By); err != nil {
		return Pool{}, PoolChange{}, err
	}

	if len(pools) >= maxPools {
		return Pool{}, PoolChange{}, fault.Conflict("There are %d pools already, which is as many as fit. Remove one with %s first.", len(pools), fault.ToRemovePool.Way("NAME"))
	}

	pool := Pool{V: 1, ID: id, Place: len(pools)}
	pool, err := pool.with(in, pools, s)
	return pool, PoolChange{Done: PoolMade, Name: pool.Name, Rules: ruleTexts(pool.Rules), Joined: pool.users()}, err
}

// Edit gives the pool a new text, if it is still as the form showed it. Members
// who are not asked about in the form stay as they are.
func (p Pool) Edit(in PoolInput, pools []Pool, act Act, s Staff) (Pool, PoolChange, error) {
	if err := s.MayRoute(act.By); err != nil {
		return p, PoolChange{}, err
	}

	if in.Rev != p.Rev {
		return p, PoolChange{}, fault.Conflict("%s changed the pool %s after you opened this form, on %s, so nothing of yours was saved. Copy what you wrote, and open it again with %s.",
			p.ChangedBy.Mentioned(), fault.Quoted(p.Name), fault.Moment(p.ChangedAt), fault.ToEditPool.Way(p.Name))
	}

	after, err := p.with(in, pools, s)
	change := p.changeTo(after)
	if err == nil && change.Any() {
		after.Rev, after.ChangedBy, after.ChangedAt = p.Rev+1, act.By.ID, act.At
	}

	return after, change, err
}

// with takes over what was written, and says what is wrong with each field.
func (p Pool) with(in PoolInput, pools []Pool, s Staff) (Pool, error) {
	var wrong fault.FieldFaults
	name, err := fault.CleanLine("the name", in.Name, maxPoolName)
	wrong.See("name", err)
	if err == nil {
		wrong.See("name", p.mayBeCalled(name, pools))
	}

	rules, err := parsePoolRules(in.Rules)
	wrong.See("rules", err)
	switch {
	case err != nil:
	case p.IsDefault() && len(rules) > 0:
		wrong.See("rules", fault.Invalid("“%s” takes every lead that no other pool takes, so it has no rules. Make another pool for these.", p.Name))
	case !p.IsDefault() && len(rules) == 0:
		wrong.See("rules", fault.Invalid("A pool needs at least one rule, such as `country in DE, AT`. Leads that no pool takes go to the default pool."))
	}

	if in.After != AfterClaim && in.After != AfterReassign {
		wrong.See("after", fault.Invalid("Choose what happens to a lead that stays unanswered: claim or reassign."))
	}

	after := p
	after.Name, after.Rules, after.After, after.Members = name, rules, in.After, nil
	for _, rep := range s.Roster.Sales {
		text, asked := in.Shares[rep]
		member, was := p.Member(rep)
		if asked {
			was = fault.Tidy(text) != ""
			if was {
				member, err = ParseShare(text)
				wrong.See(ShareField(rep), err)
			}
		}

		if member.User = rep; was {
			after.Members = append(after.Members, member)
		}
	}

	if len(after.Members) == 0 {
		wrong.See(firstShare(s.Roster), fault.Invalid("Nobody is in this pool, so its leads would go to nobody. Give at least one rep a weight, such as 1."))
	}

	return after, fault.WrongInput(wrong)
}

func firstShare(r Roster) string {
	if len(r.Sales) == 0 {
		return "name"
	}

	return ShareField(r.Sales[0])
}

func (p Pool) mayBeCalled(name string, pools []Pool) error {
	switch {
	case name == "":
		return fault.Invalid("A pool needs a name, such as “DACH”.")
	case strings.ContainsAny(name, ",\"`"):
		return fault.Invalid("A pool's name cannot have commas, quotation marks or backticks: commands could not tell where it ends.")
	}

	for _, other := range pools {
		if other.ID != p.ID && PoolKey(other.Name) == PoolKey(name) {
			return fault.Invalid("There is a pool “%s” already. Choose another name, or change that one with %s.", other.Name, fault.ToEditPool.Way(other.Name))
		}
	}

	return nil
}

// Remove says whether a pool may be taken away. Leads that it had stay with
// their reps; new ones go on to the pools behind it.
func (p Pool) Remove(act Act, s Staff) (PoolChange, error) {
	if err := s.MayRoute(act.By); err != nil {
		return PoolChange{}, err
	}

	if p.IsDefault() {
		return PoolChange{}, fault.Conflict("“%s” is the default pool: it takes the leads that no other pool takes, so it cannot be removed. Change who is in it with %s.", p.Name, fault.ToEditPool.Way(p.Name))
	}

	return PoolChange{Done: PoolRemoved, Name: p.Name}, nil
}

// OrderPools puts those that are named first, in that order, and gives the
// pools whose place changed.
func OrderPools(pools []Pool, first []string, act Act, s Staff) (moved []Pool, change PoolChange, err error) {
	if err := s.MayRoute(act.By); err != nil {
		return nil, PoolChange{}, err
	}

	var order []Pool
	for _, name := range first {
		pool, err := FindPool(pools, name)
		if err != nil {
			return nil, PoolChange{}, err
		}

		if pool.IsDefault() {
			return nil, PoolChange{}, fault.Invalid("“%s” is the default pool, so it always comes last. Name the others.", pool.Name)
		}

		if !slices.ContainsFunc(order, func(o Pool) bool { return o.ID == pool.ID }) {
			order = append(order, pool)
		}
	}

	if len(order) == 0 {
		return nil, PoolChange{}, fault.Invalid("Which pools come first? Expected their names with commas between, such as %s.", fault.ToOrderPools.Way("Enterprise, DACH"))
	}

	for _, pool := range pools {
		if !pool.IsDefault() && !slices.ContainsFunc(order, func(o Pool) bool { return o.ID == pool.ID }) {
			order = append(order, pool)
		}
	}

	for i, pool := range order {
		change.Order = append(change.Order, pool.Name)
		if pool.Place != i+1 {
			pool.Place = i + 1
			moved = append(moved, pool)
		}
	}

	change.Done, change.Name = PoolMoved, order[0].Name
	return moved, change, nil
}

// MayRoute says whether somebody may say who gets which leads.
func (s Staff) MayRoute(by Person) error {
	if err := s.Roster.Admit(by); err != nil {
		return err
	}

	if by.Manager || by.Admin {
		return nil
	}

	return fault.Denied("Pools are changed by the sales manager and by admins. Ask %s; %s shows how leads are shared now.", s.Roster.AskManager(), fault.ToShowRouting.Way())
}

func (p Pool) users() []ref.UserID {
	users := make([]ref.UserID, len(p.Members))
	for i, m := range p.Members {
		users[i] = m.User
	}

	return users
}

func ruleTexts(rules []agreement.Rule) []string {
	texts := make([]string, len(rules))
	for i, r := range rules {
		texts[i] = r.String()
	}

	return texts
}

// PoolDone says what was done to a pool.
type PoolDone string

// What can be done to a pool.
const (
	PoolMade    PoolDone = "made"
	PoolChanged PoolDone = "changed"
	PoolMoved   PoolDone = "moved"
	PoolRemoved PoolDone = "removed"
)

// PoolChange is what was done to a pool, for the sales team to hear.
type PoolChange struct {
	Done   PoolDone     `json:"done"`
	Name   string       `json:"name"`
	Was    string       `json:"was,omitempty"` // its old name
	Joined []ref.UserID `json:"joined,omitempty"`
	Left   []ref.UserID `json:"left,omitempty"`
	Shared []PoolMember `json:"shared,omitempty"` // whose weight or caps changed, as they are now
	Ruled  bool         `json:"ruled,omitempty"`  // the rules changed
	Rules  []string     `json:"rules,omitempty"`
	After  Unanswered   `json:"after,omitempty"` // where it changed
	Order  []string     `json:"order,omitempty"`
}

// Any says whether anything changed at all.
func (c PoolChange) Any() bool {
	return c.Done != PoolChanged || c.Was != "" || len(c.Joined)+len(c.Left) > 0 || len(c.Shared) > 0 || c.Ruled || c.After != ""
}

func (p Pool) changeTo(after Pool) PoolChange {
	c := PoolChange{Done: PoolChanged, Name: after.Name, Rules: ruleTexts(after.Rules)}
	if p.Name != after.Name {
		c.Was = p.Name
	}

	if p.After != after.After {
		c.After = after.After
	}

	c.Ruled = !slices.Equal(ruleTexts(p.Rules), c.Rules)
	for _, m := range after.Members {
		before, was := p.Member(m.User)
		switch {
		case !was:
			c.Joined = append(c.Joined, m.User)
		case before != m:
			c.Shared = append(c.Shared, m)
		}
	}

	for _, m := range p.Members {
		if _, stays := after.Member(m.User); !stays {
			c.Left = append(c.Left, m.User)
		}
	}

	return c
}
