package leads

import (
	"testing"

	"github.com/leadloop/leadloop/bot/kit/kittest"
)

func TestGolden(t *testing.T) {
	kittest.Check(t, nil, addCards, addNotices, addErasing, addModals, addReplies, addCriteria, addDisputes, addQuestions, addWindows)
}
