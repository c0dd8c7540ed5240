package view

import (
	"strconv"
	"strings"

	"github.com/leadloop/leadloop/funnel"
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
	Title, Text string // the sentence holds every number of the picture
	Note        string
	Bars        []waterfallBar
	Links       []waterfallLink
	Ground      string
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

// drawnWaterfall draws the open leads; nil where there is nothing to draw, or
// they are not the reader's business.
func drawnWaterfall(d funnel.Digest) *waterfallFigure {
	if !hasWaterfall(d) {
		return nil
	}
	steps := waterfallSteps(d.Waterfall)
	low, high := levelsOfWaterfall(steps)
	f := &waterfallFigure{
		Title: openLeadsTitle, Text: strings.ReplaceAll(waterfall(d.Waterfall), "*", ""), Ground: place(figureBottom),
	}
	if low > 0 {
		f.Note = "The bars begin at " + thousands(low) + ", not at 0."
	}
	height := func(level int64) float64 {
		return figureBottom - float64(level-low)/float64(max(high-low, 1))*(figureBottom-figureTop)
	}
	column := float64(figureWidth) / float64(len(steps))
	var level int64
	for i, step := range steps {
		from, to := low, step.n
		if step.sign != "" {
			from, to = level, level+step.moves()
		}
		level = to
		x, width := (float64(i)+(1-barShare)/2)*column, barShare*column
		top, bottom := height(max(from, to)), height(min(from, to))
		f.Bars = append(f.Bars, waterfallBar{
			X: place(x), Y: place(top), Width: place(width), Height: place(max(bottom-top, 1)), Middle: place(x + width/2), Above: place(top - 5),
			Class: step.class(), Number: strings.TrimSpace(step.sign + thousands(step.n)), Names: nameLines(step.name),
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
func levelsOfWaterfall(steps []waterfallStep) (low, high int64) {
	level := steps[0].n
	least := level
	high = level
	for _, step := range steps {
		if step.sign != "" {
			level += step.moves()
		}
		least, high = min(least, level), max(high, level)
	}
	moved := high - least
	if moved > 0 && least > 3*moved {
		low = least - moved
	}
	return low, high
}

// moves is by how much a step changes what is open.
func (s waterfallStep) moves() int64 {
	switch s.sign {
	case "+":
		return s.n
	case "−":
		return -s.n
	}
	return 0
}

func (s waterfallStep) class() string {
	switch {
	case s.sign == "":
		return "plain"
	case s.sign == "+" || s.name == "won":
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
