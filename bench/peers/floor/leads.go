package main

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/slack-go/slack"
	"go.etcd.io/bbolt"
)

var bucket = []byte("leads")

// leads keeps one record a command, durably.
type leads struct {
	db      *bbolt.DB
	waiting chan insert
	done    chan struct{}
}

// insert is a lead that somebody waits for.
type insert struct {
	lead *lead
	kept chan error
}

const maxGroup = 256

func openLeads(file string) (*leads, error) {
	db, err := bbolt.Open(file, 0o600, &bbolt.Options{FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return nil, fmt.Errorf("open the leads: %w", err)
	}

	err = db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists(bucket)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("set up the leads: %w", errors.Join(err, db.Close()))
	}

	l := &leads{db: db, waiting: make(chan insert, maxGroup), done: make(chan struct{})}
	go l.commitAll()

	return l, nil
}

// close keeps what still waits.
func (l *leads) close() {
	close(l.waiting)
	<-l.done

	if err := l.db.Close(); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "floor:", err)
	}
}

func (l *leads) answer(command slack.SlashCommand) any {
	logged := parse(command)
	job := insert{lead: &logged, kept: make(chan error, 1)}
	l.waiting <- job

	if err := <-job.kept; err != nil {
		return map[string]string{"text": "Not kept: " + err.Error()}
	}

	return card(logged)
}

// commitAll takes whatever waits into one transaction, and waits for nobody else.
func (l *leads) commitAll() {
	defer close(l.done)

	for first := range l.waiting {
		group := l.groupFrom(first)
		err := l.db.Update(func(tx *bbolt.Tx) error { return put(tx, group) })

		for _, job := range group {
			job.kept <- err
		}
	}
}

func (l *leads) groupFrom(first insert) []insert {
	group := []insert{first}

	for len(group) < maxGroup {
		select {
		case next, open := <-l.waiting:
			if !open {
				return group
			}

			group = append(group, next)
		default:
			return group
		}
	}

	return group
}

func put(tx *bbolt.Tx, group []insert) error {
	b := tx.Bucket(bucket)
	b.FillPercent = 0.9 // the ids ascend

	for _, job := range group {
		id, err := b.NextSequence()
		if err != nil {
			return fmt.Errorf("number a lead: %w", err)
		}

		job.lead.ID = id

		value, err := json.Marshal(job.lead)
		if err != nil {
			return fmt.Errorf("encode a lead: %w", err)
		}

		if err := b.Put(binary.BigEndian.AppendUint64(nil, id), value); err != nil {
			return fmt.Errorf("keep a lead: %w", err)
		}
	}

	return nil
}
