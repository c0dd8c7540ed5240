package configs

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // minimal images carry no zone files
)

// TimeOfDay is a wall-clock time, in minutes after midnight.
type TimeOfDay int

// String returns the time as HH:MM.
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", int(t)/60, int(t)%60) }

const endOfDay TimeOfDay = 24 * 60

// ParseTimeOfDay reads HH:MM, from 00:00 to 24:00.
func ParseTimeOfDay(text string) (TimeOfDay, error) {
	wrong := fmt.Errorf("%s is not a time of day; expected HH:MM such as 09:00", shown(text))
	hours, minutes, found := strings.Cut(strings.TrimSpace(text), ":")
	if !found || len(hours) > 2 || len(minutes) != 2 {
		return 0, wrong
	}
	h, err := strconv.ParseUint(hours, 10, 8)
	if err != nil {
		return 0, wrong
	}
	m, err := strconv.ParseUint(minutes, 10, 8)
	if err != nil || m > 59 {
		return 0, wrong
	}
	t := TimeOfDay(h*60 + m)
	if t > endOfDay {
		return 0, wrong
	}
	return t, nil
}

// Block is a stretch of working time within one day.
type Block struct {
	From, To TimeOfDay
}

// ParseBlocks reads working hours such as "09:00-12:30, 13:30-18:00": in order,
// none overlapping.
func ParseBlocks(text string) ([]Block, error) {
	var blocks []Block
	for part := range strings.SplitSeq(text, ",") {
		from, to, found := strings.Cut(part, "-")
		if !found {
			return nil, fmt.Errorf("%s is not a stretch of hours; expected FROM-TO such as 09:00-18:00", shown(strings.TrimSpace(part)))
		}
		block, err := parseBlock(from, to)
		if err != nil {
			return nil, err
		}
		if n := len(blocks); n > 0 && block.From < blocks[n-1].To {
			return nil, fmt.Errorf("%s begins before %s ends; write the blocks in order, none overlapping", block, blocks[n-1])
		}
		blocks = append(blocks, block)
	}
	return blocks, nil
}

func parseBlock(from, to string) (Block, error) {
	start, err := ParseTimeOfDay(from)
	if err != nil {
		return Block{}, err
	}
	end, err := ParseTimeOfDay(to)
	if err != nil {
		return Block{}, err
	}
	block := Block{From: start, To: end}
	if end <= start {
		return Block{}, fmt.Errorf("%s ends before it begins; a block lies within one day, such as 09:00-18:00", block)
	}
	return block, nil
}

// String returns the block as FROM-TO.
func (b Block) String() string { return b.From.String() + "-" + b.To.String() }

// ParseWeekday reads the name of a day, in full or its first three letters.
func ParseWeekday(text string) (time.Weekday, error) {
	name := strings.ToLower(strings.TrimSpace(text))
	for day := time.Sunday; day <= time.Saturday; day++ {
		full := strings.ToLower(day.String())
		if name == full || name == full[:3] {
			return day, nil
		}
	}
	return 0, fmt.Errorf("%s is not a day of the week; expected mon, tue, wed, thu, fri, sat or sun", shown(text))
}

// Location returns the time zone.
func (w Workspace) Location() (*time.Location, error) { return location(w.TimeZone) }

func location(name string) (*time.Location, error) {
	wrong := fmt.Errorf("%s is not a time zone; expected an IANA name such as Europe/Berlin or UTC", shown(name))
	// Both names are accepted by LoadLocation but depend on the machine or on chance.
	if name == "" || strings.EqualFold(name, "local") {
		return nil, wrong
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, wrong
	}
	return loc, nil
}

// Days returns the working days in the order given.
func (w Workspace) Days() ([]time.Weekday, error) {
	days := make([]time.Weekday, 0, len(w.WorkingDays))
	for _, name := range w.WorkingDays {
		day, err := ParseWeekday(name)
		if err != nil {
			return nil, err
		}
		days = append(days, day)
	}
	return days, nil
}

// Hours returns the blocks of a working day.
func (w Workspace) Hours() ([]Block, error) { return ParseBlocks(w.WorkingHours) }
