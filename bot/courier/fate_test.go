package courier

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestErrorsAreJudgedOnce(t *testing.T) {
	for code, want := range map[string]fate{
		"channel_not_found": refusedFate, "invalid_auth": hopelessFate, "internal_error": againFate, "brand_new_error": strangeFate,
	} {
		if got := judgeCode(code); got.fate != want || got.explanation == "" {
			t.Errorf("%s: got %+v", code, got)
		}
	}
	for code, text := range permanent {
		if !strings.HasSuffix(text, ".") {
			t.Errorf("%s is not explained in sentences: %q", code, text)
		}
	}
	if got := judge(&url.Error{Op: "Post", Err: http.ErrHandlerTimeout}); got.fate != unknownFate {
		t.Errorf("a lost answer: %+v", got)
	}
	if backOff(1) != time.Second || backOff(4) != 8*time.Second || backOff(99) != time.Minute {
		t.Error("waits do not grow as they should")
	}
}
