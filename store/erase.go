package store

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

// erasure says of a stored record type what it holds of the person behind a lead, and how that is erased. Where nothing
// is to be done, holds says why.
type erasure struct {
	table string
	holds string
	erase func(*Tx, ref.LeadID) error // nil: it holds nothing of the person
}

// erasures are those of all tables; a test fails for one that is not here.
var erasures = []erasure{
	{"lead", "who they are and what was said of them; the rule blanks it", nil},
	{"journal", "texts of people; figures count by none of them", (*Tx).eraseJournal},
	{"dispute", "company, proof, why, ruling and the rejection", (*Tx).eraseDisputes},
	{"undo", "the lead as it was before somebody's last change", (*Tx).eraseUndos},
	{"outbox", "the number of the lead; what is not told yet is not told any more", (*Tx).Untell},

	{"parked", "the number of the lead", nil},
	{"ref", "the number of the lead; the messages are told anew", nil},
	{"reminder", "the number of the lead; the messages are told anew", nil},
	{"availability", "of people who work here", nil},
	{"person", "of people who work here", nil},
	{"subscription", "of people who work here", nil},
	{"muted", "kinds of reminders", nil},
	{"inbox", "digests of keys", nil},
	{"said", "periods", nil},
	{"definition", "what the teams agreed on", nil},
	{"draft", "what the teams agreed on", nil},
	{"review", "what the teams agreed on", nil},
	{"goal", "figures", nil},
	{"figure", "figures", nil},
	{"metric", "figures", nil},
	{"threshold", "figures", nil},
	{"campaign", "campaigns", nil},
	{"spend", "campaigns", nil},
	{"pool", "reps and rules", nil},
	{"turns", "reps", nil},
}

// Erase takes the person behind a lead out of everything that is stored beside the lead itself, and gives the lead
// another salt: what is left in the journal tells nothing, and its chain stays whole. The lead is to be written without
// the person in the same transaction.
func (tx *Tx) Erase(id ref.LeadID) error {
	for _, e := range erasures {
		if e.erase == nil {
			continue
		}

		if err := e.erase(tx, id); err != nil {
			return fmt.Errorf("erase %s from %s: %w", id, e.table, err)
		}
	}

	return tx.addSalt(id)
}

// erasedTexts is what becomes of the texts of an entry: what figures count by stays, see [ledger.Deltas].
var erasedTexts = map[string]json.RawMessage{
	"answers": nil, "note": nil, "outcome": nil, "proof": nil,
	"override": json.RawMessage(`"` + funnel.ErasedText + `"`),
}

// eraseJournal takes the texts out of the entries about a lead.
func (tx *Tx) eraseJournal(id ref.LeadID) error {
	begun, err := tx.chainStart()
	if err != nil {
		return err
	}

	ids, err := take(tx.t.journal.IDs(tx.r, "lead", table.Range{Value: leadKey(id)}), 0)
	if err != nil {
		return err
	}

	older := false
	for _, seq := range ids {
		raw, err := tx.r.Get(journalPrefix + seq)
		if err != nil {
			return err
		}

		kept, err := withoutTexts(raw)
		if err != nil {
			return err
		}

		if !bytes.Equal(kept, raw) {
			tx.w.Put(journalPrefix+seq, kept)
			older = older || seq <= kv.IntKey(int64(begun.Seq))
		}
	}

	if older {
		return tx.noteOlder(begun)
	}

	return nil
}

// withoutTexts is a stored entry without its texts, those that it takes back included; as it is where it has none.
func withoutTexts(raw []byte) ([]byte, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, err
	}

	changed := false
	for name, instead := range erasedTexts {
		if _, has := fields[name]; !has {
			continue
		}

		changed = true
		if delete(fields, name); instead != nil {
			fields[name] = instead
		}
	}

	var undone []json.RawMessage
	if nested, has := fields["undoes"]; has {
		if err := json.Unmarshal(nested, &undone); err != nil {
			return nil, err
		}
	}

	for i, nested := range undone {
		kept, err := withoutTexts(nested)
		if err != nil {
			return nil, err
		}

		changed = changed || !bytes.Equal(kept, nested)
		undone[i] = kept
	}

	if !changed {
		return raw, nil
	}

	if len(undone) > 0 {
		nested, err := json.Marshal(undone)
		if err != nil {
			return nil, err
		}

		fields["undoes"] = nested
	}

	return json.Marshal(fields)
}

// noteOlder notes the hash of the entries from before the chain as they are now. The first entry of the chain holds the
// one that was.
func (tx *Tx) noteOlder(begun chainBegin) error {
	hash := ""
	last := journalPrefix + kv.IntKey(int64(begun.Seq))
	for e, err := range tx.r.Scan(kv.Range{Prefix: journalPrefix}) {
		if err != nil {
			return err
		}

		hash = olderHash(hash, e.Value)
		if e.Key == last {
			break
		}
	}

	tx.w.Put(chainKey, fmt.Appendf(nil, "%d %s %s", begun.Seq, begun.Hash, hash))
	return nil
}

// eraseDisputes blanks the disputes about a lead.
func (tx *Tx) eraseDisputes(id ref.LeadID) error {
	all, err := take(tx.t.disputes.All(tx.r), 0)
	if err != nil {
		return err
	}

	for _, d := range all {
		if d.Lead != id {
			continue
		}

		if err := tx.PutDispute(d.Blanked()); err != nil {
			return err
		}
	}

	return nil
}

// eraseUndos has nobody take back a change of the lead any more.
func (tx *Tx) eraseUndos(id ref.LeadID) error {
	all, err := take(tx.t.undos.All(tx.r), 0)
	if err != nil {
		return err
	}

	for _, u := range all {
		if u.Lead != id {
			continue
		}

		if err := tx.DropUndoable(u.User); err != nil {
			return err
		}
	}

	return nil
}
