package calendar

import (
	"errors"
	"fmt"
	"time"
)

// checkZone says whether a name is a time zone that this machine knows.
func CheckZone(name string) error {
	if name == "" {
		return errors.New("no time zone is given")
	}
	if _, err := time.LoadLocation(name); err != nil {
		return fmt.Errorf("time zone %s: %w", name, err)
	}
	return nil
}
