package digest

import (
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/funnel/ledger"
)

// The picture of the open leads, in units of its own. It is small, so that its
// letters can be read where a phone shrinks it to its width.
const (
	figureWidth  = 420
	figureHeight = 190
	figureTop    = 18  // of the highest bar; its number stands above
	figureBottom = 150 // of all bars; their names stand below
	barShare     = 0.62
)

// waterfallFigure is a picture of what became of the open leads: from what was
// open at the start, each step begins where the one before it ended.
type waterfallFigure struct {
	Text   string // holds every number of the picture
	Note   string
	Bars   []waterfallBar
	Links  []waterfallLink
	Ground string
}

type waterfallBar struct {
	X, Y, Width, Height string
	Middle, Above       string // where the number stands
	Class, Number       string
	Names               []waterfallName
}

// waterfallName is a line of the name below a bar.
type waterfallName struct{ Y, Text string }

// waterfallLink leads from the end of a bar to the next.
type waterfallLink struct{ From, To, Y string }

// drawnSteps draws the open leads.
func drawnSteps(steps []ledger.FlowStep) *waterfallFigure {
	low, high := levelsOfWaterfall(steps)
	f := &waterfallFigure{Ground: place(figureBottom)}
	if low > 0 {
		f.Note = "The bars begin at " + kit.Thousands(low) + ", not at 0."
	}

	height := func(level int64) float64 {
		return figureBottom - float64(level-low)/float64(max(high-low, 1))*(figureBottom-figureTop)
	}
	column := float64(figureWidth) / float64(len(steps))
	var level int64
	for i, step := range steps {
		from, to := low, step.N
		if step.Sign != "" {
			from, to = level, level+step.Moves()
		}

		level = to
		x, width := (float64(i)+(1-barShare)/2)*column, barShare*column
		top, bottom := height(max(from, to)), height(min(from, to))
		f.Bars = append(f.Bars, waterfallBar{
			X: place(x), Y: place(top), Width: place(width), Height: place(max(bottom-top, 1)), Middle: place(x + width/2),
			Above: place(top - 5),
			Class: stepClass(step), Number: strings.TrimSpace(step.Sign + kit.Thousands(step.N)), Names: nameLines(step.Name),
		})
		if i+1 < len(steps) {
			f.Links = append(f.Links, waterfallLink{From: place(x + width), To: place(x + column), Y: place(height(level))})
		}
	}

	return f
}

// levelsOfWaterfall are the level at which the bars begin and the highest that
// they reach. Where little moved on many, they do not begin at 0, else no move
// could be seen.
func levelsOfWaterfall(steps []ledger.FlowStep) (low, high int64) {
	level := steps[0].N
	least := level
	high = level
	for _, step := range steps {
		if step.Sign != "" {
			level += step.Moves()
		}

		least, high = min(least, level), max(high, level)
	}

	moved := high - least
	if moved > 0 && least > 3*moved {
		low = least - moved
	}

	return low, high
}

func stepClass(step ledger.FlowStep) string {
	switch {
	case step.Sign == "":
		return "plain"
	case step.Sign == "+" || step.Name == "won":
		return "good"
	}

	return "bad"
}

// nameLines breaks a name of two words or three into lines.
func nameLines(name string) []waterfallName {
	const first, line = figureBottom + 14, 12
	words := strings.Fields(name)
	if len(words) == 3 {
		words = []string{words[0], words[1] + " " + words[2]}
	}

	var lines []waterfallName
	for i, word := range words {
		lines = append(lines, waterfallName{Y: place(float64(first + i*line)), Text: word})
	}

	return lines
}

// place is a length or a place in the picture.
func place(n float64) string { return strconv.FormatFloat(n, 'f', 1, 64) }
