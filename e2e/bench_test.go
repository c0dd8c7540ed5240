package e2e

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/leadloop/leadloop/internal/slacksim"
)

// BenchmarkStart measures from the start of the process to Slack's hello.
func BenchmarkStart(b *testing.B) {
	k := newKilled(b)
	var took time.Duration
	starts := 0
	for b.Loop() {
		began := time.Now()
		k.begin()
		k.ws.WaitConnected(1)
		took += time.Since(began)
		starts++
		k.kill()
		for k.ws.Connected() > 0 {
			time.Sleep(time.Millisecond)
		}
	}
	b.ReportMetric(float64(took.Milliseconds())/float64(starts), "ms-to-hello")
}

// BenchmarkLeadLog measures from the delivery of `/lead log` to its
// acknowledgement, which says that the lead is on the disk.
func BenchmarkLeadLog(b *testing.B) {
	for _, callers := range []int{1, 16} {
		b.Run(strconv.Itoa(callers), func(b *testing.B) {
			k := newKilled(b, callersOf(callers)...)
			k.begin()
			defer k.kill()
			k.ws.WaitConnected(1)
			idle := k.resident(b)
			took := make([]time.Duration, b.N)
			var group sync.WaitGroup
			numbers := make(chan int)
			b.ResetTimer()
			for c := range callers {
				person := k.ws.User(fmt.Sprintf("caller%d", c)).In("leads")
				group.Go(func() {
					for n := range numbers {
						began := time.Now()
						reply := person.Runs(fmt.Sprintf("/lead log Lead %d, Customer %d, lead%d@customer%d.example source=webinar campaign=q4", n, n, n, n))
						took[n] = time.Since(began)
						if !strings.Contains(reply.Text, "Logged") {
							b.Errorf("lead %d: %s %s", n, reply.Failure, reply.Text)
						}
					}
				})
			}
			for n := range b.N {
				numbers <- n
			}
			close(numbers)
			group.Wait()
			b.StopTimer()
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
			b.ReportMetric(float64(idle), "idle-RSS-kB")
			b.ReportMetric(float64(k.resident(b)), "RSS-kB")
		})
	}
}

// callersOf are marketers; one person's commands are done in order, so that
// callers at the same time are different people.
func callersOf(n int) []slacksim.User {
	users := make([]slacksim.User, n)
	for i := range users {
		name := fmt.Sprintf("caller%d", i)
		users[i] = slacksim.User{ID: "U0CALLER" + strconv.Itoa(i), Name: name, RealName: name, TZ: zone}
	}
	return users
}

// resident is the memory of the process that is not the mapped file.
func (k *killed) resident(tb testing.TB) int {
	tb.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", k.process.Process.Pid))
	if err != nil {
		tb.Skip("resident memory is read from /proc")
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "RssAnon:"); ok {
			kB, _ := strconv.Atoi(strings.Fields(rest)[0])
			return kB
		}
	}
	return 0
}
