package sandbox

import (
	"fmt"
	"net"
	"net/url"
	"time"
)

// Options say how a sandbox is started. The zero value is a good one.
type Options struct {
	// Addr is where to listen; 127.0.0.1:0, a free port, by default.
	Addr string
	// AllowNonLoopback permits an Addr that other machines can reach. The
	// control API answers loopback only all the same.
	AllowNonLoopback bool
	// Start is the sandbox's time at its start; zero follows the real time.
	Start time.Time
	// ClientID and ClientSecret are the registered app's, akoya-tui-local and
	// a fixed secret by default. They may hold any character.
	ClientID, ClientSecret string
	// RedirectURIs are the registered ones, compared to the character.
	RedirectURIs []string
	// IDTokenLife is 24 hours by default ("Akoya token test cases").
	IDTokenLife time.Duration
	// RefreshLife is the life of each refresh token from its own issue, one
	// year by default: "set by the provider", says the token reference.
	RefreshLife time.Duration
	// AudienceString makes the aud claim a string, as in Akoya's older
	// example, instead of the list of the newest one.
	AudienceString bool
	// Latency is added to every answer but those of the control API.
	Latency time.Duration
	// Faults are in force from the start.
	Faults []Fault
	// Seen is called behind each request, from several goroutines at once; nil
	// for nobody.
	Seen func(Seen)
}

// defaultClientSecret is in the open like everything here.
const (
	defaultClientID     = "akoya-tui-local"
	defaultClientSecret = "local-secret-not-worth-hiding-c0de"
)

func (o Options) withDefaults() (Options, error) {
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	if o.ClientID == "" {
		o.ClientID = defaultClientID
	}
	if o.ClientSecret == "" {
		o.ClientSecret = defaultClientSecret
	}
	if len(o.RedirectURIs) == 0 {
		o.RedirectURIs = []string{
			"http://127.0.0.1:8765/callback",
			"http://localhost:8765/callback",
			"https://recipient.ddp.akoya.com/flow/callback", // the placeholder of a new app in Akoya's hub
		}
	}
	if o.IDTokenLife == 0 {
		o.IDTokenLife = 24 * time.Hour
	}
	if o.RefreshLife == 0 {
		o.RefreshLife = 365 * 24 * time.Hour
	}
	return o, o.check()
}

func (o Options) check() error {
	if o.ClientID == otherClientID {
		return fmt.Errorf("the client id %s is taken by the second app of the sandbox: choose another", otherClientID)
	}
	if o.IDTokenLife < time.Second || o.IDTokenLife > farthest || o.RefreshLife < time.Second || o.RefreshLife > farthest {
		return fmt.Errorf("a token lives between one second and 100 years: change IDTokenLife or RefreshLife")
	}
	if o.Latency < 0 {
		return fmt.Errorf("the latency is negative: give a duration such as 200ms")
	}
	for _, text := range o.RedirectURIs {
		u, err := url.Parse(text)
		// RFC 6749 section 3.1.2: absolute, and without a fragment.
		if err != nil || u.Scheme == "" || u.Fragment != "" || (u.Host == "" && u.Opaque == "" && u.Path == "") {
			return fmt.Errorf("the redirect URI %q must be absolute and have no fragment, such as http://127.0.0.1:8765/callback", text)
		}
	}
	if len(o.Faults) > maxFaults {
		return fmt.Errorf("at most %d faults can wait: give fewer", maxFaults)
	}
	for _, f := range o.Faults {
		if err := f.check(); err != nil {
			return err
		}
	}
	return nil
}

// Info is where a sandbox is and who may use it.
type Info struct {
	AuthURL      string   `json:"auth_url"`
	TokenURL     string   `json:"token_url"`
	RevokeURL    string   `json:"revoke_url"`
	STSURL       string   `json:"sts_url"`
	AccountsURL  string   `json:"accounts_url"`
	KeysURL      string   `json:"keys_url"`
	ControlURL   string   `json:"control_url"`
	ClientID     string   `json:"client_id"`
	ClientSecret string   `json:"client_secret"`
	RedirectURIs []string `json:"redirect_uris"`
}

// loopbackHost says that a host, without a port, can only mean this machine.
func loopbackHost(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}
