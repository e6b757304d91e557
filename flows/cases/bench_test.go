package cases_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"testing"
	"time"

	"akoya-tui/akoya"
	"akoya-tui/akoya/sandbox"
	"akoya-tui/flows/cases"
)

// BenchmarkWholeCatalogue prints the time of a whole run beside the sum that it
// is held against: the signatures it needs at this machine's speed, and its
// round trips at that of one loopback round trip, both measured in this run. The
// budget is a ratio of 2.
func BenchmarkWholeCatalogue(b *testing.B) {
	l := startLocal(b, sandbox.Options{})
	all := cases.Catalogue()
	run := func() cases.Report { return cases.NewEngine(l.options).RunAll(b.Context(), all, nil) }
	report := run() // opens the connections and loads the key
	before := l.server.Signatures()
	calls := report.RoundTrips() + controlCalls(report)

	// The reference is measured between the runs, so that what else the machine
	// does at the time slows both.
	sign, send := sign(b), send(b, l)
	var signature, roundTrip time.Duration
	for b.Loop() {
		report = run()
		b.StopTimer()
		signature += measure(5, sign)
		roundTrip += measure(68, send)
		b.StartTimer()
	}
	signature /= time.Duration(b.N)
	roundTrip /= time.Duration(b.N)
	reference := signaturesNeeded*signature + time.Duration(calls)*roundTrip
	if s := report.Summary(); s.Exact != len(all) {
		b.Fatalf("%+v", s)
	}
	per := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(float64(per)/float64(reference), "ratio")
	b.ReportMetric(float64(reference.Microseconds())/1000, "reference-ms")
	b.ReportMetric(float64(signature.Microseconds()), "signature-µs")
	b.ReportMetric(float64(roundTrip.Microseconds()), "round-trip-µs")
	b.ReportMetric(float64(calls), "round-trips")
	b.ReportMetric(float64(l.server.Signatures()-before)/float64(b.N), "signatures")
}

// controlCalls counts the requests to the control API: one for each consent, one
// for each thing that was minted, and one to look for another client.
func controlCalls(cases.Report) int { return 3 + 5 }

// sign makes one RS256 signature with a key of the local Akoya's size.
func sign(b *testing.B) func() {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		b.Fatal(err)
	}
	sum := sha256.Sum256([]byte("header.payload"))
	return func() {
		if _, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, sum[:]); err != nil {
			b.Fatal(err)
		}
	}
}

// send makes one request that the local Akoya refuses at once, over the same client.
func send(b *testing.B, l local) func() {
	request := akoya.RefreshRequest(l.options.Environment, l.options.App, akoya.Secret{})
	return func() {
		if rt, err := l.options.Client.Send(b.Context(), request); err != nil || rt.Status != 400 {
			b.Fatal(rt.Status, err)
		}
	}
}

func measure(n int, do func()) time.Duration {
	do()
	begin := time.Now()
	for range n {
		do()
	}
	return time.Since(begin) / time.Duration(n)
}

// BenchmarkTenTimesTheCatalogue shows that the time of a run is linear in its
// cases: the ratio is its time per case over that of one catalogue.
func BenchmarkTenTimesTheCatalogue(b *testing.B) {
	l := startLocal(b, sandbox.Options{})
	one := cases.Catalogue()
	var ten []cases.Case
	for range 10 {
		ten = append(ten, cases.Catalogue()...)
	}
	run := func(all []cases.Case) { cases.NewEngine(l.options).RunAll(b.Context(), all, nil) }
	single := measure(20, func() { run(one) })
	for b.Loop() {
		run(ten)
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/10/float64(single), "per-case-ratio")
}
