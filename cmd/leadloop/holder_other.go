//go:build !linux

package main

// lockHolder is not known outside Linux.
func lockHolder(string) (pid int, name string) { return 0, "" }
