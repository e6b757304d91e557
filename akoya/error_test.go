package akoya

import "testing"

// Descriptions are compared as the documents differ: in white space and a full stop.
func TestSameDescription(t *testing.T) {
	t.Parallel()
	const claimed = "Refresh token is invalid or has already been claimed by another client."
	for _, other := range []string{claimed, claimed[:len(claimed)-1], " Refresh token is invalid or has \n already\tbeen claimed by another client. "} {
		if !SameDescription(other, claimed) {
			t.Errorf("%q counts as another text", other)
		}
	}
	for _, other := range []string{"", "Refresh token", "refresh token is invalid or has already been claimed by another client."} {
		if SameDescription(other, claimed) {
			t.Errorf("%q counts as the same text", other)
		}
	}
}
