"""Reading: large blobs, ranges, manifests; plain and over TLS."""

import contextlib
import hashlib
import os
import re
import select
import selectors
import ssl
import subprocess
import time

import content
import push
import report
import servers
import wire

LARGE, MANY, RANGES = "GET blob 1 GB × 1", "GET blob 10 MB × 8", "GET 64 KB ranges of 1 GB × 16"
BY_TAG, BY_DIGEST = "GET manifest by tag × 64", "GET manifest by digest × 64"
HEAD_TAG, HEAD_DIGEST = "HEAD manifest by tag × 64", "HEAD manifest by digest × 64"
TLS = "GET blob 1 GB over TLS × 1"
NAMES = (LARGE, MANY, RANGES, BY_TAG, BY_DIGEST, HEAD_TAG, HEAD_DIGEST, TLS)
MEDIUM_SIZE = 10_000_000
RECORD, RECORD_COST = 16384, 21  # the most that a record of TLS holds, and what it costs at least
PEERS = ("2.8.2", "3.x", "zot")
BLOBS = (report.Target(("nginx",), 0.85, "nginx"), report.Target(PEERS, 2, "best peer"))
MANIFESTS = (report.Target(("zot",), 4, "zot"), report.Target(("3.x",), 12, "3.x"))


class Loaded:
    """A server with the content that is read: paths differ between registries and file servers."""

    def __init__(self, server, large, medium, layers):
        self.server = server
        if isinstance(server, (servers.Nginx, servers.Yardstick)):
            self.large, self.medium = www_file(server, "large", large), www_file(server, "medium", medium)
            return
        server.create("bench/read")
        self.large = "/v2/bench/read/blobs/" + push.large(server, "bench/read", large)
        self.medium = "/v2/bench/read/blobs/" + push.large(server, "bench/read", medium)
        with wire.Connection(server.port) as connection:
            manifest = push.image(server, connection, "bench/read", "latest", layers)
        self.by_tag = "/v2/bench/read/manifests/latest"
        self.by_digest = "/v2/bench/read/manifests/" + content.digest(manifest)

    name = property(lambda self: self.server.name)


def www_file(server, name, file):
    """Puts a file where nginx or the yardstick serves it from; the path of its URL."""
    folder = os.path.join(server.folder, "www")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as target:
        sent = 0
        while sent < file.length:
            sent += os.sendfile(target.fileno(), file.descriptor, sent, file.length - sent)
        os.lseek(target.fileno(), 0, os.SEEK_END)
        os.write(target.fileno(), os.urandom(file.size - file.length))
    return "/" + name


def measure(options, wanted):
    plain = [name for name in wanted if name != TLS]
    if plain:
        yield report.Table("plain HTTP reads", ("berth", *PEERS, "nginx", "ceiling of the reader"),
                           plain_rows(options, plain))
    if TLS in wanted:
        yield report.Table("TLS reads", ("berth", *PEERS, "nginx"), [tls_row(options)])


def plain_rows(options, wanted):
    with contextlib.ExitStack() as stack:
        large, medium = content.LargeFile(options.large), content.LargeFile(MEDIUM_SIZE)
        stack.callback(large.close)
        stack.callback(medium.close)
        layers = [os.urandom(1000) for _ in range(20)]  # a manifest of about 4 KB
        everyone = [
            *servers.registries(options.folder),
            *servers.nginx(options.folder),
            servers.Yardstick(options.folder, "ceiling of the reader", "sendfile"),
        ]
        loaded = [Loaded(stack.enter_context(server), large, medium, layers) for server in everyone]
        registries = [each for each in loaded if hasattr(each, "by_tag")]
        rows = []
        for name in wanted:
            if name == LARGE:
                rows.append(report.run(report.Row(name, "GB/s", targets=BLOBS), loaded, options.rounds,
                                       lambda each: read(each.server, each.large, 1, 2)))
            elif name == MANY:
                repeats = 4 if options.quick else 25
                rows.append(report.run(report.Row(name, "GB/s", targets=BLOBS), loaded, options.rounds,
                                       lambda each: read(each.server, each.medium, 8, repeats)))
            elif name == RANGES:
                targets = (report.Target(("zot",), 5, "zot"), report.Target(("3.x",), 35, "3.x"))
                rows.append(report.run(report.Row(name, "/s", targets=targets), registries + nginx_of(loaded),
                                       options.rounds, lambda each: ranges(options, each)))
            else:
                rows.append(manifest_row(options, name, registries))
        return rows


def nginx_of(loaded):
    return [each for each in loaded if each.name == "nginx"]


def manifest_row(options, name, registries):
    load = heads if name in (HEAD_TAG, HEAD_DIGEST) else wrk
    path = (lambda each: each.by_tag) if name in (BY_TAG, HEAD_TAG) else (lambda each: each.by_digest)
    return report.run(report.Row(name, "/s", targets=MANIFESTS), registries, options.rounds,
                      lambda each: load(options, each.server, path(each), 64))


def read(server, path, connections, repeats):
    """GB/s of several connections in one thread; the kernel throws the bytes away."""
    request = wire.request(server, "GET", path)
    discard = bytearray(wire.CHUNK)
    open_connections = [wire.Connection(server.port) for _ in range(connections)]
    begin = time.perf_counter()
    total = 0
    if connections == 1:
        for _ in range(repeats):
            open_connections[0].send(request)
            total += open_connections[0].skip_answer(discard)
    else:
        total = read_together(open_connections, request, repeats, discard)
    seconds = time.perf_counter() - begin
    for connection in open_connections:
        connection.socket.close()
    return total / seconds / 1e9


