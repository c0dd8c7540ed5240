package calendar

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

const (
	minutesPerDay = 24 * 60

	// longestClosed is how many days in a row a valid calendar may be closed.
	longestClosed = 366

	// searchDays is how far a calendar is searched for its next working time. The two weeks are for days of the week
	// without hours, and for a block that lies in an hour that the clocks jump over.
	searchDays = longestClosed + 14
)

// Block is a stretch of working time within a day, in minutes since midnight. The opening minute is in, the closing
// minute is out; 1440 closes at the end of the day.
type Block struct {
	Open, Close int
}

// Calendar says when somebody works: hours per day of the week in a time zone, less the days that are closed. Check it
// with Validate after building it. In a calendar that never opens, deadlines are the zero time.
type Calendar struct {
	Location *time.Location  // UTC when nil
	Week     [7][]Block      // index time.Weekday; in order and not overlapping
	Country  string          // ISO 3166; its public holidays are closed; none when empty
	Closed   map[Date]string // why the day is closed besides
}

// WeekdayHours returns the calendar with the same blocks on each of the days.
func WeekdayHours(loc *time.Location, days []time.Weekday, blocks ...Block) Calendar {
	calendar := Calendar{Location: loc}
	for _, day := range days {
		calendar.Week[day] = slices.Clone(blocks)
	}

	return calendar
}

var (
	blockPattern = regexp.MustCompile(`^(?:from |von )?` + timeOfDay + `(?: ?[-–—] ?| to | bis )` + timeOfDay + `$`)
	blockMarks   = strings.NewReplacer(" and ", ",", " und ", ",", "&", ",", "+", ",")
)

// timeOfDay is 09:00, 9, 9.30, 9h, 9am, 9 Uhr.
const timeOfDay = `(\d{1,2})(?:[:.h](\d{2}))? ?(am|pm|h|uhr)?`

// ParseBlocks reads the hours of one day, such as "09:00-12:30, 13:30-18:00", "9-17" or "9am-5pm". 24:00 is the end of
// the day. No text is no block.
func ParseBlocks(text string) ([]Block, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}

	var blocks []Block
	for part := range strings.SplitSeq(blockMarks.Replace(strings.ToLower(text)), ",") {
		block, err := parseBlock(strings.Join(strings.Fields(part), " "))
		if err != nil {
			return nil, err
		}

		blocks = append(blocks, block)
	}

	if err := validateBlocks(blocks); err != nil {
		return nil, err
	}

	return blocks, nil
}

func parseBlock(text string) (Block, error) {
	match := blockPattern.FindStringSubmatch(text)
	if match == nil {
		return Block{}, fmt.Errorf("%q are not working hours. Write opening and closing time, like 09:00-12:30, 13:30-18:00", text)
	}

	if match[3] == "" && match[6] == "pm" && atoi(match[1]) < atoi(match[4])%12 {
		return Block{}, fmt.Errorf("%q can be read with the first time in the morning or in the afternoon. Write %sam-%spm or %spm-%spm",
			text, match[1], match[4], match[1], match[4])
	}

	open, err := minuteOf(text, match[1], match[2], match[3])
	if err != nil {
		return Block{}, err
	}

	closing, err := minuteOf(text, match[4], match[5], match[6])
	if err != nil {
		return Block{}, err
	}

	afternoon := closing + minutesPerDay/2
	bare := match[2]+match[3]+match[5]+match[6] == ""
	if bare && closing <= open && open < afternoon && closing > 0 && afternoon < minutesPerDay {
		return Block{}, fmt.Errorf("%q ends before it begins. If the afternoon is meant, write %s", text, Block{Open: open, Close: afternoon})
	}

	return Block{Open: open, Close: closing}, nil
}

// minuteOf is the minute of the day that a time of day is.
func minuteOf(text, hour, minute, half string) (int, error) {
	h, m := atoi(hour), atoi(minute)
	if m > 59 {
		return 0, fmt.Errorf("%q has a minute above 59. Write times from 00:00 to 24:00, like 09:00-18:00", text)
	}

	if half != "am" && half != "pm" {
		return h*60 + m, nil
	}

	if h < 1 || h > 12 {
		return 0, fmt.Errorf("%q has an hour that no clock with am and pm shows. Write times like 9am-5pm or 09:00-17:00", text)
	}

	h %= 12
	if half == "pm" {
		h += 12
	}

	return h*60 + m, nil
}

