package keystore

import "testing"

func TestBusAddress(t *testing.T) {
	for name, c := range map[string]struct {
		env    map[string]string
		exists string
		want   string
	}{
		"given":             {env: map[string]string{"DBUS_SESSION_BUS_ADDRESS": "unix:path=/x"}, want: "unix:path=/x"},
		"nothing":           {want: ""},
		"launch":            {env: map[string]string{"DBUS_SESSION_BUS_ADDRESS": "autolaunch:"}, want: ""},
		"launch, listed":    {env: map[string]string{"DBUS_SESSION_BUS_ADDRESS": "unix:path=/x;autolaunch:scope=user"}, want: ""},
		"runtime folder":    {env: map[string]string{"XDG_RUNTIME_DIR": "/r"}, exists: "/r/bus", want: "unix:path=/r/bus"},
		"odd folder":        {env: map[string]string{"XDG_RUNTIME_DIR": "/r;a b"}, exists: "/r;a b/bus", want: "unix:path=/r%3ba%20b/bus"},
		"relative folder":   {env: map[string]string{"XDG_RUNTIME_DIR": "r"}, exists: "r/bus", want: ""},
		"usual place":       {exists: "/run/user/1000/bus", want: "unix:path=/run/user/1000/bus"},
		"launch, and there": {env: map[string]string{"DBUS_SESSION_BUS_ADDRESS": "autolaunch:"}, exists: "/run/user/1000/bus", want: "unix:path=/run/user/1000/bus"},
	} {
		got := busAddress(func(name string) string { return c.env[name] }, 1000, func(path string) bool { return path == c.exists })
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
