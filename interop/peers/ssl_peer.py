"""One TLS connection of Python's ssl module, as a server or as a client, and what it saw of it.

    ssl_peer.py server VERSION CHAIN.pem KEY.pem          prints "PORT n", then the outcome
    ssl_peer.py client VERSION PORT [CHAIN.pem KEY.pem]   prints the outcome

The outcome is "ok", "alert NAME" as RFC 8446 names it, or "error TEXT". The chain of the other side is not verified.
"""

import socket
import ssl
import sys

SECONDS = 20
VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}
REPLY = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


def context(protocol, version, files):
    made = ssl.SSLContext(protocol)
    made.minimum_version = made.maximum_version = VERSIONS[version]
    if files:
        made.load_cert_chain(*files)
    return made


def serve(version, *files):
    made = context(ssl.PROTOCOL_TLS_SERVER, version, files)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(SECONDS)
        print("PORT", listener.getsockname()[1], flush=True)
        tcp, _ = listener.accept()
    tcp.settimeout(SECONDS)
    with made.wrap_socket(tcp, server_side=True) as tls:
        tls.recv(4096)
        tls.sendall(REPLY)
        tls.unwrap()


def connect(version, port, *files):
    made = context(ssl.PROTOCOL_TLS_CLIENT, version, files)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", int(port)), SECONDS) as tcp:
        with made.wrap_socket(tcp, server_hostname="localhost") as tls:
            tls.sendall(b"GET / HTTP/1.0\r\n\r\n")
            if not tls.recv(4096):
                raise OSError("closed without an answer")
            tls.unwrap()


def main(role, *arguments):
    try:
        {"server": serve, "client": connect}[role](*arguments)
    except ssl.SSLError as error:
        # As "TLSV1_ALERT_UNKNOWN_CA" or "SSLV3_ALERT_CERTIFICATE_EXPIRED".
        _, is_alert, name = (error.reason or "").partition("_ALERT_")
        print("alert " + name.lower() if is_alert else f"error {error}")
    except OSError as error:
        print("error", error)
    else:
        print("ok")


main(*sys.argv[1:])
