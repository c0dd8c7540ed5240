package bot

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/leadloop/leadloop/loop/delivery"
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

// gauges are read when somebody asks.
type gauges struct{ inputs, queued, oldest, parked func() float64 }

func (b *Bot) gauges() gauges {
	queues := func(read func(delivery.Queues) float64) func() float64 {
		return func() float64 {
			q, err := b.Services.Delivery.Queues(context.Background())
			if err != nil {
				b.Log.Error().Err(err).Msg("could not read the queues")
			}

			return read(q)
		}
	}

	return gauges{
		inputs: func() float64 { return float64(b.lanes.Depth()) },
		queued: queues(func(q delivery.Queues) float64 { return float64(q.Queued) }),
		parked: queues(func(q delivery.Queues) float64 { return float64(q.Parked) }),
		oldest: queues(func(q delivery.Queues) float64 {
			if q.Oldest.IsZero() {
				return 0
			}

			return b.Now().Sub(q.Oldest).Seconds()
		}),
	}
}

// newMetrics registers them, unless there is no registerer.
func newMetrics(r prometheus.Registerer, g gauges) *metrics {
	register := promauto.With(r)
	counters := func(name, help string, labels ...string) *prometheus.CounterVec {
		return register.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}

	gauge := func(name, help string, read func() float64) {
		register.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, read)
	}
	gauge("leadloop_inputs_queued", "Inputs that wait or are worked on.", g.inputs)
	gauge("leadloop_outbox_queued", "Messages that are still to be told.", g.queued)
	gauge("leadloop_outbox_oldest_seconds", "Age of the oldest of them; 0 where there is none.", g.oldest)
	gauge("leadloop_outbox_parked", "Messages put aside because Slack does not take them.", g.parked)
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
		parked: register.NewCounter(prometheus.CounterOpts{Name: "leadloop_deliveries_parked_total", Help: "Deliveries put aside because Slack does not take them."}),
		connections: register.NewGauge(prometheus.GaugeOpts{
			Name: "leadloop_connections",
			Help: "Socket Mode connections that Slack has greeted.",
		}),
		disconnects: counters("leadloop_disconnects_total", "Ends of connections, by Slack's reason.", "reason"),
	}
}
