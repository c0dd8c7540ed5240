package configs_test

import (
	"testing"

	"github.com/leadloop/leadloop/configs"
)

func TestAServiceOfThisNameStopsNoStart(t *testing.T) {
	service := []string{
		"LEADLOOP_SERVICE_HOST=10.0.0.1", "LEADLOOP_SERVICE_PORT=9477", "LEADLOOP_SERVICE_PORT_HTTP_METRICS=9477",
		"LEADLOOP_PORT=tcp://10.0.0.1:9477", "LEADLOOP_PORT_9477_TCP=tcp://10.0.0.1:9477", "LEADLOOP_PORT_9477_TCP_ADDR=10.0.0.1",
		"LEADLOOP_PORT_9477_TCP_PORT=9477", "LEADLOOP_PORT_9477_TCP_PROTO=tcp",
	}
	if _, err := configs.LoadOffline("", append(service, "LEADLOOP_DATA="+t.TempDir())); err != nil {
		t.Error(err)
	}

	if _, err := configs.LoadOffline("", []string{"LEADLOOP_DATA=" + t.TempDir(), "LEADLOOP_PORTS=1"}); err == nil {
		t.Error("a variable that is misspelt is taken")
	}
}
