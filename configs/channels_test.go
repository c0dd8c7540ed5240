package configs_test

import (
	"strings"
	"testing"

	"github.com/leadloop/leadloop/configs"
)

func TestEachPurposeHasAChannelOfItsOwn(t *testing.T) {
	text := strings.Replace(string(configs.Reference()), "sales: C0000000002", "sales: C0000000001", 1)
	_, err := configs.Load(write(t, text), goodTokens())
	if err == nil || !strings.Contains(err.Error(), `channels.sales: "C0000000001" is already channels.leads`) {
		t.Errorf("got %v", err)
	}
}

func TestTheIdsOfTheReferenceAreNobodys(t *testing.T) {
	c, err := configs.Load(write(t, string(configs.Reference())), goodTokens())
	if err != nil {
		t.Fatal(err)
	}

	if got := c.Examples(); len(got) != 11 || got[0] != "C0000000001" {
		t.Errorf("examples left: %v, want the 3 channels and 8 people of the file", got)
	}
}
