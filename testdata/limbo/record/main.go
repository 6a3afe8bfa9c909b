// What crypto/x509 says of the testcases of x509-limbo: `gunzip -c limbo.json.gz | go run main.go`.
//
// Each line of the answer is the id of a testcase, and `SUCCESS` or `FAILURE`.
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"time"
)

type name struct{ Kind, Value string }

type testcase struct {
	ID                    string   `json:"id"`
	ValidationKind        string   `json:"validation_kind"`
	TrustedCerts          []string `json:"trusted_certs"`
	UntrustedIntermediate []string `json:"untrusted_intermediates"`
	PeerCertificate       string   `json:"peer_certificate"`
	ValidationTime        *string  `json:"validation_time"`
	ExpectedPeerName      *name    `json:"expected_peer_name"`
}

func parse(text string) (*x509.Certificate, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("no PEM")
	}
	return x509.ParseCertificate(block.Bytes)
}

// As crypto/tls: an intermediate that cannot be read ends the handshake; a root that cannot be read is not in the pool.
func verify(one *testcase) error {
	roots, intermediates := x509.NewCertPool(), x509.NewCertPool()
	for _, text := range one.TrustedCerts {
		if root, err := parse(text); err == nil {
			roots.AddCert(root)
		}
	}
	for _, text := range one.UntrustedIntermediate {
		intermediate, err := parse(text)
		if err != nil {
			return err
		}
		intermediates.AddCert(intermediate)
	}
	leaf, err := parse(one.PeerCertificate)
	if err != nil {
		return err
	}
	options := x509.VerifyOptions{Roots: roots, Intermediates: intermediates, CurrentTime: time.Now()}
	if one.ValidationTime != nil {
		if options.CurrentTime, err = time.Parse(time.RFC3339, *one.ValidationTime); err != nil {
			return err
		}
	}
	options.KeyUsages = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	if one.ValidationKind == "CLIENT" {
		options.KeyUsages = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	} else if one.ExpectedPeerName != nil {
		options.DNSName = one.ExpectedPeerName.Value
		if one.ExpectedPeerName.Kind == "IP" {
			options.DNSName = "[" + options.DNSName + "]"
		}
	}
	_, err = leaf.Verify(options)
	return err
}

func main() {
	var suite struct{ Testcases []testcase }
	if err := json.NewDecoder(bufio.NewReader(os.Stdin)).Decode(&suite); err != nil {
		panic(err)
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for number := range suite.Testcases {
		one := &suite.Testcases[number]
		verdict := "SUCCESS"
		if verify(one) != nil {
			verdict = "FAILURE"
		}
		fmt.Fprintln(out, one.ID, verdict)
	}
}
