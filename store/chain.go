package store

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

// The journal is a chain: each entry holds the hash of the one before, so whoever knows the hash of the last one, its
// head, knows whether anything before was changed. What people wrote about a person is in the hash only as a digest
// with the salt of that person; without salt and text the digest tells nothing, and the chain stays whole. The last
// entry about a lead has a digest, its seal, of the whole lead as it left it.
const (
	hashLen = 24 // bytes: 32 characters
	sealLen = 16
	saltLen = 16

	journalPrefix = "journal/r/"
	saltPrefix    = "salt/"
	// chainKey has the sequence and hash of the last entry from before there was a chain.
	chainKey = "meta/chain"
)

// texts are the fields of an entry in which people write about a person.
var texts = []string{"answers", "note", "outcome", "outside_owner", "override", "proof"}

func encoded(sum [sha256.Size]byte, length int) string {
	return base64.RawURLEncoding.EncodeToString(sum[:length])
}

// sealOf is a digest that tells nothing without the salt.
func sealOf(salt, content []byte) string {
	return encoded(sha256.Sum256(append(bytes.Clone(salt), content...)), sealLen)
}

// hashOf is the hash of a stored entry. Where it has texts, or had, their digest stands for them.
func hashOf(raw []byte) (string, error) {
	if !bytes.Contains(raw, []byte(`,"said":"`)) {
		return encoded(sha256.Sum256(raw), hashLen), nil
	}

	rest, _, err := split(raw)
	if err != nil {
		return "", err
	}

	return encoded(sha256.Sum256(rest), hashLen), nil
}

// split takes an entry apart in what is said in it and the rest, those that it takes back included.
func split(raw []byte) (rest, said []byte, err error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, nil, err
	}

	kept := map[string]json.RawMessage{}
	for _, name := range texts {
		if text, ok := fields[name]; ok {
			kept[name] = text
			delete(fields, name)
		}
	}

	var undone, undoneTexts []json.RawMessage
	if nested, ok := fields["undoes"]; ok {
		if err := json.Unmarshal(nested, &undone); err != nil {
			return nil, nil, err
		}
	}

	for i, nested := range undone {
		rest, said, err := split(nested)
		if err != nil {
			return nil, nil, err
		}

		undone[i] = rest
		if said != nil {
			undoneTexts = append(undoneTexts, said)
		}
	}

	if len(undone) > 0 {
		if fields["undoes"], err = json.Marshal(undone); err != nil {
			return nil, nil, err
		}
	}

	if len(undoneTexts) > 0 {
		if kept["undoes"], err = json.Marshal(undoneTexts); err != nil {
			return nil, nil, err
		}
	}

	if len(kept) > 0 {
		if said, err = json.Marshal(kept); err != nil {
			return nil, nil, err
		}
	}

	rest, err = json.Marshal(fields)
	return rest, said, err
}

// speaks says whether an entry has texts, itself or in what it takes back.
func speaks(e funnel.Entry) bool {
	if slices.ContainsFunc(e.Undoes, speaks) {
		return true
	}

	return e.Note+e.Override+e.Proof+e.Outcome+e.OutsideOwner != "" || len(e.Answers) > 0
}

// lastHash remembers the hash of the entry that was read last as the end of the journal.
type lastHash struct{ known atomic.Pointer[hashed] }

type hashed struct {
	raw  []byte
	hash string
}

func (l *lastHash) of(raw []byte) (string, error) {
	if k := l.known.Load(); k != nil && bytes.Equal(k.raw, raw) {
		return k.hash, nil
	}

	hash, err := hashOf(raw)
	if err == nil {
		l.known.Store(&hashed{raw: bytes.Clone(raw), hash: hash})
	}

	return hash, err
}

// Head is the end of the journal: its last entry, and the hash that stands for all of them.
type Head struct {
	Seq  uint64
	Hash string // empty of an empty journal
}

func (h Head) String() string { return fmt.Sprintf("entry %d, %s", h.Seq, h.Hash) }

// Head gives the end of the journal.
func (rd *JournalReads) Head() (h Head, err error) {
	if h.Seq, err = rd.sequence("journal"); err != nil || h.Seq == 0 {
		return h, err
	}

	begun, err := rd.chainStart()
	if err != nil || begun.Seq == h.Seq {
		return begun.Head, err
	}

	raw, err := rd.r.Get(journalPrefix + kv.IntKey(int64(h.Seq)))
	if err != nil {
		return h, fmt.Errorf("read the end of the journal: %w", err)
	}

	h.Hash, err = rd.t.last.of(raw)
	return h, err
}

// chainBegin is the last entry from before the chain, with the hash that the first one of the chain holds. Now is the
// hash of the entries before as they are since a text was erased there.
type chainBegin struct {
	Head
	Now string
}

