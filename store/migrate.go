package store

import (
	"context"
	"fmt"
	"strconv"

	"github.com/leadloop/leadloop/store/kv"
)

// migrations bring a file from the version of their index to the next. Each
// runs in one transaction with the version that it leads to. A released
// migration is never changed; a test upgrades a file of every version.
var migrations = []func(kv.Writer) error{
	func(kv.Writer) error { return nil }, // a new file: there is nothing to convert
	func(kv.Writer) error { return nil }, // a log beside the file, which programs of schema 1 would pass over
	chain,                                // and checksums in the data file, see File.addSums
}

// VersionError says that a file was written by a newer program, or, where it
// may only be read, that it has not been upgraded yet.
type VersionError struct{ Have, Want int }

func (e *VersionError) Error() string {
	if e.Have < e.Want {
		return fmt.Sprintf("the data was written by an older Leadloop (schema %d; this one reads %d) and may not be changed now. Start this version once with `leadloop run`, which upgrades it", e.Have, e.Want)
	}

	return fmt.Sprintf("the data was written by a newer Leadloop (schema %d; this one knows up to %d). Start the newer version, or restore the backup made before the upgrade", e.Have, e.Want)
}

// migrate brings the data to SchemaVersion; before is called once, with the
// version found, if existing data is about to change.
func (s *Store) migrate(ctx context.Context, before func(version int) error) error {
	version, err := s.version(ctx)
	if err != nil {
		return err
	}

	if version > SchemaVersion {
		return &VersionError{Have: version, Want: SchemaVersion}
	}

	if version > 0 && version < SchemaVersion {
		if err := before(version); err != nil {
			return fmt.Errorf("back up before migrating from schema %d: %w", version, err)
		}
	}

	for ; version < SchemaVersion; version++ {
		next := version + 1
		err := s.db.Update(ctx, func(w kv.Writer) error {
			if err := migrations[version](w); err != nil {
				return err
			}

			w.Put("meta/version", []byte(strconv.Itoa(next)))
			return nil
		})
		if err != nil {
			return fmt.Errorf("migrate to schema %d: %w", next, err)
		}
	}

	return nil
}

func (s *Store) version(ctx context.Context) (version int, err error) {
	err = s.db.View(ctx, func(r kv.Reader) error {
		text, err := (&scope{r: r}).meta("version")
		if err != nil || text == "" {
			return err
		}

		version, err = strconv.Atoi(text)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("read the schema version: %w", err)
	}

	return version, nil
}
