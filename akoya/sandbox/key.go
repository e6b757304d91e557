package sandbox

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"sync"
	"sync/atomic"
)

// worthlessKey signs the id_tokens of every sandbox there is. It is PUBLIC AND
// WORTHLESS: it stands here in the clear, protects nothing, and must never be
// trusted by anything but a test. It is fixed because making an RSA key takes
// up to two seconds, too long for something that starts with every run.
const worthlessKey = `
PUBLIC AND WORTHLESS: the signing key of the local Akoya, printed in its source.
-----BEGIN RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEAtR6QVLgp2tgBNeZZrr6eCB6oMOYSjDZIZkfXEwCVvRXCoQ/a
O7G0bhDURZHSsC5f5SamZN9tBeSUy/h3THtUGpmH1JG813SNkvXaDsnRIuN3d/TG
wTxBg2DqmuT/WJ3tsTU534zyQ+FDdKP7hK5ZCLHhq2w7BBQ6mvzh5jVKvyWl/UAx
kzrkf0CnG3TA0UURD5k8g/wJcWQWrlVSIGcBs0TFdh1FydXRUuOoxbnBZ61S6FnM
+eoQFCFZ9S37ckhY7LukMxlXAEEG69I+CET4weu8mALt6/9ouoSt8k+Pnm5bQziz
43bO8DtEcpInW2fCOO6PEoFt64Iqg1VTxi1lmwIDAQABAoIBABM4N5Ot6U8eTd6U
355x/t4Ytrtdpsk3N26XIAUVsk4a4Yjq4Dsma+GkKoppY4SrnyR3ef/JT83oyDtu
1eYJTk72TNorTvFEHoPiT+3yz50Wq0ZQ9Mhrpv4UikC+nTQfqin8XnRRBiJa5Kgb
gKS/RZZtHeftd8PCi8eHn0cpD5IB8/Z9E8YOoH0Lu3x+pZISCZin5DUC6zmYzBIb
rkPX11rDOjPbTlqiqo9niNhkM9GhnCD8SIyvoIFdT08yrJs2hAnAti8nOT6+CUIA
8ECV+ondarCk587WYX0hwlA7laBvCXHSG8l9bHPA8b2HV1z6+rtjygY1k2JRLGZV
JEyB/ekCgYEA/LCwo987fof1SzFeVWGwENA7A7NGOTuCypJZhwJEOxVoKphMHsKV
WhUW6noU/giH0tjMPo09cazzGa/+AeCp3KunQ7fUj3vjKYBCFTKyVOMbk23aSfy8
zQawOFB61dNufvdw7V/6Cz7HE7O7jKD6Ox8ZISr3b0ftdFrW41oaScMCgYEAt33i
t7ezZqQAhY6uhOHpfmi5ruOgU1kWtBWpSXN+9gGweF8rYtkNu8MND5ODxeY52NOE
l3Zw556t+k+t1n4MuWML8xXI87DvHrPVbYWqrETaoaTTrtvDEMdGdtjilxRuR1jF
yKBpriJNBigPBVH3AgRDCU0Fv7JXAkOae+uFX0kCgYEAu7rFMKnbOHDnotplnAc8
V/Frtp8Mz95PmBHMY4oiiMapoeONwdiMPuWmJcNXLzfFOLcKXnpuKLL11KK0kk6H
w8LfPGcpiwPeS2nXLoqAhKJJTWlyoD8dQTDz4JKh/5PZ5ogMpL4GNS6JljCUaLD7
1sqOz95s/4aveh82wKejGiMCgYEAmnO3bEeQFjzER6fDlQ0IWyRR8Dmgkafy6WE2
XyJ94xum7JvHTGxCGCNmEg9sox9Y3/+jo07KWN0DuyhovpzZnw8VVuemgCIWFXTw
mUEjWeCXW+r/WDeZ6byjvpRvnxZOgXXi/i6w5ifvR9heVG8bCTKHLwQLa8H1ZW18
UwT7/ikCgYAUCeFbHewxMAmDeZtHKf2qBg16YMNb6g/ygq7ER7HUWwpIAPbEbdD0
GGXd77AlCjD+YDwD9kfKXDLmTIzEEUzUMNWe9rmO/039wxUv86/9hoxTLXBrNN2t
5J8Gpse+5Ir3A3+p3fxaBr84D9sQERsrNVO3Fl/sFvMRspdgP+rYlA==
-----END RSA PRIVATE KEY-----
`

// kidPrefix makes a token of the sandbox recognisable wherever it turns up.
const kidPrefix = "public-and-worthless-"

// signer makes RS256 signatures and counts them. The key is parsed on first
// use, so that a server which signs nothing pays nothing.
type signer struct {
	once  sync.Once
	key   *rsa.PrivateKey
	jwk   jwk
	head  string // the encoded JWS header with its dot
	count atomic.Int64
}

// jwk is a public RSA key as RFC 7517 writes it, members in dex's order.
type jwk struct {
	Use string `json:"use"`
	Kty string `json:"kty"`
	Kid string `json:"kid"`
	Alg string `json:"alg"`
	N   string `json:"n"`
	E   string `json:"e"`
}

func (s *signer) load() {
	s.once.Do(func() {
		block, _ := pem.Decode([]byte(worthlessKey))
		key, err := x509.ParsePKCS1PrivateKey(block.Bytes) // also precomputes
		if err != nil {
			panic(fmt.Sprintf("sandbox: the built-in key is damaged: %v", err))
		}
		n := b64(key.N.Bytes())
		e := b64(big.NewInt(int64(key.E)).Bytes())
		// RFC 7638 section 3: the required members only, in this order.
		thumb := sha256.Sum256([]byte(`{"e":"` + e + `","kty":"RSA","n":"` + n + `"}`))
		s.key = key
		s.jwk = jwk{Use: "sig", Kty: "RSA", Kid: kidPrefix + b64(thumb[:]), Alg: "RS256", N: n, E: e}
		s.head = b64([]byte(`{"alg":"RS256","kid":"`+s.jwk.Kid+`"}`)) + "."
	})
}

// sign returns the compact JWS of claims (RFC 7515 section 7.1). It holds no
// lock: signatures are the cost of this server and run on every core.
func (s *signer) sign(claims any) (string, error) {
	s.load()
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("encode the claims: %w", err)
	}
	input := s.head + b64(payload)
	sum := sha256.Sum256([]byte(input))
	sig, err := rsa.SignPKCS1v15(nil, s.key, crypto.SHA256, sum[:])
	if err != nil {
		return "", fmt.Errorf("sign: %w", err)
	}
	s.count.Add(1)
	return input + "." + b64(sig), nil
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
