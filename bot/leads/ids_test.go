package leads

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestManifestShortcuts keeps the shortcut ids those of the app manifest.
func TestManifestShortcuts(t *testing.T) {
	manifest, err := os.ReadFile(filepath.Join("..", "..", "configs", "slack-manifest.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{ShortcutNew, ShortcutLogMessage} {
		if !strings.Contains(string(manifest), "callback_id: "+id+"\n") {
			t.Errorf("the manifest has no shortcut %q", id)
		}
	}
}
