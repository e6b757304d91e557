// Package docs holds no code, only tests: they keep README.md, demo.tape, the
// workflows and the list of licences true to the program.
//
// The parts of README.md between <!-- NAME:begin --> and <!-- NAME:end --> are
// generated. After a change of keys, cases, flags or addresses write them anew:
//
//	go test ./ui/docs -update
package docs
