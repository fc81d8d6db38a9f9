"""A small HTTP/1.1 client: raw sockets, so that the client costs as little as possible."""

import os
import re
import socket

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.IGNORECASE)
CHUNK = 4 << 20


class Connection:
    """One kept-alive connection."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, request):
        self.socket.sendall(request)

    def send_file(self, descriptor, length):
        sent = 0
        while sent < length:
            sent += os.sendfile(self.socket.fileno(), descriptor, sent, length - sent)

    def head(self):
        """Status, head and the first bytes of the body."""
        data = b""
        while b"\r\n\r\n" not in data:
            more = self.socket.recv(65536)
            if not more:
                raise ConnectionError("the server closed the connection")
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        return int(head[9:12]), head, body

    def answer(self, *accepted):
        """Reads a whole answer; its status must be one of those accepted."""
        status, head, body = self.head()
        length = LENGTH.search(head)
        missing = (int(length[1]) if length else 0) - len(body)
        while missing > 0:
            more = self.socket.recv(min(missing, 1 << 20))
            if not more:
                raise ConnectionError("the server closed the connection in mid-answer")
            body += more
            missing -= len(more)
        if accepted and status not in accepted:
            raise AssertionError(f"status {status}: {body[:300]!r}")
        return status, head, body

    def skip_answer(self, discard):
        """Reads an answer whose body the kernel throws away; its length."""
        status, head, body = self.head()
        if status not in (200, 206):
            raise AssertionError(f"status {status}: {body[:300]!r}")
        length = int(LENGTH.search(head)[1])
        missing = length - len(body)
        while missing > 0:
            skipped = self.socket.recv_into(discard, min(missing, CHUNK), socket.MSG_TRUNC)
            if not skipped:
                raise ConnectionError("the server closed the connection in mid-answer")
            missing -= skipped
        return length


def location(head):
    """The path of a Location header, without scheme and host."""
    target = LOCATION.search(head)[1].decode()
    return re.sub(r"^https?://[^/]+", "", target)


def with_digest(path, digest):
    return f"{path}{'&' if '?' in path else '?'}digest={digest}"


def request(server, method, path, body=b"", length=None, **headers):
    """Head and body of a request to a server, with its credentials if it wants any."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{server.port}"]
    if server.authorization:
        lines.append(f"Authorization: {server.authorization}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body or length is not None or method in ("POST", "PUT", "PATCH"):
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body
