"""A small camera that answers as ../shared/facts/device-evidence.md section 8 shows, and somebody who asks it.

Run in network namespaces that the test made (`serve ADDRESS`, `ask ADDRESS`); neither reaches anything else.
"""

import datetime as dt
import socket
import ssl
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from test_protocols import DHIP_ANSWER, ISAPI, SADP, WSD, http

RTSP = b'RTSP/1.0 401 No\r\nServer: EX Rtsp/3.0\r\nWWW-Authenticate: Digest realm="EX", nonce="1"\r\n\r\n'
DATAGRAMS = {37020: SADP, 37810: DHIP_ANSWER, 3702: WSD}
STREAMS = {80: http(ISAPI, b"Server: EX-Webs"), 554: RTSP, 22: b"SSH-2.0-EX_1.0\r\n"}
ASKED = {
    80: b"GET /ISAPI/System/deviceInfo HTTP/1.1\r\n\r\n",
    554: b"DESCRIBE rtsp://x/Streaming/Channels/101 RTSP/1.0\r\n\r\n",
}
PATIENCE = 20.0


def serve(address: str) -> None:
    """Answer every port once; "ready" is printed when all of them listen."""
    jobs = [_datagrams(address, port, answer) for port, answer in DATAGRAMS.items()]
    jobs += [_stream(address, port, answer) for port, answer in STREAMS.items()]
    jobs.append(_tls(address))
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    print("ready", flush=True)
    for thread in threads:
        thread.join()


def _datagrams(address: str, port: int, answer: bytes) -> Callable[[], None]:
    listening = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listening.settimeout(PATIENCE)
    listening.bind((address, port))

    def job() -> None:
        _, who = listening.recvfrom(2_048)
        listening.sendto(answer, who)

    return job


def _listening(address: str, port: int) -> socket.socket:
    listening = socket.create_server((address, port))
    listening.settimeout(PATIENCE)
    return listening


def _stream(address: str, port: int, answer: bytes) -> Callable[[], None]:
    listening = _listening(address, port)

    def job() -> None:
        connection, _ = listening.accept()
        with connection:
            if port in ASKED:
                connection.recv(2_048)
            connection.sendall(answer)

    return job


def _tls(address: str) -> Callable[[], None]:
    listening = _listening(address, 443)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with tempfile.NamedTemporaryFile(suffix=".pem") as file:
        file.write(_certificate())
        file.flush()
        context.load_cert_chain(file.name)

    def job() -> None:
        connection, _ = listening.accept()
        with context.wrap_socket(connection, server_side=True) as secured:
            secured.recv(1)

    return job


def _certificate() -> bytes:
    """A key and a certificate over several segments, signed by itself, in PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    parts = [(x509.NameOID.COMMON_NAME, "cam-7"), (x509.NameOID.ORGANIZATION_NAME, "Example, Ltd")]
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])
    since = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    others = x509.SubjectAlternativeName([x509.DNSName(f"cam-{n}.{'x' * 50}.example") for n in range(60)])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 889, since, since + dt.timedelta(days=9_000))
    signed = builder.add_extension(others, critical=False).sign(key, hashes.SHA256())
    plain = serialization.NoEncryption()
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(pem, pkcs8, plain) + signed.public_bytes(pem)


def ask(address: str) -> None:
    """Ask every port once and wait for its answer."""
    for port in DATAGRAMS:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.settimeout(PATIENCE)
            asking.sendto(b"<Probe><Types>inquiry</Types></Probe>", (address, port))
            asking.recv(4_096)
    for port in STREAMS:
        with socket.create_connection((address, port), PATIENCE) as asking:
            asking.sendall(ASKED.get(port, b""))
            while asking.recv(4_096):
                pass
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with (
        socket.create_connection((address, 443), PATIENCE) as plain,
        context.wrap_socket(plain, server_hostname="cam-7.example") as secured,
    ):
        secured.sendall(b"x")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    {"serve": serve, "ask": ask}[sys.argv[1]](sys.argv[2])
