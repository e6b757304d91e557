package docs

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const licencesPath = "testdata/licences.txt"

// module is one module that the program is built from.
type module struct{ path, folder string }

// builtModules returns the modules of the program on all systems that releases
// are made for: some are there for one system only.
func builtModules(t *testing.T) []module {
	t.Helper()
	folders := map[string]string{}
	for _, goos := range []string{"linux", "darwin", "windows"} {
		list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}{{end}}{{end}}", ".")
		list.Dir = filepath.FromSlash(root)
		list.Env = append(os.Environ(), "GOOS="+goos, "GOARCH=amd64", "CGO_ENABLED=0", "GOFLAGS=-mod=readonly", "GOPROXY=off")
		var errors strings.Builder
		list.Stderr = &errors
		out, err := list.Output()
		if err != nil {
			t.Skipf("the modules for %s are not in the module cache, so their licences cannot be read: %v\n%s", goos, err, errors.String())
		}
		for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
			if path, folder, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
				folders[path] = folder
			}
		}
	}
	var modules []module
	for path, folder := range folders {
		if folder == "" {
			t.Skipf("%s is not in the module cache, so its licence cannot be read", path)
		}
		modules = append(modules, module{path, folder})
	}
	slices.SortFunc(modules, func(a, b module) int { return cmp.Compare(a.path, b.path) })
	return modules
}

// licenceOf returns the SPDX identifier of the licence in a folder, by the words
// that tell it from others.
func licenceOf(folder string) (string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", err
	}
	var found []string
	for _, entry := range entries {
		name := strings.ToUpper(entry.Name())
		if entry.IsDir() || !strings.HasPrefix(name, "LICEN") && !strings.HasPrefix(name, "COPYING") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return "", err
		}
		found = append(found, licenceText(string(text)))
	}
	slices.Sort(found)
	if found = slices.Compact(found); len(found) == 0 {
		return "", fmt.Errorf("there is no licence file")
	}
	return strings.Join(found, " AND "), nil
}

func licenceText(text string) string {
	text = strings.ToLower(regexp.MustCompile(`\s+`).ReplaceAllString(text, " "))
	has := func(words ...string) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
	}
	switch {
	case has("apache license", "version 2.0"):
		return "Apache-2.0"
	case has("mozilla public license", "2.0"):
		return "MPL-2.0"
	case has("gnu"):
		return "unknown (GNU)"
	case has("redistribution and use in source and binary forms", "neither the name"):
		return "BSD-3-Clause"
	case has("redistribution and use in source and binary forms"):
		return "BSD-2-Clause"
	case has("permission is hereby granted, free of charge", "the above copyright notice and this permission notice"):
		return "MIT"
	case has("permission to use, copy, modify", "for any purpose with or without fee"):
		return "ISC"
	}
	return "unknown"
}

// TestLicences compares the licences of everything that is linked into the
// program with the list that somebody has looked at.
func TestLicences(t *testing.T) {
	var now strings.Builder
	now.WriteString("# Every module that is linked into akoya-tui, with its licence. Look at what is new,\n# then write this list anew: go test ./ui/docs -run Licences -update\n")
	for _, m := range builtModules(t) {
		id, err := licenceOf(m.folder)
		if err != nil {
			t.Fatalf("%s: %v", m.path, err)
		}
		if strings.Contains(id, "unknown") {
			t.Errorf("%s has a licence that is not known here: read it, and teach licenceText its words", m.path)
		}
		fmt.Fprintf(&now, "%s %s\n", m.path, id)
	}
	if *update && !t.Failed() {
		if err := os.WriteFile(filepath.FromSlash(licencesPath), []byte(now.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if known := readFile(t, licencesPath); known != now.String() {
		t.Errorf("the linked modules are not those of %s: look at their licences, then run go test ./ui/docs -run Licences -update\n%s", licencesPath, firstDifference(known, now.String()))
	}
}

func TestLicenceTexts(t *testing.T) {
	t.Parallel()
	for want, text := range map[string]string{
		"MIT":           "Permission is hereby granted, free of charge, to any person … The above copyright\nnotice and this permission notice shall be included",
		"BSD-3-Clause":  "Redistribution and use in source and binary forms … Neither the name of",
		"BSD-2-Clause":  "Redistribution and use in source and binary forms, with or without",
		"Apache-2.0":    "Apache License\n Version 2.0, January 2004",
		"ISC":           "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee",
		"unknown (GNU)": "GNU GENERAL PUBLIC LICENSE",
		"unknown":       "All rights reserved.",
	} {
		if got := licenceText(text); got != want {
			t.Errorf("%q is taken for %s, not %s", text, got, want)
		}
	}
}
