// Package imports takes leads and outcomes of the past, row by row. It starts no clock, tells
// nobody and never changes a lead that is known, but for its outcome. Start at Service.Leads;
// intake reads the files.
package imports

import (
	"context"
	"fmt"

	"github.com/leadloop/leadloop/funnel"
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

// Leads takes a batch of leads of the past in one transaction. A lead
// that is known already is left as it is, so that a repeated import changes
// nothing. It starts no clock and tells nobody.
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

// Known gives the leads that are stored with an external id, an e-mail address
// or a phone number; the zero lead for those that are not.
func (s *Service) Known(ctx context.Context, identities []funnel.Identity) ([]funnel.Lead, error) {
	return core.Read(ctx, s.core, "look up leads", func(rd *store.Reads) (leads []funnel.Lead, err error) {
		leads = make([]funnel.Lead, len(identities))
		for i, who := range identities {
			if leads[i], _, err = rd.Known(who); err != nil {
				return leads, err
			}
		}

		return leads, nil
	})
}

func importLead(uc *core.UseCase, row Row, report *Report) error {
	clean, err := row.Input.Clean(uc.Policy.Region)
	if err != nil {
		return err
	}

	_, known, err := uc.Tx.Known(clean.Who)
	if err != nil {
		return err
	}

	if known {
		report.Unchanged++
		return nil
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
	return nil
}

func importOutcome(uc *core.UseCase, row Row, report *Report) error {
	clean, err := row.Input.Clean(uc.Policy.Region)
	if err != nil {
		return err
	}

	before, known, err := uc.Tx.Known(clean.Who)
	if err != nil {
		return err
	}

	if !known {
		return fault.NotFound("No lead with this external id, e-mail address or phone number is stored. Import the leads first, then their outcomes.")
	}

	change, err := before.ImportOutcome(clean, row.Past, uc.Act, uc.Policy)
	if err != nil {
		return err
	}

	if len(change.Entries) == 0 {
		report.Unchanged++
		return nil
	}

	if _, err := uc.Record(before, change); err != nil {
		return err
	}

	report.Updated++
	return nil
}
