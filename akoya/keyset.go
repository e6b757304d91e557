package akoya

// keyCache keeps key sets.
type keyCache struct{}

func newKeyCache() *keyCache { return &keyCache{} }
