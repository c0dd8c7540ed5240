// Package signing signs requests, and knows signed ones, by the Standard Webhooks
// convention (https://www.standardwebhooks.com).
package signing

import (
	"fmt"
	"strings"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// Signer signs with a secret: its text, or the bytes that are written in base64 behind "whsec_".
func Signer(secret string) (*standardwebhooks.Webhook, error) {
	sign := func(secret string) (*standardwebhooks.Webhook, error) {
		return standardwebhooks.NewWebhookRaw([]byte(secret))
	}
	if strings.HasPrefix(secret, "whsec_") {
		sign = standardwebhooks.NewWebhook
	}

	signer, err := sign(secret)
	if err != nil {
		return nil, fmt.Errorf("read the secret: %w; expected whsec_ and base64, or any long text without that beginning", err)
	}

	return signer, nil
}
