package store

import (
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/store/kv"
)

// AgreementReads are the questions about the lead definition, its drafts and reviews.
type AgreementReads struct{ *scope }

// Definition gives a version of the lead definition.
func (rd *AgreementReads) Definition(version int) (agreement.Definition, bool, error) {
	return optional(rd.t.definitions.Get(rd.r, kv.IntKey(int64(version))))
}

// DefinitionInForce gives the number of the version in force; 0 is none yet.
func (rd *AgreementReads) DefinitionInForce() (int, error) {
	n, err := rd.sequence("definition")
	return int(n), err
}

// PutDefinition writes a definition as the next version and puts it in force.
func (tx *Tx) PutDefinition(d agreement.Definition) (agreement.Definition, error) {
	n, err := tx.next("definition")
	if err != nil {
		return d, err
	}

	d.Version = int(n)
	return d, tx.t.definitions.Put(tx.w, d)
}

// Draft gives a draft of the definition by its number.
func (rd *AgreementReads) Draft(number int) (funnel.Draft, bool, error) {
	return optional(rd.t.drafts.Get(rd.r, kv.IntKey(int64(number))))
}

// LastDraft gives the latest draft; its number is 0 where there was none.
func (rd *AgreementReads) LastDraft() (funnel.Draft, error) {
	n, err := rd.sequence("draft")
	if err != nil || n == 0 {
		return funnel.Draft{}, err
	}

	d, _, err := rd.Draft(int(n))
	return d, err
}

// AddDraft writes a new draft, with the next number.
func (tx *Tx) AddDraft(d funnel.Draft) (funnel.Draft, error) {
	n, err := tx.next("draft")
	if err != nil {
		return d, err
	}

	d.Number = int(n)
	return d, tx.PutDraft(d)
}

// PutDraft changes a draft.
func (tx *Tx) PutDraft(d funnel.Draft) error { return tx.t.drafts.Put(tx.w, d) }

// Review gives what the signers have said on a version; the zero value where
// nobody was asked and nobody has said anything.
func (rd *AgreementReads) Review(version int) (funnel.Review, error) {
	r, _, err := optional(rd.t.reviews.Get(rd.r, kv.IntKey(int64(version))))
	return r, err
}

// PutReview writes what the signers have said on a version.
func (tx *Tx) PutReview(r funnel.Review) error { return tx.t.reviews.Put(tx.w, r) }
