package akoya

import (
	"bytes"
	"compress/gzip"
)

// gzipBomb unpacks to 64 MiB.
func gzipBomb() string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	zeros := make([]byte, 1<<20)
	for range 64 {
		_, _ = w.Write(zeros)
	}
	_ = w.Close()
	return b.String()
}
