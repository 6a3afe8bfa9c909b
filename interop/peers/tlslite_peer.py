"""One TLS connection of tlslite-ng, as a server or as a client, and what it saw of it.

    tlslite_peer.py server VERSION MANNER CHAIN.pem KEY.pem          prints "PORT n", then the outcome
    tlslite_peer.py client VERSION MANNER PORT [CHAIN.pem KEY.pem]   prints the outcome

The outcome is "ok", "alert NAME" as RFC 8446 names it, or "error TEXT". The chain of the other side is not verified.

The manner is "plain"; "small", which cuts handshake messages into records of 64 octets; or "retry", where a server insists
on secp384r1 and a client sends no key share, so that TLS 1.3 begins with a HelloRetryRequest.
"""

import socket
import sys

from tlslite.api import (
    HandshakeSettings,
    TLSConnection,
    TLSRemoteAlert,
    X509,
    X509CertChain,
    parsePEMKey,
)
from tlslite.constants import AlertDescription
from tlslite.errors import TLSError

SECONDS = 20
REPLY = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


def settings(version, manner, role):
    made = HandshakeSettings()
    made.minVersion = made.maxVersion = (3, 3) if version == "1.2" else (3, 4)
    # A client would send a CompressedCertificate (RFC 8879) without being asked for one.
    made.certificate_compression_send = []
    if manner == "retry" and role == "server":
        made.eccCurves = ["secp384r1"]
        made.keyShares = ["secp384r1"]
    elif manner == "retry":
        made.keyShares = []
    return made.validate()


def identity(chain=None, key=None):
    if chain is None:
        return {}
    certificates = X509CertChain()
    certificates.parsePemList(open(chain).read())
    return {
        "certChain": certificates,
        "privateKey": parsePEMKey(open(key).read(), private=True),
    }


def connection(tcp, manner):
    tcp.settimeout(SECONDS)
    tls = TLSConnection(tcp)
    if manner == "small":
        tls.recordSize = 64
    return tls


def serve(version, manner, *files):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(SECONDS)
        print("PORT", listener.getsockname()[1], flush=True)
        tcp, _ = listener.accept()
    tls = connection(tcp, manner)
    made = settings(version, manner, "server")
    tls.handshakeServer(settings=made, **identity(*files))
    tls.recv(4096)
    tls.sendall(REPLY)
    tls.close()


def connect(version, manner, port, *files):
    tls = connection(socket.create_connection(("127.0.0.1", int(port)), SECONDS), manner)
    made = settings(version, manner, "client")
    tls.handshakeClientCert(settings=made, serverName="localhost", **identity(*files))
    tls.sendall(b"GET / HTTP/1.0\r\n\r\n")
    if not tls.recv(4096):
        raise OSError("closed without an answer")
    tls.close()


def main(role, *arguments):
    try:
        {"server": serve, "client": connect}[role](*arguments)
    except TLSRemoteAlert as error:
        print("alert", AlertDescription.toStr(error.description))
    except (OSError, TLSError) as error:
        print("error", type(error).__name__, error)
    else:
        print("ok")


main(*sys.argv[1:])
