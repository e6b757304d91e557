// Package keystore keeps the secrets of a profile in the keychain of the
// operating system, and the settings of a profile in a small file.
//
// Secrets are client credentials and tokens. They rest in the keychain and
// nowhere else: there is no plaintext fallback, on purpose. Where there is no
// keychain, Memory keeps them until the program ends, because a person said so.
// Which of the two a profile uses is written in its settings and never changes
// by itself.
//
// Settings are everything a profile needs that is not secret: a name, URLs, a
// redirect URI. Profiles keeps them, one JSON file a profile, together with the
// names of the keychain items that hold its secrets.
//
// The package knows no HTTP, no terminal and no flow, and of package akoya only
// the type Secret. It never decides what to do about an error; it says what
// happened and what a person can do now.
package keystore
