package store

import (
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/table"
)

// DisputeReads are the questions about disputed rejections and their rulings.
type DisputeReads struct{ *scope }

// disputeIndexes find the disputes that wait for a ruling, and the rulings by
// the reason of the rejection.
func disputeIndexes() []table.Index[funnel.Dispute] {
	return []table.Index[funnel.Dispute]{
		{Name: "open", Keys: func(d funnel.Dispute) []string { return when(d.Open(), kv.TimeKey(d.At)) }},
		{Name: "ruled", Keys: func(d funnel.Dispute) []string {
			return when(!d.Open(), table.Join(d.Rejection.Reason, kv.TimeKey(d.RuledAt)))
		}},
	}
}

func disputeKey(number int) string { return kv.IntKey(int64(number))[8:] }

// Dispute gives a dispute by its number.
func (rd *DisputeReads) Dispute(number int) (funnel.Dispute, bool, error) {
	return optional(rd.t.disputes.Get(rd.r, disputeKey(number)))
}

// OpenDisputes gives the disputes that wait for a ruling, oldest first.
func (rd *DisputeReads) OpenDisputes(limit int) ([]funnel.Dispute, error) {
	return take(rd.t.disputes.By(rd.r, "open", table.Range{Limit: limit}), 0)
}

// Rulings gives the latest rulings on rejections for a reason.
func (rd *DisputeReads) Rulings(reason string, limit int) ([]funnel.Dispute, error) {
	return take(rd.t.disputes.By(rd.r, "ruled", table.Range{Prefix: table.Join(reason, ""), Reverse: true, Limit: limit}),
		0)
}

// NextDispute gives the number of a new dispute.
func (tx *Tx) NextDispute() (int, error) {
	n, err := tx.next("dispute")
	return int(n), err
}

// PutDispute writes a dispute.
func (tx *Tx) PutDispute(d funnel.Dispute) error {
	d.Rejection.Prev, d.Rejection.Seal, d.Rejection.Said = "", "", ""
	return tx.t.disputes.Put(tx.w, d)
}
