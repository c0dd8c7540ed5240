package store

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/contact"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

// LeadReads are the questions about leads, and what somebody can undo.
type LeadReads struct{ *scope }

// Lead gives a lead; ok is false when there is none of this number.
func (rd *LeadReads) Lead(id ref.LeadID) (lead funnel.Lead, ok bool, err error) {
	return optional(rd.t.leads.Get(rd.r, leadKey(id)))
}

// NextLeadID gives the number that the next new lead gets.
func (rd *LeadReads) NextLeadID() (ref.LeadID, error) {
	n, err := rd.sequence("lead")
	return ref.LeadID(n + 1), err
}

// AddLead writes a new lead, numbered by NextLeadID, and counts it. A number
// is never given twice, even if the lead is taken out again.
func (tx *Tx) AddLead(l funnel.Lead) error {
	if err := tx.PutLead(l); err != nil {
		return err
	}

	if err := tx.addSalt(l.ID); err != nil {
		return err
	}

	_, err := tx.next("lead")
	return err
}

// PutLead writes a lead. Where its e-mail address or external id belongs to
// another lead, the error is a *funnel.Error that names it.
func (tx *Tx) PutLead(l funnel.Lead) error {
	err := tx.t.leads.Put(tx.w, l)
	if clash, ok := errors.AsType[*table.ConflictError](err); ok {
		holder, found, getErr := optional(tx.t.leads.Get(tx.r, clash.ID))
		if getErr != nil || !found {
			return err
		}

		return fault.Conflict("%s belongs to %s (%s) already.", clash.Value, holder.ID, holder.Who())
	}

	return err
}

// RemoveLead takes a lead out: only a log that is undone.
func (tx *Tx) RemoveLead(id ref.LeadID) error {
	tx.w.Delete(saltPrefix + leadKey(id))
	return tx.t.leads.Delete(tx.w, leadKey(id))
}

// maxSamePhone bounds how many leads with one phone number are looked at: a
// switchboard, or the number that people write when a form insists on one.
const maxSamePhone = 50

// Known finds the lead that somebody is already: by external id, else by
// e-mail address, else by phone number where one of the two has no address. A
// number that several leads have is nobody's: name and company decide.
func (rd *LeadReads) Known(in funnel.Cleaned) (lead funnel.Lead, ok bool, err error) {
	id := in.Who
	for _, by := range []struct{ index, value string }{{"external", id.ExternalID}, {"email", id.EmailKey}} {
		if by.value == "" {
			continue
		}

		lead, ok, err = optional(rd.t.leads.Lookup(rd.r, by.index, by.value))
		if ok || err != nil {
			return lead, ok, err
		}
	}

	if id.PhoneKey == "" {
		return lead, false, nil
	}

	var reached []funnel.Lead
	for lead, err := range rd.t.leads.By(rd.r, "phone", table.Range{Value: id.PhoneKey, Limit: maxSamePhone}) {
		if err != nil {
			return lead, false, err
		}

		if id.EmailKey == "" || lead.EmailKey == "" {
			reached = append(reached, lead)
		}
	}

	return in.Among(reached)
}

// Similar gives leads of the same company by the domain of their address,
// latest first, without the lead itself.
func (rd *LeadReads) Similar(l funnel.Lead, limit int) ([]funnel.Lead, error) {
	domain := companyDomain(l)
	if domain == "" {
		return nil, nil
	}

	found, err := take(rd.t.leads.By(rd.r, "domain", table.Range{Value: domain, Reverse: true}), limit+1)
	out := make([]funnel.Lead, 0, len(found))
	for _, other := range found {
		if other.ID != l.ID && len(out) < limit {
			out = append(out, other)
		}
	}

	return out, err
}

// maxCandidates bounds how many leads a search looks at for one word.
const maxCandidates = 500

// maxWordsTried bounds for how many words it does so.
const maxWordsTried = 4

