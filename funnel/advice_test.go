package funnel_test

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/ref"
)

// TestNobodyIsAdvisedWhatWouldBeRefused: only a rep can be given a lead.
func TestNobodyIsAdvisedWhatWouldBeRefused(t *testing.T) {
	s := standing(t, "offered")
	s.does(s.lead.Accept(s.act(sam), s.p))

	for who, advised := range map[ref.UserID]bool{mel: false, rob: true} {
		err := s.lead.May(funnel.EntryQualified, s.act(who), s.p)
		if err == nil || strings.Contains(err.Error(), "To take it over") != advised {
			t.Errorf("%s is told: %v; want the advice: %v", who, err, advised)
		}
	}
}
