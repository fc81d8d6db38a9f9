"""The plainest servers, as yardsticks: yardstick.py loop|sendfile PORT FOLDER.

loop      receive, hash, write, fsync, move, fsync of the folder: what an upload costs at least
sendfile  answers each GET with sendfile from a file of FOLDER: what the reading client can take at most
"""

import hashlib
import os
import re
import socket
import sys
import threading

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
DIGEST = re.compile(rb"digest=sha256:([0-9a-f]{64})")
CHUNK = 1 << 20


def heads(connection):
    """The heads of the requests on a connection, each with the bytes that came along."""
    data = b""
    while True:
        while b"\r\n\r\n" not in data:
            more = connection.recv(65536)
            if not more:
                return
            data += more
        head, _, data = data.partition(b"\r\n\r\n")
        taken = yield head, data
        data = data[taken or 0:]


def answer(connection, status, more=b""):
    connection.sendall(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n" + more + b"\r\n")


def receive(connection, head, first, folder):
    """Stores one body and answers; the number of bytes of `first` that belonged to it."""
    length = int(LENGTH.search(head)[1])
    staged = os.path.join(folder, f"staged-{threading.get_ident()}")
    digest = hashlib.sha256()
    buffer = memoryview(bytearray(CHUNK))
    file = os.open(staged, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
    part = first[:length]
    digest.update(part)
    os.write(file, part)
    left = length - len(part)
    while left > 0:
        received = connection.recv_into(buffer, min(left, CHUNK))
        if not received:
            os.close(file)
            raise ConnectionError("the client is gone")
        digest.update(buffer[:received])
        os.write(file, buffer[:received])
        left -= received
    os.fsync(file)
    os.close(file)
    named = DIGEST.search(head)[1].decode()
    if named != digest.hexdigest():
        answer(connection, b"400 Bad Request")
        return len(part)
    os.rename(staged, os.path.join(folder, "blobs", named))
    directory = os.open(os.path.join(folder, "blobs"), os.O_RDONLY)
    os.fsync(directory)
    os.close(directory)
    answer(connection, b"201 Created")
    return len(part)


def loop(connection, folder):
    requests = heads(connection)
    taken = None
    while True:
        try:
            head, first = requests.send(taken)
        except StopIteration:
            return
        taken = 0
        if head.startswith(b"POST"):
            answer(connection, b"202 Accepted", b"Location: /upload\r\n")
        elif head.startswith(b"PUT"):
            taken = receive(connection, head, first, folder)
        else:
            answer(connection, b"200 OK")


def sendfile(connection, folder):
    for head, _ in heads(connection):
        name = head.split(b" ")[1].decode().strip("/")
        path = os.path.join(folder, "www", name)
        if not os.path.isfile(path):
            answer(connection, b"404 Not Found")
            continue
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size)
            sent = 0
            while sent < size:
                sent += os.sendfile(connection.fileno(), file.fileno(), sent, size - sent)


def serve(what, connection, folder):
    with connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            what(connection, folder)
        except OSError:
            pass  # the client is gone


def main():
    what, port, folder = {"loop": loop, "sendfile": sendfile}[sys.argv[1]], int(sys.argv[2]), sys.argv[3]
    os.makedirs(os.path.join(folder, "blobs"), exist_ok=True)
    with socket.create_server(("127.0.0.1", port), backlog=128) as listener:
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=serve, args=(what, connection, folder), daemon=True).start()


if __name__ == "__main__":
    main()
