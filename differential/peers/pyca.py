"""Verifies each chain of standard input by pyca/cryptography: `pyca.py HOST TIME`.

A line is the root and the certificates that are sent, leaf first, each an `x` and hexadecimal digits. The answer to each
line is a line: `ok`, or why the chain is refused.
"""

import sys
from datetime import datetime, timezone

from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store


def verify(line, host, time):
    root, *sent = [
        x509.load_der_x509_certificate(bytes.fromhex(word[1:])) for word in line.split()
    ]
    if not sent:
        raise ValueError("nothing was sent")
    policy = PolicyBuilder().store(Store([root])).time(time)
    policy.build_server_verifier(x509.DNSName(host)).verify(sent[0], sent[1:])


def main():
    host, seconds = sys.argv[1:]
    time = datetime.fromtimestamp(int(seconds), timezone.utc).replace(tzinfo=None)
    for line in sys.stdin:
        try:
            verify(line, host, time)
            print("ok")
        # A panic of its Rust half is a BaseException.
        except BaseException as error:
            print(" ".join(f"{type(error).__name__}: {error}".split()))


main()
