package bot

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

// metrics are what the bot counts about itself.
type metrics struct {
	acks        *prometheus.HistogramVec
	badFrames   *prometheus.CounterVec
	refused     *prometheus.CounterVec
	inputs      *prometheus.CounterVec
	deliveries  *prometheus.CounterVec
	retries     prometheus.Counter
	parked      prometheus.Counter
	connections prometheus.Gauge
	disconnects *prometheus.CounterVec
}

// newMetrics registers them, unless there is no registerer.
func newMetrics(r prometheus.Registerer, queued func() float64) *metrics {
	register := promauto.With(r)
	counters := func(name, help string, labels ...string) *prometheus.CounterVec {
		return register.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}

	register.NewGaugeFunc(prometheus.GaugeOpts{Name: "leadloop_inputs_queued", Help: "Inputs that wait or are worked on."},
		queued)
	return &metrics{
		acks: register.NewHistogramVec(prometheus.HistogramOpts{
			Name: "leadloop_ack_seconds", Help: "Time from an envelope's arrival to its acknowledgement.",
			Buckets: []float64{.001, .002, .005, .01, .02, .05, .1, .25, .5, 1, 2, 3},
		}, []string{"kind"}),
		badFrames:  counters("leadloop_bad_frames_total", "Frames that could not be decoded.", "type"),
		refused:    counters("leadloop_refused_total", "Inputs that were not worked on.", "why"),
		inputs:     counters("leadloop_inputs_total", "Inputs by route and result.", "route", "result"),
		deliveries: counters("leadloop_deliveries_total", "Messages told to Slack, by kind of notice.", "kind"),
		retries: register.NewCounter(prometheus.CounterOpts{
			Name: "leadloop_delivery_retries_total",
			Help: "Deliveries put off after a failure.",
		}),
		parked: register.NewCounter(prometheus.CounterOpts{Name: "leadloop_deliveries_parked_total", Help: "Deliveries given up because Slack refuses them for good."}),
		connections: register.NewGauge(prometheus.GaugeOpts{
			Name: "leadloop_connections",
			Help: "Socket Mode connections that Slack has greeted.",
		}),
		disconnects: counters("leadloop_disconnects_total", "Ends of connections, by Slack's reason.", "reason"),
	}
}
