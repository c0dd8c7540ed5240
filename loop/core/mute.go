package core

import (
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/store"
)

// Mute keeps that messages of a name are sent no more, or again, and says
// whether that is new.
func (st *Step) Mute(name string, off bool) (changed bool, err error) {
	was, err := st.Tx.Muted(name)
	if err != nil || was == off {
		return false, err
	}

	entry := funnel.Entry{V: 1, At: st.Act.At, By: st.Act.By.ID, Kind: funnel.EntryUnmuted, Nudge: funnel.NudgeKind(name)}
	if off {
		entry.Kind = funnel.EntryMuted
	}

	if err := st.Journal(entry); err != nil {
		return false, err
	}

	if off {
		return true, st.Tx.Mute(store.Muted{V: 1, Name: name, By: st.Act.By.ID, At: st.Act.At})
	}

	return true, st.Tx.Unmute(name)
}
