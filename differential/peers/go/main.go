// Verifies each chain of standard input by crypto/x509: `go run main.go HOST TIME`.
//
// A line is the root and the certificates that are sent, leaf first, each an `x` and hexadecimal digits. The answer to
// each line is a line: `ok`, or why the chain is refused.
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

func verify(line, host string, at time.Time) error {
	roots, intermediates := x509.NewCertPool(), x509.NewCertPool()
	var leaf *x509.Certificate
	for number, word := range strings.Fields(line) {
		der, err := hex.DecodeString(word[1:])
		if err != nil {
			return err
		}
		certificate, err := x509.ParseCertificate(der)
		if err != nil {
			return err
		}
		switch number {
		case 0:
			roots.AddCert(certificate)
		case 1:
			leaf = certificate
		default:
			intermediates.AddCert(certificate)
		}
	}
	if leaf == nil {
		return errors.New("nothing was sent")
	}
	_, err := leaf.Verify(x509.VerifyOptions{
		DNSName:       host,
		Roots:         roots,
		Intermediates: intermediates,
		CurrentTime:   at,
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	})
	return err
}

func main() {
	seconds, err := strconv.ParseInt(os.Args[2], 10, 64)
	if err != nil {
		panic(err)
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		if err := verify(lines.Text(), os.Args[1], time.Unix(seconds, 0)); err != nil {
			fmt.Println(strings.Join(strings.Fields(err.Error()), " "))
		} else {
			fmt.Println("ok")
		}
	}
	if err := lines.Err(); err != nil {
		panic(err)
	}
}
