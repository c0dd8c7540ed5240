package main

import (
	"testing"
	"time"
)

func TestQuantilesAreOfTheNearestRank(t *testing.T) {
	var hundred []time.Duration
	for i := range 100 {
		hundred = append(hundred, time.Duration(i+1))
	}

	for _, c := range []struct {
		name   string
		sorted []time.Duration
		q      float64
		want   time.Duration
	}{
		{"middle of a hundred", hundred, 0.50, 50},
		{"p99 of a hundred", hundred, 0.99, 99},
		{"the most", hundred, 1, 100},
		{"the least", hundred, 0, 1},
		{"one value", []time.Duration{7}, 0.99, 7},
		{"p99 of few is the most", []time.Duration{1, 2, 3}, 0.99, 3},
		{"middle of three", []time.Duration{1, 2, 3}, 0.50, 2},
	} {
		if got := quantile(c.sorted, c.q); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestFiguresAreForEachCommand(t *testing.T) {
	o := outcome{latencies: []time.Duration{3, 1, 2, 4}, elapsed: 2 * time.Second}

	got, err := figuresOf(o, usage{cpu: 20 * time.Millisecond, written: 4096}.since(usage{cpu: 12 * time.Millisecond, written: 96}))
	want := figures{rate: 2, p50: 2, p99: 4, cpu: 2 * time.Millisecond, written: 1000}

	if err != nil || got != want {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}

	if _, err := figuresOf(outcome{elapsed: time.Second}, usage{}); err == nil {
		t.Error("a phase without commands has figures")
	}
}

func TestTheMedianIsTakenOfEachFigureByItself(t *testing.T) {
	bouts := []bout{
		{toHello: 30, idle: memory{10, 1}, phases: []figures{{rate: 100, p99: 9}}},
		{toHello: 10, idle: memory{30, 2}, phases: []figures{{rate: 300, p99: 3}}},
		{toHello: 20, idle: memory{20, 3}, phases: []figures{{rate: 200, p99: 1}}},
	}

	got := medianBout(bouts)
	if got.toHello != 20 || got.idle != (memory{20, 2}) || got.phases[0].rate != 200 || got.phases[0].p99 != 3 {
		t.Errorf("%+v", got)
	}

	if even := medianBout(bouts[:2]); even.toHello != 20 || even.phases[0].rate != 200 {
		t.Errorf("of two: %+v", even)
	}
}
