// Package web holds the page of the simulated workspace: plain HTML, CSS and ES modules, served as they stand.
package web

import "embed"

// Files is the page: index.html at the root, with the style sheets and scripts that it loads beside it.
//
//go:embed index.html *.css *.js
var Files embed.FS
