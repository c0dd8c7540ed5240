// Package imports takes leads and outcomes of the past, row by row. It starts no clock, tells
// nobody and never overwrites what is known of a lead. Start at Service.Leads;
// intake reads the files.
package imports

import (
	"context"
	"fmt"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
	"github.com/leadloop/leadloop/funnel/fault"
	"github.com/leadloop/leadloop/funnel/people"
	"github.com/leadloop/leadloop/loop/core"
	"github.com/leadloop/leadloop/store"
)

// Service runs the use cases of this noun.
type Service struct{ core *core.Core }

// New returns the use cases over the core that all nouns share.
func New(c *core.Core) *Service { return &Service{core: c} }

// Row is one row of a file of the past, read and mapped.
type Row struct {
	Number int // of the row in the file, for reports
	Input  funnel.LeadInput
	Past   funnel.Past
	End    funnel.Past // how it ended, of a lead that came before; no stage is not yet, or all that is known
}

// latest is the last that the row says of the lead.
func (r Row) latest() funnel.Past {
	if r.End.Stage != "" {
		return r.End
	}

	return r.Past
}

// ended is how the lead ended by the row, if it did.
func (r Row) ended() (end funnel.Past, ok bool) {
	end = r.latest()
	return end, end.Stage == agreement.Customer || end.Stage == agreement.Lost
}

// Contradicts says that a row of a file of leads ends a lead otherwise than it is stored.
func (r Row) Contradicts(stored funnel.Lead) error {
	past, ended := r.ended()
	if !ended || !stored.Stage.Ended() || !stored.Reached[past.Stage].IsZero() {
		return nil
	}

	return fault.Conflict("%s is stored as %s, and the row says %s. What is stored is never overwritten: take the row out, or say what became of the lead in a file of outcomes.", stored.ID, stored.Stage, past.Stage)
}

// Changes says how a row would change a lead that is stored: what it fills in, and whether it says how the lead ended.
func (r Row) Changes(stored funnel.Lead, in funnel.Cleaned) bool {
	if end, ok := r.ended(); ok && stored.Reached[end.Stage].IsZero() {
		return true
	}

	_, more := stored.FilledFrom(in, r.latest())
	return more
}

// Report is what became of the rows.
type Report struct {
	New, Updated, Unchanged int
	Problems                []Problem
}

// Problem says why a row was not taken.
type Problem struct {
	Row    int
	Reason string
}

// Add sums reports of several batches.
func (r *Report) Add(other Report) {
	r.New += other.New
	r.Updated += other.Updated
	r.Unchanged += other.Unchanged
	r.Problems = append(r.Problems, other.Problems...)
}

// Reject notes why a row was not taken.
func (r *Report) Reject(row int, err error) {
	r.Problems = append(r.Problems, Problem{Row: row, Reason: fault.UserText(err)})
}

// Leads takes a batch of leads of the past in one transaction. Of a lead
// that is known already it fills in what is blank, and takes how it ended; it
// overwrites nothing, so that a repeated import changes nothing. It starts no
// clock and tells nobody.
func (s *Service) Leads(ctx context.Context, rows []Row) (Report, error) {
	return s.importRows(ctx, "import leads", rows, importLead)
}

// Outcomes takes a batch of outcomes of leads imported before, matched
// by external id, e-mail address or phone number.
func (s *Service) Outcomes(ctx context.Context, rows []Row) (Report, error) {
	return s.importRows(ctx, "import outcomes", rows, importOutcome)
}

func (s *Service) importRows(
	ctx context.Context, what string, rows []Row, one func(*core.UseCase, Row, *Report) error,
) (Report, error) {
	var report Report
	err := s.core.Transact(ctx, people.Program(), "", func(uc *core.UseCase) error {
		report = Report{}
		for _, row := range rows {
			err := one(uc, row, &report)
			if err == nil {
				continue
			}

			if fault.KindOf(err) == fault.KindInternal {
				return fmt.Errorf("row %d: %w", row.Number, err)
			}

			report.Reject(row.Number, err)
		}

		return nil
	})
	if err != nil {
		return Report{}, fmt.Errorf("%s: %w", what, err)
	}

	return report, nil
}