// Find gives leads in which each word of the text begins a word, latest
// first of the candidates that were looked at. The lead of a whole e-mail
// address comes before the others.
func (rd *LeadReads) Find(text string, limit int) ([]funnel.Lead, error) {
	wanted := SearchWords(text)
	if len(wanted) == 0 {
		return nil, nil
	}

	// The longest word is likely the rarest; one that is too common to look at
	// all of its leads gives way to the next.
	slices.SortStableFunc(wanted, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	var out []funnel.Lead
	for _, word := range wanted[:min(len(wanted), maxWordsTried)] {
		found, all, err := rd.candidates(word, wanted)
		if err != nil {
			return nil, fmt.Errorf("find leads: %w", err)
		}

		out = append(out, found...)
		if all {
			break
		}
	}

	slices.SortFunc(out, func(a, b funnel.Lead) int { return cmp.Compare(b.ID, a.ID) })
	out = slices.CompactFunc(out, func(a, b funnel.Lead) bool { return a.ID == b.ID })
	if _, key, err := contact.NormaliseEmail(text); err == nil {
		lead, ok, err := rd.Known(funnel.Cleaned{Who: funnel.Identity{EmailKey: key}})
		if err != nil {
			return nil, fmt.Errorf("find leads: %w", err)
		}

		if ok {
			others := slices.DeleteFunc(out, func(l funnel.Lead) bool { return l.ID == lead.ID })
			out = append([]funnel.Lead{lead}, others...)
		}
	}

	return out[:min(len(out), limit)], nil
}

// candidates gives the leads with a word that begins so and with the other
// words too. All says that none was left out.
func (rd *LeadReads) candidates(word string, wanted []string) (out []funnel.Lead, all bool, err error) {
	looked := 0
	for lead, err := range rd.t.leads.By(rd.r, "word", table.Range{Prefix: word, Reverse: true, Limit: maxCandidates}) {
		if err != nil {
			return nil, false, err
		}

		looked++
		if matches(words(lead), wanted) {
			out = append(out, lead)
		}
	}

	return out, looked < maxCandidates, nil
}

func matches(have, wanted []string) bool {
	for _, w := range wanted {
		if !slices.ContainsFunc(have, func(h string) bool { return strings.HasPrefix(h, w) }) {
			return false
		}
	}

	return true
}

// DueLeads gives the leads for which something has to be done at now.
func (rd *LeadReads) DueLeads(now time.Time, limit int) ([]ref.LeadID, error) {
	return rd.dueLeads(table.Range{Through: kv.TimeKey(now), Limit: limit})
}

func (rd *LeadReads) dueLeads(within table.Range) ([]ref.LeadID, error) {
	var out []ref.LeadID
	for id, err := range rd.t.leads.IDs(rd.r, "due", within) {
		if err != nil {
			return nil, fmt.Errorf("look for due leads: %w", err)
		}

		lead, err := ref.ParseLeadID(strings.TrimLeft(id, "0"))
		if err != nil {
			return nil, fmt.Errorf("look for due leads: %w", err)
		}

		out = append(out, lead)
	}

	return out, nil
}

// TurnOf gives the leads that wait for somebody, most urgent first.
func (rd *LeadReads) TurnOf(user ref.UserID, limit int) ([]funnel.Lead, error) {
	return take(rd.t.leads.By(rd.r, "turn", table.Range{Prefix: table.Join(string(user), ""), Limit: limit}), 0)
}

// TurnCount counts the leads that wait for somebody, up to a limit.
func (rd *LeadReads) TurnCount(user ref.UserID, limit int) (int, error) {
	ids, err := take(rd.t.leads.IDs(rd.r, "turn", table.Range{Prefix: table.Join(string(user), ""), Limit: limit}), 0)
	return len(ids), err
}

// LoggedBy gives the leads of a marketer, latest change first.
func (rd *LeadReads) LoggedBy(user ref.UserID, limit int) ([]funnel.Lead, error) {
	return take(rd.t.leads.By(rd.r, "marketer",
		table.Range{Prefix: table.Join(string(user), ""), Reverse: true, Limit: limit}), 0)
}

// OpenLoops gives the handed-off leads that have not ended, oldest first.
func (rd *LeadReads) OpenLoops(limit int) ([]funnel.Lead, error) {
	return take(rd.t.leads.By(rd.r, "loop", table.Range{Limit: limit}), 0)
}

// Ended gives the leads that were won or lost from one moment until before
// another.
func (rd *LeadReads) Ended(stage agreement.Stage, from, to time.Time, limit int) ([]funnel.Lead, error) {
	return take(rd.t.leads.By(rd.r, "ended", table.Range{
		From: table.Join(string(stage), kv.TimeKey(from)), To: table.Join(string(stage), kv.TimeKey(to)), Limit: limit,
	}), 0)
}

// LeadsAfter gives the next leads in order of number, for exports that must
// not hold a transaction while they write.
func (rd *LeadReads) LeadsAfter(id ref.LeadID, limit int) ([]funnel.Lead, error) {
	return after[funnel.Lead](rd.r, "lead/r/", leadKey(id+1), limit)
}

// HeldBy gives the leads that somebody has to do with: those of sales that are
// theirs, whoever's turn it is, and those that wait for them.
func (rd *LeadReads) HeldBy(user ref.UserID, limit int) ([]funnel.Lead, error) {
	held, err := take(rd.t.leads.By(rd.r, "rep", table.Range{Value: string(user), Limit: limit}), 0)
	if err != nil {
		return nil, err
	}

	waiting, err := rd.TurnOf(user, limit)
	for _, l := range waiting {
		if l.Owner != user {
			held = append(held, l)
		}
	}

	return held, err
}

// LentBy gives the leads that somebody has lent.
func (rd *LeadReads) LentBy(user ref.UserID, limit int) ([]funnel.Lead, error) {
	return take(rd.t.leads.By(rd.r, "lent", table.Range{Value: string(user), Limit: limit}), 0)
}

// LentCount counts them, up to a limit.
func (rd *LeadReads) LentCount(user ref.UserID, limit int) (int, error) {
	ids, err := take(rd.t.leads.IDs(rd.r, "lent", table.Range{Value: string(user), Limit: limit}), 0)
	return len(ids), err
}

// OpenPromises gives the leads that run a clock or wait for a date, by their
// numbers only.
func (rd *LeadReads) OpenPromises() ([]ref.LeadID, error) { return rd.dueLeads(table.Range{}) }

// Undoable gives somebody's last change.
func (rd *LeadReads) Undoable(user ref.UserID) (funnel.Undoable, bool, error) {
	return optional(rd.t.undos.Get(rd.r, string(user)))
}

// PutUndoable remembers somebody's last change.
func (tx *Tx) PutUndoable(u funnel.Undoable) error { return tx.t.undos.Put(tx.w, u) }

// DropUndoable forgets somebody's last change.
func (tx *Tx) DropUndoable(user ref.UserID) error { return tx.t.undos.Delete(tx.w, string(user)) }

// Snoozed gives the leads that nobody is reminded of now, those that come
// back soonest first.
func (rd *LeadReads) Snoozed(now time.Time, limit int) ([]funnel.Lead, error) {
	return take(rd.t.leads.By(rd.r, "snoozed", table.Range{From: kv.TimeKey(now.Add(time.Millisecond)), Limit: limit}), 0)
}

// Tellable gives the leads that somebody is to be reminded of, late longest
// first; a lead once for each of its late promises.
func (rd *LeadReads) Tellable(user ref.UserID, limit int) ([]funnel.Lead, error) {
	return take(rd.t.leads.By(rd.r, "remind", table.Range{Prefix: table.Join(string(user), ""), Limit: limit}), 0)
}

// TellableCount counts them, up to a limit.
func (rd *LeadReads) TellableCount(user ref.UserID, limit int) (int, error) {
	ids, err := take(rd.t.leads.IDs(rd.r, "remind", table.Range{Prefix: table.Join(string(user), ""), Limit: limit}), 0)
	return len(ids), err
}

// Late gives the leads with a promise whose time ran out, late longest first;
// a lead once for each.
func (rd *LeadReads) Late(limit int) ([]funnel.Lead, error) {
	return take(rd.t.leads.By(rd.r, "late", table.Range{Limit: limit}), 0)
}

// LateCount counts the promises whose time ran out, up to a limit.
func (rd *LeadReads) LateCount(limit int) (int, error) {
	ids, err := take(rd.t.leads.IDs(rd.r, "late", table.Range{Limit: limit}), 0)
	return len(ids), err
}
