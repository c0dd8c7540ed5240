package daemon

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestWhileChangesAreRefusedItIsNotReady(t *testing.T) {
	for _, refused := range []error{nil, errors.New("writing has stopped after a failure of the disk")} {
		reasons := refusals(func(context.Context) error { return refused })
		if (refused == nil) != (len(reasons) == 0) || refused != nil && !strings.Contains(reasons[0], "nothing can be changed: "+refused.Error()) {
			t.Errorf("%v: %q", refused, reasons)
		}
	}
}
