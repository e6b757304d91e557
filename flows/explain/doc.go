// Package explain holds what each part of Akoya's token flow is for: claims,
// fields, headers, parameters and errors, in one line of plain English each,
// with the document it comes from.
//
// It is data and lookups, nothing else. It must not know a request, a screen or
// a token: whoever asks brings the name.
package explain
