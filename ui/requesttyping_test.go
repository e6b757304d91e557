package ui

import "testing"

// TestASecretIsCoveredWhileItIsAdded: what stands behind the name of a secret is
// never on the screen, however it came there.
func TestASecretIsCoveredWhileItIsAdded(t *testing.T) {
	t.Parallel()
	for _, one := range []struct{ typed, shown, hidden string }{
		{"client_secret=topsecretvalue99", "client_secret=•••", "tops"},
		{"Authorization: Bearer abc.def", "Authorization:•••", "Bearer"},
		{" refresh_token =zz-4711", "refresh_token =•••", "4711"},
		{"audience=here", "audience=here", "=•"},
		{"state: open", "state: open", ":•"},
	} {
		r := newRig(t, 80, 24, realContent())
		r.openLocal()
		r.approved()
		r.press("2", "a")
		r.text(one.typed)
		r.shows(one.shown)
		r.hides(one.hidden)
	}
}

// TestACoveredValueStaysCovered when its name is changed under it.
func TestACoveredValueStaysCovered(t *testing.T) {
	t.Parallel()
	r := newRig(t, 80, 24, realContent())
	r.openLocal()
	r.approved()
	r.press("2", "a")
	r.app.pasted("client_secret=topsecretvalue99")
	r.hides("topsecret")
	r.press("home", "delete", "delete")
	r.shows("ient_secret=•••")
	r.hides("topsecret")
	r.press("end", "ctrl+w")
	r.hides("topsecret")
	r.text("plain=shown")
	r.shows("plain=shown")
}