func validateBlocks(blocks []Block) error {
	previous := Block{}
	for _, block := range blocks {
		switch {
		case block.Open < 0 || block.Close > minutesPerDay:
			return fmt.Errorf("the hours %s leave the day. Write times from 00:00 to 24:00, like 09:00-18:00", block)
		case block.Close <= block.Open:
			return fmt.Errorf("the hours %s end before they begin. Hours past midnight are two blocks, like 22:00-24:00 and 00:00-06:00 on the next day", block)
		case block.Open < previous.Close:
			return fmt.Errorf("the hours %s overlap or come before %s. Write them in order, like 09:00-12:30, 13:30-18:00", block, previous)
		}

		previous = block
	}

	return nil
}

// String writes the block like 09:00-12:30.
func (b Block) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", b.Open/60, b.Open%60, b.Close/60, b.Close%60)
}

// Validate says what is wrong with the calendar: blocks that are not in order, or no working time within a year.
func (c Calendar) Validate() error {
	if c.Location == nil {
		return errors.New("the working hours have no time zone. Give one, like Europe/Berlin")
	}

	hasHours := false
	for day, blocks := range c.Week {
		if err := validateBlocks(blocks); err != nil {
			return fmt.Errorf("%s: %w", time.Weekday(day), err)
		}

		hasHours = hasHours || len(blocks) > 0
	}

	if !hasHours {
		return errors.New("no day of the week has working hours. Give at least one, like Monday 09:00-18:00")
	}

	for _, day := range slices.SortedFunc(maps.Keys(c.Closed), Date.Compare) {
		if !c.opensAfter(day) {
			return fmt.Errorf("there is no working day in the year after %s. Take some of the closed days out", day)
		}
	}

	return nil
}

func (c Calendar) opensAfter(day Date) bool {
	for range longestClosed {
		if c.IsWorkingDay(day) {
			return true
		}

		day = day.AddDays(1)
	}

	return false
}

// IsWorkingDay says whether there are working hours on the day.
func (c Calendar) IsWorkingDay(day Date) bool {
	if len(c.Week[day.Weekday()]) == 0 {
		return false
	}

	_, closed := c.Closed[day]
	_, holiday := c.Holiday(day)
	return !closed && !holiday
}

// IsOpen says whether t is in working hours. The closing moment is not.
func (c Calendar) IsOpen(t time.Time) bool {
	for _, span := range c.spans(DateOf(t, c.Zone())) {
		if !t.Before(span.open) && t.Before(span.close) {
			return true
		}
	}

	return false
}

// NextOpen returns t when it is in working hours, else the next opening.
func (c Calendar) NextOpen(t time.Time) time.Time {
	day := DateOf(t, c.Zone())
	for range searchDays {
		for _, span := range c.spans(day) {
			if t.Before(span.close) {
				return Later(t, span.open)
			}
		}

		day = day.AddDays(1)
	}

	return time.Time{}
}

// Add returns the deadline d of working time after from: the first moment of working hours, the closing moment
// included, when that much has passed. So what is due exactly at closing time is due then and not at the next opening.
// A d below zero counts as zero.
func (c Calendar) Add(from time.Time, d time.Duration) time.Time {
	left := max(d, 0)
	day := DateOf(from, c.Zone()).AddDays(-1) // whose closing moment may be midnight
	for idle := 0; idle < searchDays; idle++ {
		for _, span := range c.spans(day) {
			if span.close.Before(from) {
				continue
			}

			begin := Later(from, span.open)
			room := span.close.Sub(begin)
			if room >= left {
				return begin.Add(left)
			}

			left -= room
			idle = 0
		}

		day = day.AddDays(1)
	}

	return time.Time{}
}