// chainStart is where the entries end that are older than the chain; zero where there are none.
func (rd *JournalReads) chainStart() (b chainBegin, err error) {
	text, err := rd.r.Get(chainKey)
	if errors.Is(err, kv.ErrNotFound) {
		return b, nil
	}

	if err != nil {
		return b, err
	}

	if n, err := fmt.Sscanf(string(text), "%d %s %s", &b.Seq, &b.Hash, &b.Now); n < 2 {
		return b, err
	}

	b.Now = cmp.Or(b.Now, b.Hash)
	return b, nil
}

// salt gives the salt of a lead, nil where it has gone, and the seal beside it: of one that changed without an entry,
// or whose last entry is older than seals.
func (s *scope) salt(id ref.LeadID) (salt []byte, seal string, err error) {
	kept, err := s.r.Get(saltPrefix + leadKey(id))
	if errors.Is(err, kv.ErrNotFound) {
		return nil, "", nil
	}

	if err != nil || len(kept) < saltLen {
		return nil, "", errors.Join(err, fmt.Errorf("the salt of %s has %d bytes", id, len(kept)))
	}

	return kept[:saltLen], string(kept[saltLen:]), nil
}

func (tx *Tx) addSalt(id ref.LeadID) error {
	salt := make([]byte, saltLen)
	if _, err := io.ReadFull(rand.Reader, salt); err != nil {
		return fmt.Errorf("make a salt: %w", err)
	}

	tx.w.Put(saltPrefix+leadKey(id), salt)
	return nil
}

// sealed is what of a stored lead is sealed: all but when it is due next, which follows from the rest and is found
// again when calendars change.
func sealed(raw []byte) []byte {
	if at := bytes.LastIndex(raw, []byte(`,"next_due_at":`)); at >= 0 {
		return raw[:at]
	}

	return bytes.TrimSuffix(raw, []byte("}"))
}

// seal is the seal of a lead as it is stored; empty where there is none, or its salt has gone.
func (s *scope) seal(id ref.LeadID) (string, error) {
	raw, err := s.r.Get("lead/r/" + leadKey(id))
	if errors.Is(err, kv.ErrNotFound) {
		return "", nil
	}

	if err != nil {
		return "", err
	}

	salt, _, err := s.salt(id)
	if err != nil || salt == nil {
		return "", err
	}

	return sealOf(salt, sealed(raw)), nil
}

// Reseal notes beside the salt how a lead stands that changed without an entry, as when a snooze is over.
func (tx *Tx) Reseal(id ref.LeadID) error {
	salt, _, err := tx.salt(id)
	if err != nil || salt == nil {
		return err
	}

	seal, err := tx.seal(id)
	if err != nil {
		return err
	}

	tx.w.Put(saltPrefix+leadKey(id), append(bytes.Clone(salt), seal...))
	return nil
}

// append writes an entry behind the head, and gives the new one. The last about a lead is sealed.
func (tx *Tx) append(e funnel.Entry, head Head, last bool) (Head, error) {
	e.Prev, e.Undoes = head.Hash, slices.Clone(e.Undoes)
	for i := range e.Undoes {
		e.Undoes[i].Prev, e.Undoes[i].Seal, e.Undoes[i].Said = "", "", ""
	}

	if e.Lead != 0 {
		if err := tx.seals(&e, last); err != nil {
			return head, err
		}
	}

	if err := tx.t.journal.Put(tx.w, e); err != nil {
		return head, fmt.Errorf("write the journal: %w", err)
	}

	raw, err := tx.r.Get(journalPrefix + kv.IntKey(int64(e.Seq)))
	if err != nil {
		return head, err
	}

	hash, err := tx.t.last.of(raw)
	return Head{Seq: e.Seq, Hash: hash}, err
}

// seals gives an entry about a lead the digests that it holds of others.
func (tx *Tx) seals(e *funnel.Entry, last bool) (err error) {
	if last {
		if e.Seal, err = tx.seal(e.Lead); err != nil {
			return fmt.Errorf("seal %s: %w", e.Lead, err)
		}
	}

	if !speaks(*e) {
		return nil
	}

	salt, _, err := tx.salt(e.Lead)
	if err != nil || salt == nil {
		return err
	}

	raw, err := json.Marshal(e)
	if err != nil {
		return err
	}

	_, said, err := split(raw)
	e.Said = sealOf(salt, said)
	return err
}

// verifyChain follows the journal from its first entry to its head.
func (rd *Reads) verifyChain() (wrong []string, err error) {
	begun, err := rd.chainStart()
	if err != nil {
		return []string{"where the chain of the journal begins cannot be read"}, nil
	}

	hash := ""
	for e, err := range rd.r.Scan(kv.Range{Prefix: journalPrefix}) {
		if err != nil {
			return nil, err
		}

		entry, raw := funnel.Entry{}, e.Value
		if err := json.Unmarshal(raw, &entry); err != nil {
			return nil, err
		}

		if entry.Seq <= begun.Seq {
			hash = olderHash(hash, raw)
			if entry.Seq != begun.Seq {
				continue
			}

			if hash != begun.Now {
				wrong = append(wrong, fmt.Sprintf("the journal was changed at or before entry %d, where its chain begins", begun.Seq))
			}

			hash = begun.Hash
			continue
		}

		if entry.Prev != hash {
			wrong = append(wrong, fmt.Sprintf("entry %d of the journal does not follow the one before: one of them was changed", entry.Seq))
		}

		text, err := rd.verifySaid(entry, raw)
		if err != nil {
			return nil, err
		}

		wrong = append(wrong, text...)
		if hash, err = hashOf(raw); err != nil {
			return nil, err
		}
	}

	return wrong, nil
}

