"""Reading a large blob over TLS."""

import contextlib
import hashlib
import itertools
import os
import ssl
import subprocess
import time

import content
import downloads
import report
import servers
import wire

TLS = "GET blob 1 GB over TLS × 1"
NAMES = (TLS,)
RECORD = 16384  # the most that a record of TLS holds


def measure(options, wanted):
    yield report.Table("TLS reads", ("berth", *downloads.PEERS, "nginx"), [tls_row(options)])


def tls_row(options):
    """Handshake and head are decrypted, and the kernel throws the rest away: decrypting takes the reader's core.

    That the rest is the blob is seen once for each server, before the rounds: read whole, decrypted and hashed.
    Each server may choose among all that OpenSSL's client offers, in TLS 1.2 or 1.3; what it chose is printed.
    """
    targets = (report.Target(("2.8.2", "3.x"), 1.2, "Distribution"), report.Target(("nginx",), 1.0, "nginx"))
    row = report.Row(TLS, "GB/s", targets=targets)
    with contextlib.ExitStack() as stack:
        large = content.LargeFile(options.large)
        stack.callback(large.close)
        tls = certificate(options.folder)
        everyone = [*servers.registries(options.folder, tls), *servers.nginx(options.folder, tls)]
        paths = {}
        for server in everyone:
            stack.enter_context(server)
            paths[server.name], digest = tls_content(server, large)
            print(f"  {TLS}: {server.name} chose {verify_tls(server, paths[server.name], digest)}", flush=True)
        return report.run(row, everyone, options, lambda server: read_tls(server, paths[server.name]))


def tls_content(server, large):
    """Stores the blob; the path of its URL, and its digest."""
    if isinstance(server, servers.Nginx):
        path = downloads.www_file(server, "large", large)
        with open(os.path.join(server.folder, "www", "large"), "rb") as file:
            return path, "sha256:" + sha256_of(iter(lambda: file.read(wire.CHUNK), b""))
    server.create("bench/tls")
    end, digest = large.variant()
    base = f"https://127.0.0.1:{server.port}"
    options = ["-H", f"Authorization: {server.authorization}"] if server.authorization else []
    head = subprocess.run(["curl", "-skfD", "-", "-o", "/dev/null", "-X", "POST", *options,
                           base + "/v2/bench/tls/blobs/uploads/"], capture_output=True, check=True).stdout
    target = base + wire.with_digest(wire.location(b"\r\n" + head), digest)
    body = f"/proc/{os.getpid()}/fd/{large.descriptor}"
    with open(os.path.join(server.folder, "upload"), "wb") as file:
        subprocess.run(["head", "-c", str(large.length), body], stdout=file, check=True)
        file.seek(0, os.SEEK_END)
        file.write(end)
    subprocess.run(["curl", "-skf", "-o", "/dev/null", "-T", file.name, *options, target], check=True)
    os.remove(file.name)
    return "/v2/bench/tls/blobs/" + digest, digest


def sha256_of(pieces):
    sha256 = hashlib.sha256()
    for piece in pieces:
        sha256.update(piece)
    return sha256.hexdigest()


class TlsReader:
    """A connection whose TLS is ours to look into: the socket itself carries what is encrypted."""

    def __init__(self, server):
        context = ssl.create_default_context()
        context.check_hostname = False  # the certificate is nobody's business here
        context.verify_mode = ssl.CERT_NONE
        context.set_alpn_protocols(["http/1.1"])
        self.socket = wire.Connection(server.port).socket
        self.arrived, self.leaving = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.arrived, self.leaving)
        self.received = 0
        self.attempt(self.tls.do_handshake)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def attempt(self, operation, *arguments):
        """What the operation gives as soon as enough has arrived for it."""
        while True:
            try:
                return operation(*arguments)
            except ssl.SSLWantReadError:
                self.flush()
                data = self.socket.recv(RECORD)
                if not data:
                    raise ConnectionError("the server closed the connection") from None
                self.received += len(data)
                self.arrived.write(data)

    def flush(self):
        if self.leaving.pending:
            self.socket.sendall(self.leaving.read())

    def read(self, size):
        """What there is of the answer, decrypted, up to so many bytes."""
        data = self.attempt(self.tls.read, size)
        if not data:
            raise ConnectionError("the server closed the connection in mid-answer")
        return data

    def ask(self, request):
        """Sends the request; the length that the answer announces, and what came of it with the head."""
        self.received = 0  # what came so far was the handshake
        self.tls.write(request)
        self.flush()
        data = b""
        while b"\r\n\r\n" not in data:
            data += self.read(RECORD)
        head, _, body = data.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200 "):
            raise AssertionError(f"not the blob: {data[:300]!r}")
        return int(wire.LENGTH.search(head)[1]), body

    def pieces(self, length):
        """So much of the answer, decrypted."""
        missing = length
        while missing > 0:
            data = self.read(min(missing, RECORD))
            missing -= len(data)
            yield data

    def discard(self):
        """Has the kernel throw away what comes, to the end of the connection; all bytes received since the request."""
        buffer = bytearray(wire.CHUNK)
        while skipped := self.socket.recv_into(buffer, wire.CHUNK, wire.socket.MSG_TRUNC):
            self.received += skipped
        return self.received

    def negotiated(self):
        return f"{self.tls.version()} {self.tls.cipher()[0]}"

    def record_cost(self):
        """The least that a record costs: its head and seal, and with TLS 1.3 its type, with 1.2's GCM its nonce."""
        if self.tls.version() == "TLSv1.3":
            return 22
        return 29 if "GCM" in self.tls.cipher()[0] else 21


def verify_tls(server, path, digest):
    """Reads the blob whole and compares it; what the server chose to encrypt it with."""
    with TlsReader(server) as reader:
        length, body = reader.ask(wire.request(server, "GET", path))
        sha256 = sha256_of(itertools.chain((body,), reader.pieces(length - len(body))))
        if "sha256:" + sha256 != digest:
            raise AssertionError(f"{server.name} sent something else over TLS than the blob")
        return reader.negotiated()


def read_tls(server, path):
    """GB/s of the body, from the request to the end of the connection."""
    with TlsReader(server) as reader:
        begin = time.perf_counter()
        length, _ = reader.ask(wire.request(server, "GET", path, Connection="close"))
        received = reader.discard()
        seconds = time.perf_counter() - begin
        least = length + reader.record_cost() * -(-length // RECORD)
    if not least <= received <= least * 1.02 + 65536:
        raise AssertionError(f"{received} bytes cannot be the {length} of the blob")
    return length / seconds / 1e9


def certificate(folder):
    paths = os.path.join(folder, "tls.crt"), os.path.join(folder, "tls.key")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "2", "-out", paths[0], "-keyout", paths[1], "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], capture_output=True, check=True)
    return paths
