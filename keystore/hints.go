package keystore

// whatHappened is the sentence for an error of kind on the system goos.
func whatHappened(goos string, kind Kind) string {
	switch kind {
	case KindNotFound:
		return "there is no such item in the keychain"
	case KindNoBus:
		return "there is no keychain here: this session has no D-Bus, as over SSH, in a container or in WSL"
	case KindNoProvider:
		if goos == "windows" {
			return "Credential Manager is not open to this session, as over SSH or in a service"
		}
		return "no program on this desktop offers a keychain"
	case KindLocked:
		if goos == "darwin" {
			return "the keychain is locked, or this session cannot ask for its password, as over SSH"
		}
		return "the keychain is locked and was not unlocked"
	case KindNoCollection:
		return "there is no default keyring to keep secrets in, or it was not unlocked"
	case KindDismissed:
		return "the keychain did not keep what it was given, as when its question is closed without an answer"
	case KindStuck:
		return "the keychain does not answer"
	case KindTooBig:
		return "this is more than the keychain can hold"
	case KindPanicked:
		return "the connection to the keychain broke"
	case KindUnsupported:
		return "this system has no keychain that akoya-tui knows"
	case KindDenied:
		return "the keychain refused access"
	}
	return "the keychain answered with an error that akoya-tui does not know"
}

// whatToDo is what a person can do about an error of kind on the system goos.
func whatToDo(goos string, kind Kind) string {
	switch kind {
	case KindNotFound:
		return ""
	case KindNoBus:
		return "Run akoya-tui in your desktop session, or go on in memory only."
	case KindNoProvider:
		if goos == "windows" {
			return "Run akoya-tui in a desktop session, or go on in memory only."
		}
		return "Install and start gnome-keyring, KWallet or KeePassXC (with its Secret Service on), then retry, or go on in memory only."
	case KindLocked:
		if goos == "darwin" {
			return "Run `security unlock-keychain` or log in on the desktop, then retry, or go on in memory only."
		}
		return "Unlock your keyring, then retry, or go on in memory only."
	case KindNoCollection:
		if goos == "darwin" {
			return "Create a default keychain in Keychain Access, then retry, or go on in memory only."
		}
		return "Unlock your password manager, or create a default keyring in \"Passwords and Keys\", then retry, or go on in memory only."
	case KindDismissed:
		return "Retry, and answer the keychain's question; nothing that was stored before is lost."
	case KindStuck:
		return "Look for a window that asks for your password and answer it, then retry, or go on in memory only."
	case KindTooBig:
		return "Go on in memory only."
	case KindPanicked:
		return "Retry; if it happens again, log out and in, or go on in memory only."
	case KindUnsupported:
		return "Go on in memory only, with credentials from AKOYA_CLIENT_ID and AKOYA_CLIENT_SECRET."
	case KindDenied:
		return "Allow akoya-tui in the settings of your keychain, then retry, or go on in memory only."
	}
	return "Retry, or go on in memory only."
}

func tooBig(goos string) *Error {
	return &Error{Kind: KindTooBig, What: whatHappened(goos, KindTooBig), Hint: whatToDo(goos, KindTooBig)}
}

// describe names the keychain of the system goos.
func describe(goos string) string {
	switch goos {
	case "darwin":
		return "macOS Keychain"
	case "windows":
		return "Windows Credential Manager"
	}
	return "system keyring (Secret Service)"
}
