"""Paging services to try a pager with: a real one behind TLS on this machine, and a fake pager that keeps the same contract."""

import ssl
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address, ip_network

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from heard.core import clock
from heard.moderation.gateways import HttpsPager, NotPaged
from heard.moderation.rules.paging import may_be_called, target_of


class FakePager:
    """Takes pages in memory, unless it is told to refuse them. Its addresses: `https://pages.example/...`."""

    taken: list[tuple[str, str]] = []
    answers = 200
    silent = False

    def page(self, address, words):
        cls = type(self)
        try:
            host = target_of(address).host
        except ValueError:
            raise NotPaged("the address is no https:// address") from None
        try:
            private = not may_be_called(str(ip_address(host)))
        except ValueError:
            private = host == "localhost"
        if private:
            raise NotPaged("its host is a private address")
        if cls.silent:
            raise NotPaged("no answer (TimeoutError)")
        if not 200 <= cls.answers < 300:
            raise NotPaged(f"answered {cls.answers}")
        cls.taken.append((address, words))

    @classmethod
    def reset(cls):
        cls.taken, cls.answers, cls.silent = [], 200, False


def certificate(folder, name="localhost"):
    """A certificate for `name` that signed itself: files of certificate and key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, private = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return cert, private


class FakeService:
    """What a test asks of a paging service, where the pager is the fake."""

    address = "https://pages.example/to/ann?urgent=1"
    http, inside = "http://pages.example/", "https://127.0.0.1/"

    def __init__(self):
        FakePager.reset()
        self.pager = FakePager()

    @property
    def taken(self):
        return [words for _, words in FakePager.taken]

    def answer(self, status):
        FakePager.answers = status

    def fall_silent(self):
        FakePager.silent = True


class RealService:
    """A real HTTPS server of this machine, and the real pager, which is allowed to call it."""

    def __init__(self, folder):
        cert, key = certificate(folder)
        self.taken, self.asked, self.status, self.silent, self.trickles = [], [], 200, False, False
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                service.asked.append((self.path, self.headers["Host"], self.headers["Content-Type"]))
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                if service.silent:
                    service.over.wait(20)
                    return
                if service.trickles:
                    self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                    while not service.over.wait(0.05):
                        try:
                            self.wfile.write(b"X-More: yes\r\n")
                        except OSError:
                            return
                    return
                if 200 <= service.status < 300:
                    service.taken.append(body)
                self.send_response(service.status)
                if 300 <= service.status < 400:
                    self.send_header("Location", f"{service.address}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.over = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(cert, key)
        self.server.socket = tls.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        port = self.server.server_address[1]
        self.address = f"https://localhost:{port}/to/ann?urgent=1"
        self.http, self.inside = f"http://localhost:{port}/", f"https://10.255.255.1:{port}/"
        self.trust = ssl.create_default_context(cafile=str(cert))
        self.networks = [ip_network("127.0.0.0/8"), ip_network("::1")]
        self.pager = HttpsPager(context=self.trust, allowed=self.networks, seconds=1.0)

    def answer(self, status):
        self.status = status

    def fall_silent(self):
        self.silent = True

    def close(self):
        self.over.set()
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def real_service(folder):
    service = RealService(folder)
    try:
        yield service
    finally:
        service.close()