def read_together(connections, request, repeats, discard):
    """Each connection sends the request again as soon as its answer is through."""
    left = {connection: repeats for connection in connections}
    missing = dict.fromkeys(connections, 0)
    total = 0
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(request)
        while left:
            for key, _ in selector.select():
                connection = key.data
                if missing[connection] == 0:
                    status, head, body = connection.head()
                    if status != 200:
                        raise AssertionError(f"status {status}: {body[:300]!r}")
                    length = int(wire.LENGTH.search(head)[1])
                    total += length
                    missing[connection] = length - len(body)
                else:
                    wanted = min(missing[connection], wire.CHUNK)
                    skipped = connection.socket.recv_into(discard, wanted, wire.socket.MSG_TRUNC)
                    if not skipped:
                        raise ConnectionError("the server closed the connection in mid-answer")
                    missing[connection] -= skipped
                if missing[connection] == 0:
                    left[connection] -= 1
                    if left[connection]:
                        connection.send(request)
                    else:
                        del left[connection]
                        selector.unregister(connection.socket)
    return total


def ranges(options, each):
    script = os.path.join(options.folder, "ranges.lua")
    with open(script, "w") as lua:
        lua.write(
            "math.randomseed(7)\n"
            f"local last = {options.large // 65536 - 1}\n"
            "request = function()\n"
            "  local first = math.random(0, last) * 65536\n"
            "  wrk.headers['Range'] = 'bytes=' .. first .. '-' .. (first + 65535)\n"
            "  return wrk.format(nil, nil)\n"
            "end\n"
        )
    return wrk(options, each.server, each.large, 16, script)


def wrk(options, server, path, connections, script=None):
    """Requests per second, all of them answered with success."""
    with wire.Connection(server.port) as connection:  # once by hand, to see that it is what we want
        more = {"Range": "bytes=0-65535"} if script else {"Accept": content.MANIFEST}
        connection.send(wire.request(server, "GET", path, **more))
        connection.answer(206 if script else 200)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{options.seconds}s", "-H", f"Accept: {content.MANIFEST}"]
    if server.authorization:
        command += ["-H", f"Authorization: {server.authorization}"]
    if script:
        command += ["-s", script]
    output = subprocess.run(
        [*command, f"http://127.0.0.1:{server.port}{path}"], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise AssertionError(output)
    return float(re.search(r"Requests/sec: *([0-9.]+)", output)[1])


def heads(options, server, path, connections):
    """HEAD requests per second; wrk waits in vain for the body that Content-Length announces."""
    request = wire.request(server, "HEAD", path, Accept=content.MANIFEST)
    sockets = {}
    poll = select.epoll()
    for _ in range(connections):
        each = wire.Connection(server.port).socket
        sockets[each.fileno()] = each
        poll.register(each.fileno(), select.EPOLLIN)
        each.send(request)
    answered = 0
    begin = time.perf_counter()
    while (seconds := time.perf_counter() - begin) < options.seconds:
        for descriptor, _ in poll.poll():
            answer = os.read(descriptor, 65536)
            if not answer.startswith(b"HTTP/1.1 200") or not answer.endswith(b"\r\n\r\n"):
                raise AssertionError(f"not an answer to HEAD: {answer[:300]!r}")
            answered += 1
            os.write(descriptor, request)
    poll.close()
    for each in sockets.values():
        each.close()
    return answered / seconds


def tls_row(options):
    """Handshake and head are decrypted, and the kernel throws the rest away: decrypting takes the reader's core.

    That the rest is the blob is seen once for each server, before the rounds: read whole, decrypted and hashed.
    Each server may choose among all that OpenSSL's client offers.
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
            verify_tls(server, paths[server.name], digest)
        return report.run(row, everyone, options.rounds, lambda server: read_tls(server, paths[server.name]))


def tls_content(server, large):
    """Stores the blob; the path of its URL, and its digest."""
    if isinstance(server, servers.Nginx):
        path = www_file(server, "large", large)
        with open(os.path.join(server.folder, "www", "large"), "rb") as file:
            return path, "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
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

    def ask(self, request):
        """Sends the request; the length that the answer announces, and what came of it with the head."""
        self.tls.write(request)
        self.flush()
        data = b""
        while b"\r\n\r\n" not in data:
            data += self.attempt(self.tls.read, RECORD)
        head, _, body = data.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200 "):
            raise AssertionError(f"not the blob: {data[:300]!r}")
        return int(wire.LENGTH.search(head)[1]), body

    def discard(self):
        """Has the kernel throw away what comes, to the end of the connection; all bytes received on it."""
        buffer = bytearray(wire.CHUNK)
        while skipped := self.socket.recv_into(buffer, wire.CHUNK, wire.socket.MSG_TRUNC):
            self.received += skipped
        return self.received


def verify_tls(server, path, digest):
    with TlsReader(server) as reader:
        length, body = reader.ask(wire.request(server, "GET", path))
        sha256 = hashlib.sha256(body)
        missing = length - len(body)
        while missing:
            data = reader.attempt(reader.tls.read, min(missing, RECORD))
            sha256.update(data)
            missing -= len(data)
    if "sha256:" + sha256.hexdigest() != digest:
        raise AssertionError(f"{server.name} sent something else over TLS than the blob")


def read_tls(server, path):
    """GB/s of the body, from the request to the end of the connection."""
    with TlsReader(server) as reader:
        begin = time.perf_counter()
        length, _ = reader.ask(wire.request(server, "GET", path, Connection="close"))
        received = reader.discard()
        seconds = time.perf_counter() - begin
    least = length + RECORD_COST * -(-length // RECORD)
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
