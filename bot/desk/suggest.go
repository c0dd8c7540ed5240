package desk

import (
	"context"

	"github.com/leadloop/leadloop/bot/kit"
)

// Suggest gives the choices of a long menu that fit what is typed.
func (d *Desk) Suggest(_ context.Context, in *Input) (Ack, error) {
	choices, known := d.forms.find(in.View.ID).choices[in.Name]
	if !known {
		choices, in.Value = []kit.Choice{{Value: kit.NotKnown, Label: "Please close this form and open it again"}}, ""
	}

	return Ack{Found: kit.Matching(choices, in.Value)}, nil
}
