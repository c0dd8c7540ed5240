package people

import (
	"testing"

	"github.com/leadloop/leadloop/bot/kit/kittest"
)

func TestGolden(t *testing.T) {
	kittest.Check(t, nil, addPeople, addRouting)
}
