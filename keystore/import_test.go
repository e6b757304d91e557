package keystore

import (
	"strings"
	"testing"

	"akoya-tui/akoya"
)

func wantImport() Import {
	return Import{
		Credentials: Credentials{ClientID: "my-id", ClientSecret: akoya.NewSecret("p#ss=w'd"),
			ServiceClientID: "svc", ServiceClientSecret: akoya.NewSecret("svc-secret")},
		RedirectURI: "https://a.test/cb",
	}
}

func TestImportEnv(t *testing.T) {
	env := map[string]string{"AKOYA_CLIENT_ID": " my-id\n", "AKOYA_CLIENT_SECRET": "p#ss=w'd", "AKOYA_REDIRECT_URI": "https://a.test/cb",
		"AKOYA_SERVICE_CLIENT_ID": "svc", "AKOYA_SERVICE_CLIENT_SECRET": "svc-secret"}
	getenv := func(name string) string { return env[name] }
	got, err := ImportEnv(getenv)
	if err != nil || !got.Credentials.Equal(wantImport().Credentials) || got.RedirectURI != wantImport().RedirectURI {
		t.Errorf("%+v, %v", got, err)
	}
	delete(env, "AKOYA_SERVICE_CLIENT_SECRET")
	_, err = ImportEnv(getenv)
	wantKind(t, err, KindInvalid)
	delete(env, "AKOYA_SERVICE_CLIENT_ID")
	delete(env, "AKOYA_CLIENT_SECRET")
	_, err = ImportEnv(getenv)
	if wantKind(t, err, KindInvalid); !strings.Contains(err.Error(), "AKOYA_CLIENT_SECRET is missing") {
		t.Errorf("%v", err)
	}
	clear(env)
	_, err = ImportEnv(getenv)
	wantKind(t, err, KindNotFound)
}

func TestImportReader(t *testing.T) {
	for name, text := range map[string]string{
		"lines": "# from the Hub\nexport AKOYA_CLIENT_ID=my-id\r\nAKOYA_CLIENT_SECRET=\"p#ss=w'd\"\n\n" +
			"redirect-uri = 'https://a.test/cb'\nSERVICE_CLIENT_ID=svc\nservice_client_secret=svc-secret\nOTHER=x\n",
		"json": `{"client_id":"my-id","clientSecret":"p#ss=w'd","redirect_uris":["https://a.test/cb","https://b.test"],
			"AKOYA_SERVICE_CLIENT_ID":"svc","serviceClientSecret":"svc-secret","expires":7,"nested":{"id":"x"}}`,
		"csv": "\ufeffApp Name,Client ID,Client Secret,Redirect URI(s),Service Client ID,Service Client Secret\r\n" +
			"\"My, app\",my-id,p#ss=w'd,https://a.test/cb,svc,svc-secret\r\n",
		"csv with semicolons": "Client ID;Client Secret;Redirect URI;Service Client ID;Service Client Secret\nmy-id;p#ss=w'd;https://a.test/cb;svc;svc-secret\n\n",
		"csv, a pair a row": "Client ID,my-id\nClient Secret,p#ss=w'd\nRedirect URI,https://a.test/cb\n" +
			"Service Client ID,svc\nService Client Secret,svc-secret\n",
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ImportReader(strings.NewReader(text))
			if err != nil || !got.Credentials.Equal(wantImport().Credentials) || got.RedirectURI != wantImport().RedirectURI {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestImportErrorsShowNoValue(t *testing.T) {
	for name, bad := range map[string]struct {
		text string
		want Kind
		says string
	}{
		"empty":          {" \n", KindNotFound, "empty"},
		"nothing known":  {"A=canary\n", KindNotFound, "no credentials"},
		"no pair":        {"AKOYA_CLIENT_ID=canary\ncanary\n", KindInvalid, "line 2"},
		"open quote":     {"AKOYA_CLIENT_ID=x\nAKOYA_CLIENT_SECRET=\"canary\n", KindInvalid, "line 2"},
		"no secret":      {"AKOYA_CLIENT_ID=canary\n", KindInvalid, "AKOYA_CLIENT_SECRET is missing"},
		"no id":          {"AKOYA_CLIENT_SECRET=canary\n", KindInvalid, "AKOYA_CLIENT_ID is missing"},
		"half a service": {"client_id=a\nclient_secret=canary\nservice_client_id=x", KindInvalid, "AKOYA_SERVICE_CLIENT_SECRET is missing"},
		"twice":          {"client_id=canary\nAKOYA_CLIENT_ID=canary2\n", KindInvalid, "twice"},
		"bad json":       {"{\n\"client_id\": \"canary\",\n!}", KindInvalid, "line 3"},
		"two apps":       {"Client ID,Client Secret\na,canary\nb,canary\n", KindInvalid, "2 rows"},
		"no app":         {"Client ID,Client Secret\n", KindInvalid, "0 rows"},
		"bad csv":        {"Client ID,Client Secret\n\"canary,x\n", KindInvalid, "not valid CSV"},
		"control":        {"client_id=a\nclient_secret=can\x1b[0mary", KindInvalid, "control character"},
		"long":           {strings.Repeat("canary", maxImport), KindInvalid, "longer than"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ImportReader(strings.NewReader(bad.text))
			wantKind(t, err, bad.want)
			if !strings.Contains(err.Error(), bad.says) || strings.Contains(err.Error()+hintOf(err), "canary") || hintOf(err) == "" {
				t.Errorf("%v (%s)", err, hintOf(err))
			}
		})
	}
}

func FuzzImport(f *testing.F) {
	f.Add("AKOYA_CLIENT_ID='a'\nAKOYA_CLIENT_SECRET=b")
	f.Add(`{"client_id":"a","client_secret":"b"}`)
	f.Add("Client ID,Client Secret\na,b\n")
	f.Add("client id,a\nclient secret,b")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ImportReader(strings.NewReader(text))
		if err == nil && (got.Credentials.ClientID == "" || got.Credentials.ClientSecret.IsZero()) {
			t.Errorf("half of the credentials without an error")
		}
	})
}
