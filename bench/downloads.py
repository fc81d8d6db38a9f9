"""Reading: large blobs, ranges, manifests."""

import contextlib
import os
import re
import select
import selectors
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
NAMES = (LARGE, MANY, RANGES, BY_TAG, BY_DIGEST, HEAD_TAG, HEAD_DIGEST)
MEDIUM_SIZE = 10_000_000
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
    yield report.Table("plain HTTP reads", ("berth", *PEERS, "nginx", "ceiling of the reader"),
                       plain_rows(options, wanted))


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
                rows.append(report.run(report.Row(name, "GB/s", targets=BLOBS), loaded, options,
                                       lambda each: read(each.server, each.large, 1, 2)))
            elif name == MANY:
                repeats = 4 if options.quick else 25
                rows.append(report.run(report.Row(name, "GB/s", targets=BLOBS), loaded, options,
                                       lambda each: read(each.server, each.medium, 8, repeats)))
            elif name == RANGES:
                targets = (report.Target(("zot",), 5, "zot"), report.Target(("3.x",), 35, "3.x"))
                rows.append(report.run(report.Row(name, "/s", targets=targets), registries + nginx_of(loaded),
                                       options, lambda each: ranges(options, each)))
            else:
                rows.append(manifest_row(options, name, registries))
        return rows


def nginx_of(loaded):
    return [each for each in loaded if each.name == "nginx"]


def manifest_row(options, name, registries):
    load = heads if name in (HEAD_TAG, HEAD_DIGEST) else wrk
    path = (lambda each: each.by_tag) if name in (BY_TAG, HEAD_TAG) else (lambda each: each.by_digest)
    return report.run(report.Row(name, "/s", targets=MANIFESTS), registries, options,
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
