"""The servers that are compared: how each is started, and what it answers to."""

import base64
import configparser
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import machine
import sigv4
import wire

HERE = os.path.dirname(os.path.realpath(__file__))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def own_environment():
    """Settings of the caller's own berth are not meant for this one."""
    return {name: value for name, value in os.environ.items()
            if not name.startswith("BERTH_") or name.startswith("BERTH_JAVA_")}


class Server:
    """A process on a free port, with a folder of its own."""

    name = ""
    authorization = ""

    def __init__(self, parent, tls=None):
        self.folder = os.path.join(parent, self.name.replace(" ", "-") + ("-tls" if tls else ""))
        self.tls = tls
        self.port = free_port()
        self.child = None

    def __enter__(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        self.start()
        self.prepare()
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        """Starts the process; the seconds until it answers."""
        command, environment = self.command()
        begin = time.perf_counter()
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env={**own_environment(), **environment}, preexec_fn=machine.free_cores,
            )
        while not self.answers():
            if self.child.poll() is not None or time.perf_counter() - begin > 180:
                with open(os.path.join(self.folder, "log"), errors="replace") as log:
                    raise RuntimeError(f"{self.name} did not start: {log.read()[-2000:]}")
            time.sleep(0.002)
        return time.perf_counter() - begin

    def stop(self):
        if self.child and self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
            try:
                self.child.wait(30)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()

    def answers(self):
        """A TLS listener need only take the connection: its answer comes after the handshake."""
        try:
            with wire.Connection(self.port) as connection:
                if not self.tls:
                    connection.socket.settimeout(5)
                    connection.send(b"GET /v2/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                    connection.head()
                return True
        except OSError:
            return False

    def command(self):
        """The command line and the variables that it wants."""
        raise NotImplementedError

    def prepare(self):
        """Once, after the first start."""

    def create(self, repository):
        """Makes a repository, where one must exist before the push."""

    def memory(self, field="VmRSS"):
        """MB of the process and of its children."""
        kilobytes = 0
        for pid in [self.child.pid, *children(self.child.pid)]:
            with open(f"/proc/{pid}/status") as status:
                kilobytes += next(int(line.split()[1]) for line in status if line.startswith(field + ":"))
        return kilobytes / 1000

    def forget_large_files(self):
        """Frees the disk between rounds; what was uploaded is never read again."""
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.isfile(path) and os.path.getsize(path) > 4 << 20 and "blobs" in path:
                    os.remove(path)


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as text:
            return text.read().split()
    except OSError:
        return []


class Berth(Server):
    name = "berth"
    signer = None
    settings = {}

    def command(self):
        variables = dict(self.settings)
        if self.tls:
            variables.update(BERTH_TLS_CERTIFICATE=self.tls[0], BERTH_TLS_KEY=self.tls[1])
        return [
            os.path.join(HERE, "..", "berth"), "serve", "--data", os.path.join(self.folder, "data"),
            "--listen", f"127.0.0.1:{self.port}",
        ], variables

    def prepare(self):
        keys = configparser.ConfigParser()
        keys.read(os.path.join(self.folder, "data", "credentials"))
        profile = keys[keys.sections()[0]]
        self.signer = sigv4.Signer(
            profile["aws_access_key_id"], profile["aws_secret_access_key"], f"127.0.0.1:{self.port}"
        )
        token = self.call("GetAuthorizationToken", {})["authorizationData"][0]["authorizationToken"]
        self.authorization = "Basic " + token
        self.password = base64.b64decode(token).decode().partition(":")[2]

    def create(self, repository):
        self.call("CreateRepository", {"repositoryName": repository})

    def call(self, operation, members):
        request = self.signer.request(operation, members)
        if self.tls:
            head, _, body = request.partition(b"\r\n\r\n")
            headers = [line for line in head.decode().split("\r\n")[1:] if not line.startswith("content-length")]
            options = [part for header in headers for part in ("-H", header)]
            answer = subprocess.run(
                ["curl", "-sfk", *options, "--data-binary", "@-", f"https://127.0.0.1:{self.port}/"],
                input=body, capture_output=True, check=True).stdout
            return json.loads(answer)
        with wire.Connection(self.port) as connection:
            connection.send(request)
            return json.loads(connection.answer(200)[2])


class Distribution(Server):
    def __init__(self, parent, name, binary, tls=None):
        self.name = name
        self.binary = binary
        super().__init__(parent, tls)

    def command(self):
        path = os.path.join(self.folder, "config.yml")
        tls = f"  tls:\n    certificate: {self.tls[0]}\n    key: {self.tls[1]}\n" if self.tls else ""
        with open(path, "w") as config:
            config.write(
                "version: 0.1\nlog:\n  level: error\n  accesslog:\n    disabled: true\n"
                "storage:\n  cache:\n    blobdescriptor: inmemory\n  delete:\n    enabled: true\n"
                f"  filesystem:\n    rootdirectory: {self.folder}/data\n    maxthreads: 100\n"
                f"http:\n  addr: 127.0.0.1:{self.port}\n  secret: bench\n{tls}"
            )
        return [self.binary, "serve", path], {"OTEL_TRACES_EXPORTER": "none"}


class Zot(Server):
    name = "zot"

    def __init__(self, parent, binary, tls=None):
        self.binary = binary
        super().__init__(parent, tls)

    def command(self):
        path = os.path.join(self.folder, "config.json")
        http = {"address": "127.0.0.1", "port": str(self.port)}
        if self.tls:
            http["tls"] = {"cert": self.tls[0], "key": self.tls[1]}
        storage = {"rootDirectory": os.path.join(self.folder, "data"), "commit": True, "gc": False}
        with open(path, "w") as config:
            json.dump({"storage": storage, "http": http, "log": {"level": "error"}}, config)
        return [self.binary, "serve", path], {}


class Nginx(Server):
    """Serves files of its folder; the yardstick for downloads."""

    name = "nginx"

    def command(self):
        path = os.path.join(self.folder, "nginx.conf")
        os.makedirs(os.path.join(self.folder, "www"), exist_ok=True)
        tls = ""
        if self.tls:
            tls = (f"ssl_certificate {self.tls[0]}; ssl_certificate_key {self.tls[1]}; "
                   "ssl_protocols TLSv1.2 TLSv1.3;")
        with open(path, "w") as config:
            config.write(
                f"daemon off; pid {self.folder}/pid; worker_processes auto; error_log {self.folder}/error.log;\n"
                + ("user root;\n" if os.geteuid() == 0 else "")
                + "events { worker_connections 1024; }\n"
                "http { access_log off; sendfile on; tcp_nopush off; keepalive_requests 100000000;\n"
                "open_file_cache max=100;\n"
                + "".join(f"{kind}_temp_path {self.folder}/{kind};\n"
                          for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
                + f"server {{ listen 127.0.0.1:{self.port} {'ssl' if self.tls else ''}; {tls} root {self.folder}/www; }} }}\n"
            )
        return ["nginx", "-e", os.path.join(self.folder, "error.log"), "-p", self.folder, "-c", path], {}


class Yardstick(Server):
    """A server of yardstick.py: the plainest code that does the same bytes' work."""

    def __init__(self, parent, name, what):
        self.name = name
        self.what = what
        super().__init__(parent)

    def command(self):
        return [sys.executable, os.path.join(HERE, "yardstick.py"), self.what, str(self.port), self.folder], {}


def peers(parent, tls=None):
    """The other registries that this machine has."""
    found = []
    if shutil.which("docker-registry"):
        found.append(Distribution(parent, "2.8.2", "docker-registry", tls))
    newer = os.environ.get("BENCH_DISTRIBUTION3") or shutil.which("distribution-registry")
    if newer:
        found.append(Distribution(parent, "3.x", newer, tls))
    if os.environ.get("BENCH_ZOT"):
        found.append(Zot(parent, os.environ["BENCH_ZOT"], tls))
    return found


def registries(parent, tls=None):
    return [Berth(parent, tls), *peers(parent, tls)]


def nginx(parent, tls=None):
    return [Nginx(parent, tls)] if shutil.which("nginx") else []
