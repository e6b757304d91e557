// Package vault opens profiles: the settings from their file, the secrets from
// the keychain, and what both make together, an environment with an app. It
// keeps the tokens of a profile as they change, so that a rotated refresh token
// is saved before anybody looks at it.
//
// It knows no HTTP and no terminal, and holds no secret longer than a call.
package vault
