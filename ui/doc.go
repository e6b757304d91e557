// Package ui is the terminal interface: one Bubble Tea model, the App, and
// plain screens behind a small interface.
//
// Screens own what is on view (cursor, scroll, inputs) and answer keys with
// intents; the App alone acts on intents, keeps the one session value and owns
// every running request. Nothing here does I/O in Update or View, and nothing
// here knows how a request is built, judged or stored.
package ui
