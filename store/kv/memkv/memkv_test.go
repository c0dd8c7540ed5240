package memkv_test

import (
	"testing"

	"github.com/leadloop/leadloop/store/kv"
	"github.com/leadloop/leadloop/store/kv/kvtest"
	"github.com/leadloop/leadloop/store/kv/memkv"
)

func TestContract(t *testing.T) {
	kvtest.Run(t, func(t testing.TB) kv.DB {
		t.Helper()
		db := memkv.New()
		t.Cleanup(func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
		return db
	})
}