// Found is the lead of a row, the zero lead where none is stored, or why that cannot be said.
type Found struct {
	Lead funnel.Lead
	Err  error
}

// Known gives the leads that are stored with an external id, an e-mail address
// or a phone number.
func (s *Service) Known(ctx context.Context, rows []funnel.Cleaned) ([]Found, error) {
	return core.Read(ctx, s.core, "look up leads", func(rd *store.Reads) (found []Found, err error) {
		found = make([]Found, len(rows))
		for i, row := range rows {
			l, _, err := rd.Known(row)
			if err != nil && fault.KindOf(err) == fault.KindInternal {
				return found, err
			}

			found[i] = Found{Lead: l, Err: err}
		}

		return found, nil
	})
}

func importLead(uc *core.UseCase, row Row, report *Report) error {
	clean, err := row.Input.Clean(uc.Policy.Region)
	if err != nil {
		return err
	}

	before, known, err := uc.Tx.Known(clean)
	if err != nil {
		return err
	}

	if known {
		return importAgain(uc, before, clean, row, report)
	}

	id, err := uc.Tx.NextLeadID()
	if err != nil {
		return err
	}

	change, err := funnel.Import(id, clean, row.Past, uc.Act, uc.Policy)
	if err != nil {
		return err
	}

	// Not apply: what is history is told to nobody, not even to Home tabs.
	if _, err := uc.Record(funnel.Lead{}, change); err != nil {
		return err
	}

	report.New++
	if row.End.Stage == "" {
		return nil
	}

	_, err = end(uc, change.Lead, clean, row.End)
	return err
}

// importAgain takes a row about a lead that is known: how it ended, else what is blank.
func importAgain(uc *core.UseCase, before funnel.Lead, in funnel.Cleaned, row Row, report *Report) error {
	if err := row.Contradicts(before); err != nil {
		return err
	}

	if past, ended := row.ended(); ended {
		return endAgain(uc, before, in, row, past, report)
	}

	return fillIn(uc, before, in, row, report)
}

// endAgain takes how a lead ended, else what is blank.
func endAgain(
	uc *core.UseCase, before funnel.Lead, in funnel.Cleaned, row Row, past funnel.Past, report *Report,
) error {
	switch changed, err := end(uc, before, in, past); {
	case err != nil:
		return err
	case changed:
		report.Updated++
		return nil
	}

	return fillIn(uc, before, in, row, report)
}

func fillIn(uc *core.UseCase, before funnel.Lead, in funnel.Cleaned, row Row, report *Report) error {
	change, err := before.ImportAgain(in, row.latest(), uc.Act, uc.Policy)
	if err != nil {
		return err
	}

	if len(change.Entries) == 0 {
		report.Unchanged++
		return nil
	}

	report.Updated++
	_, err = uc.Record(before, change)
	return err
}

// end takes how a lead ended, and says whether that was new.
func end(uc *core.UseCase, before funnel.Lead, in funnel.Cleaned, past funnel.Past) (changed bool, err error) {
	change, err := before.ImportOutcome(in, past, uc.Act, uc.Policy)
	if err != nil || len(change.Entries) == 0 {
		return false, err
	}

	_, err = uc.Record(before, change)
	return true, err
}

func importOutcome(uc *core.UseCase, row Row, report *Report) error {
	clean, err := row.Input.Clean(uc.Policy.Region)
	if err != nil {
		return err
	}

	before, known, err := uc.Tx.Known(clean)
	if err != nil {
		return err
	}

	if !known {
		return fault.NotFound("No lead with this external id, e-mail address or phone number is stored. Import the leads first, then their outcomes.")
	}

	return endAgain(uc, before, clean, row, row.Past, report)
}
