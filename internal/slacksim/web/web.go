// Package web holds the page of the simulated workspace: plain HTML, CSS and ES modules, served as they stand.
//
// The address says who looks at what: #as=U1&channel=C1, with thread=<ts> for a thread and at=<ts> for one message, or
// #as=U1&tab=home and #as=U1&tab=messages for the two tabs of the app.
//
// Automated stories find things by data-testid: persona-select, channel-<name>, tab-home, tab-messages, composer, send,
// thread-composer, message (with data-ts), modal, modal-submit, field-<block_id> (around the label and the control),
// error-<block_id>, confirm, clock-now, clock-1h, clock-tomorrow, clock-monday, connection and toast; a control in a
// form also has its block's id as its name. Buttons are found by their text, inputs by their label. main has
// data-place, such as U1/C1 or U1/home, once what stands there is that place as that person sees it.
package web

import "embed"

// Files is the page: index.html at the root, with the style sheets and scripts that it loads beside it.
//
//go:embed index.html *.css *.js
var Files embed.FS
