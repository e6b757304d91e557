package keystore

import (
	"context"
	"sync"
)

// Memory is a Store that forgets everything when the program ends. It is for the
// local environment, for credentials from environment variables, and for a
// person who has no keychain and chose to go on without. The zero Memory is not
// ready; use NewMemory.
type Memory struct {
	mu          sync.Mutex
	credentials map[string]Credentials
	tokens      map[string]Tokens
	refreshing  map[string]chan struct{} // by profile: holds one value while locked
}

var _ Store = (*Memory)(nil)

// NewMemory returns an empty Memory.
func NewMemory() *Memory {
	return &Memory{
		credentials: map[string]Credentials{},
		tokens:      map[string]Tokens{},
		refreshing:  map[string]chan struct{}{},
	}
}

// Kind implements Store.
func (m *Memory) Kind() StoreKind { return KindMemory }

// Describe implements Store.
func (m *Memory) Describe() string { return "memory only: gone when the program ends" }

// LoadCredentials implements Store.
func (m *Memory) LoadCredentials(ctx context.Context, profile string) (Credentials, error) {
	if ctx.Err() != nil {
		return Credentials{}, during("load credentials", canceled(ctx))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	c, ok := m.credentials[profile]
	if !ok {
		return Credentials{}, during("load credentials", notFound("no credentials are stored for this profile"))
	}
	return c, nil
}

// SaveCredentials implements Store.
func (m *Memory) SaveCredentials(ctx context.Context, profile string, c Credentials) error {
	if ctx.Err() != nil {
		return during("save credentials", canceled(ctx))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.credentials[profile] = c
	return nil
}

// LoadTokens implements Store.
func (m *Memory) LoadTokens(ctx context.Context, profile string) (Tokens, error) {
	if ctx.Err() != nil {
		return Tokens{}, during("load tokens", canceled(ctx))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	t, ok := m.tokens[profile]
	if !ok {
		return Tokens{}, during("load tokens", notFound("no tokens are stored for this profile"))
	}
	return t.clone(), nil
}

// SaveTokens implements Store.
func (m *Memory) SaveTokens(ctx context.Context, profile string, t Tokens) error {
	if ctx.Err() != nil {
		return during("save tokens", canceled(ctx))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tokens[profile] = t.clone()
	return nil
}

// Forget implements Store.
func (m *Memory) Forget(ctx context.Context, profile string) error {
	if ctx.Err() != nil {
		return during("forget", canceled(ctx))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.credentials, profile)
	delete(m.tokens, profile)
	return nil
}

// ForgetAll implements Store.
func (m *Memory) ForgetAll(ctx context.Context) error {
	if ctx.Err() != nil {
		return during("forget everything", canceled(ctx))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.credentials)
	clear(m.tokens)
	return nil
}

// LockRefresh implements Store, for the goroutines of this process.
func (m *Memory) LockRefresh(ctx context.Context, profile string) (func(), error) {
	m.mu.Lock()
	turn, ok := m.refreshing[profile]
	if !ok {
		turn = make(chan struct{}, 1)
		m.refreshing[profile] = turn
	}
	m.mu.Unlock()
	if ctx.Err() != nil {
		return nil, during("wait for another refresh", canceled(ctx))
	}
	select {
	case turn <- struct{}{}:
		return sync.OnceFunc(func() { <-turn }), nil
	case <-ctx.Done():
		return nil, during("wait for another refresh", canceled(ctx))
	}
}
