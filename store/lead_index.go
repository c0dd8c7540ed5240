package store

import (
	"slices"
	"strings"
	"unicode"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/contact"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

// tellableKeys find, by the person who is to be reminded, what is late longest.
func tellableKeys(l funnel.Lead) []string {
	var keys []string
	for _, c := range l.Tellable() {
		keys = append(keys, table.Join(string(c.Hears), kv.TimeKey(c.DueAt)))
	}

	return keys
}

func lateKeys(l funnel.Lead) []string {
	var keys []string
	for _, c := range l.Clocks.Late() {
		keys = append(keys, kv.TimeKey(c.DueAt))
	}

	return keys
}

// snoozedKeys find the leads that nobody is reminded of for a while.
func snoozedKeys(l funnel.Lead) []string {
	until := l.Clocks.SnoozedUntil()
	return when(!until.IsZero(), kv.TimeKey(until))
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

// leadKey is a lead's id at a fixed width, so that leads sort by number.
func leadKey(id ref.LeadID) string { return kv.IntKey(int64(id))[8:] }

// turnKeys sorts a person's leads by urgency: first those with a deadline,
// then the others, longest waiting first.
func turnKeys(l funnel.Lead) []string {
	user, _ := l.Turn()
	if user == "" {
		return nil
	}

	if c, ok := l.Clocks.Soonest(); ok {
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
	found := SearchWords(funnel.SearchText(l))
	return found[:min(len(found), maxWords)]
}

// SearchWords splits a text into the words that find leads, each once.
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