// AddDays returns the same time of day n working days later. From outside of working hours it counts from the next
// opening. Where the hours of the later day differ, the answer stays on that day and moves into its hours: to the
// opening when the time is before one, to closing time when it is after the last. An n below zero counts as zero.
func (c Calendar) AddDays(from time.Time, n int) time.Time {
	begin := c.Add(from, 0)
	if begin.IsZero() || n <= 0 {
		return begin
	}

	begin = begin.In(c.Zone())
	day, clock := DateOf(begin, c.Zone()), clockReading(begin)
	if clock == 0 && !c.IsOpen(begin) {
		day, clock = day.AddDays(-1), 24*time.Hour // the closing moment of the day before
	}

	for idle := 0; n > 0; idle++ {
		if idle > searchDays {
			return time.Time{}
		}

		day = day.AddDays(1)
		if len(c.spans(day)) > 0 {
			n, idle = n-1, 0
		}
	}

	return c.within(day, day.at(clock, c.Zone()))
}

// within moves t, a moment of the day, into the working hours of that day.
func (c Calendar) within(day Date, t time.Time) time.Time {
	spans := c.spans(day)
	for _, span := range spans {
		if !t.After(span.close) {
			return Later(t, span.open)
		}
	}

	return spans[len(spans)-1].close
}

// Between returns the working time from a to b, and nothing when b is not after a.
func (c Calendar) Between(a, b time.Time) time.Duration {
	var total time.Duration
	last := DateOf(b, c.Zone())
	for day := DateOf(a, c.Zone()); !day.After(last); day = day.AddDays(1) {
		for _, span := range c.spans(day) {
			total += max(0, Earlier(b, span.close).Sub(Later(a, span.open)))
		}
	}

	return total
}

// WorkingDays counts the working days from one day to another, the second not included.
func (c Calendar) WorkingDays(from, to Date) int {
	count := 0
	for day := from; day.Before(to); day = day.AddDays(1) {
		if c.IsWorkingDay(day) {
			count++
		}
	}

	return count
}

// span is a block on one day, as moments.
type span struct {
	open, close time.Time
}

// spans returns the working hours of the day. A block that lies wholly in an hour that the clocks jump over is none.
func (c Calendar) spans(day Date) []span {
	if !c.IsWorkingDay(day) {
		return nil
	}

	blocks := c.Week[day.Weekday()]
	spans := make([]span, 0, len(blocks))
	for _, block := range blocks {
		open, closing := day.At(0, block.Open, c.Zone()), day.At(0, block.Close, c.Zone())
		if open.Before(closing) {
			spans = append(spans, span{open, closing})
		}
	}

	return spans
}

// Zone is the time zone of the calendar; without one, UTC.
func (c Calendar) Zone() *time.Location {
	if c.Location == nil {
		return time.UTC
	}

	return c.Location
}

// clockReading returns what the hands of the clock show, as the distance from 00:00.
func clockReading(t time.Time) time.Duration {
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute +
		time.Duration(t.Second())*time.Second + time.Duration(t.Nanosecond())
}

// Later is the later of two moments.
func Later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}

	return a
}

// Earlier is the earlier of two moments.
func Earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}

	return a
}

// Weekdays is on how many days of the week there is work.
func (c Calendar) Weekdays() int {
	n := 0
	for _, blocks := range c.Week {
		if len(blocks) > 0 {
			n++
		}
	}

	return n
}

// DayLength is how long a day of work is on average; zero where nobody works.
func (c Calendar) DayLength() time.Duration {
	days := c.Weekdays()
	if days == 0 {
		return 0
	}

	minutes := 0
	for _, blocks := range c.Week {
		for _, block := range blocks {
			minutes += block.Close - block.Open
		}
	}

	return time.Duration(minutes) * time.Minute / time.Duration(days)
}

// DaysUntil counts the working days from one day to the last, and those after
// it up to a moment; the day of that moment counts by the share of its working
// time that lies before.
func (c Calendar) DaysUntil(from, last Date, end time.Time) float64 {
	after := last.AddDays(1)
	days := float64(c.WorkingDays(from, after))
	for day := after; day.Start(c.Zone()).Before(end); day = day.AddDays(1) {
		begin, midnight := day.Start(c.Zone()), day.AddDays(1).Start(c.Zone())
		if whole := c.Between(begin, midnight); whole > 0 {
			days += float64(c.Between(begin, Earlier(end, midnight))) / float64(whole)
		}
	}

	return days
}