// olderHash goes on with the hash over the entries that are older than the chain.
func olderHash(hash string, raw []byte) string {
	return encoded(sha256.Sum256(append([]byte(hash), raw...)), hashLen)
}

// verifySaid compares what is said in an entry with its digest, as long as it is there.
func (rd *Reads) verifySaid(e funnel.Entry, raw []byte) ([]string, error) {
	if e.Said == "" || !speaks(e) {
		return nil, nil
	}

	salt, _, err := rd.salt(e.Lead)
	if err != nil || salt == nil {
		return nil, err
	}

	_, said, err := split(raw)
	if err != nil || sealOf(salt, said) == e.Said {
		return nil, err
	}

	l, ok, err := optional(rd.t.leads.Get(rd.r, leadKey(e.Lead)))
	if err != nil || ok && l.Erased() && !e.At.After(l.ErasedAt) {
		return nil, err // an outside owner is left, by whom figures count
	}

	return []string{fmt.Sprintf("what is said in entry %d of the journal, about %s, was changed", e.Seq, e.Lead)}, nil
}

// verifySeal compares a lead with what the journal says of it, and names the fields that it names.
func (rd *Reads) verifySeal(l funnel.Lead) ([]string, error) {
	entry, err := rd.lastAbout(l.ID)
	if err != nil {
		return nil, err
	}

	_, beside, err := rd.salt(l.ID)
	if err != nil {
		return []string{err.Error()}, nil
	}

	have, err := rd.seal(l.ID)
	switch {
	case err != nil:
		return nil, err
	case have != "" && (have == entry.Seal || have == beside):
		return nil, nil
	case have == "":
		return []string{fmt.Sprintf("lead %s has no salt, so that it cannot be compared with the journal", l.ID)}, nil
	}

	return []string{fmt.Sprintf("lead %s is not as entry %d of the journal left it%s", l.ID, entry.Seq, differing(l, entry))}, nil
}

// lastAbout is the last entry about a lead.
func (rd *Reads) lastAbout(id ref.LeadID) (last funnel.Entry, err error) {
	found, err := take(rd.t.journal.IDs(rd.r, "lead", table.Range{Value: leadKey(id), Reverse: true, Limit: 1}), 1)
	if err != nil || len(found) == 0 {
		return last, err
	}

	last, _, err = optional(rd.t.journal.Get(rd.r, found[0]))
	return last, err
}

// differing names what a lead and an entry about it both have, and have otherwise.
func differing(l funnel.Lead, e funnel.Entry) string {
	var text strings.Builder
	for _, field := range []struct{ name, lead, journal string }{
		{"stage", string(l.Stage), string(e.To)},
		{"owner", string(l.Owner), string(e.Owner)},
		{"marketer", string(l.Marketer), string(e.Marketer)},
		{"source", l.Source, e.Source},
		{"campaign", l.Campaign, e.Campaign},
		{"owner outside", l.OutsideOwner, e.OutsideOwner},
	} {
		if field.journal != "" && field.lead != field.journal {
			fmt.Fprintf(&text, "; its %s is %q, by the journal %q", field.name, field.lead, field.journal)
		}
	}

	return text.String()
}

// chain begins the chain behind what is there, and salts and seals every lead.
func chain(w kv.Writer) error {
	head := Head{}
	for e, err := range w.Scan(kv.Range{Prefix: journalPrefix}) {
		if err != nil {
			return err
		}

		head.Hash = olderHash(head.Hash, e.Value)
		if _, err := fmt.Sscanf(e.Key[len(journalPrefix):], "%d", &head.Seq); err != nil {
			return fmt.Errorf("read the number of %s: %w", e.Key, err)
		}
	}

	if head.Seq > 0 {
		w.Put(chainKey, fmt.Appendf(nil, "%d %s", head.Seq, head.Hash))
	}

	for e, err := range w.Scan(kv.Range{Prefix: "lead/r/"}) {
		if err != nil {
			return err
		}

		salt := make([]byte, saltLen, saltLen+2*sealLen)
		if _, err := io.ReadFull(rand.Reader, salt); err != nil {
			return fmt.Errorf("make a salt: %w", err)
		}

		w.Put(saltPrefix+e.Key[len("lead/r/"):], append(salt, sealOf(salt, sealed(e.Value))...))
	}

	return nil
}
