package slacksim

import (
	"fmt"
	"slices"
)

var (
	chartLabel = str(1, maxChartLabel)
	axisConfig = shaped(shape{
		"categories": must(list(1, maxChartPoints, chartLabel)), "x_label": may(str(1, maxChartTitle)), "y_label": may(str(1, maxChartTitle)),
	})
	chartPoint  = shaped(shape{"label": must(chartLabel), "value": must(number)})
	chartSeries = shaped(shape{"name": must(chartLabel), "data": must(list(1, maxChartPoints, chartPoint))})
	pieShape    = shape{"segments": must(list(1, maxChartSeries, chartPoint))}
	seriesShape = shape{"series": must(list(1, maxChartSeries, chartSeries)), "axis_config": must(axisConfig)}
)

func chart(c *blockChecker, at string, v any) {
	o := asObject(v)
	switch kind := asString(o["type"]); kind {
	case "pie":
		c.checkShape(at, o, pieShape)
		for i, s := range asList(o["segments"]) {
			if value := asObject(s)["value"]; isNumber(value) && asFloat(value) <= 0 {
				c.wrong(fmt.Sprintf("%s/segments/%d/value", at, i), "must be more than 0")
			}
		}
	case "bar", "line", "area":
		c.checkShape(at, o, seriesShape)
		c.checkSeries(at, o)
	default:
		c.wrong(at+"/type", "unsupported type: %s", kind)
	}
}

// checkSeries sees that every series has exactly one point for every category, and a name of its own.
func (c *blockChecker) checkSeries(at string, chart object) {
	var categories []string
	for _, category := range asList(asObject(chart["axis_config"])["categories"]) {
		categories = append(categories, asString(category))
	}
	names := map[string]bool{}
	for i, s := range asList(chart["series"]) {
		where := pointer(at+"/series", i)
		series := asObject(s)
		name := asString(series["name"])
		if names[name] {
			c.wrong(where+"/name", "the series name %q stands twice", name)
		}
		names[name] = true
		c.checkPoints(where+"/data", asList(series["data"]), categories)
	}
}

func (c *blockChecker) checkPoints(at string, points []any, categories []string) {
	seen := map[string]bool{}
	for i, p := range points {
		label := asString(asObject(p)["label"])
		switch {
		case !slices.Contains(categories, label):
			c.wrong(pointer(at, i), "the label %q is none of the categories", label)
		case seen[label]:
			c.wrong(pointer(at, i), "the label %q stands twice", label)
		}
		seen[label] = true
	}
	for _, category := range categories {
		if !seen[category] {
			c.wrong(at, "the category %q has no point", category)
		}
	}
}
