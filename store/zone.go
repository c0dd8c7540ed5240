package store

import (
	"context"
	"fmt"
)

// Zone is the name of the time zone by whose days the counters are computed;
// empty as long as nobody noted one.
func (s *Store) Zone(ctx context.Context) (zone string, err error) {
	err = s.View(ctx, func(rd *Reads) error {
		zone, err = rd.meta("zone")
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read the time zone of the counters: %w", err)
	}
	return zone, nil
}
