"""A whole image with skopeo: pushed, pushed into a second repository, pulled, and pushed again unchanged."""

import contextlib
import gzip
import os
import shutil
import subprocess
import time

import content
import report
import servers

FIRST, SECOND, PULL, AGAIN = (
    "skopeo push", "skopeo push into a second repository", "skopeo pull", "skopeo push again, unchanged")
NAMES = (FIRST, SECOND, PULL, AGAIN)
PEERS = ("2.8.2", "3.x", "zot")
GZIP = "application/vnd.oci.image.layer.v1.tar+gzip"


def measure(options, wanted):
    if not shutil.which("skopeo"):
        return
    everyone = servers.registries(options.folder)
    cold, counted = rows(dict.fromkeys(NAMES)), rows({FIRST: 1, SECOND: 1, PULL: 1, AGAIN: 1 / 1.1})
    first = min(options.rounds, options.long_warm_up)
    with contextlib.ExitStack() as stack:
        for server in everyone:
            stack.enter_context(server)
        for number in range(options.long_warm_up + options.rounds):
            figures = {name: {} for name in NAMES}
            image = write_image(os.path.join(options.folder, "image"))
            for server in everyone:
                for name, milliseconds in one_round(options, server, image, number).items():
                    figures[name][server.name] = milliseconds
                server.forget_large_files()
            for each, counts in ((cold, number < first), (counted, number >= options.long_warm_up)):
                if counts:
                    for row in each:
                        row.rounds.append(figures[row.name])
        columns = ("berth", *PEERS)
        if first:
            title = f"a whole image, by servers just started (rounds 1 to {first})"
            yield report.Table(title, columns, [row for row in cold if row.name in wanted])
        title = f"a whole image (5 layers, 60 MB), from round {options.long_warm_up + 1} on"
        yield report.Table(title, columns, [row for row in counted if row.name in wanted])


def rows(factors):
    return [
        report.Row(name, "ms", higher_is_better=False,
                   targets=() if factor is None else (report.Target(PEERS, factor, "best peer"),))
        for name, factor in factors.items()
    ]


def one_round(options, server, image, number):
    repository, second = f"bench/whole{number}", f"bench/second{number}"
    server.create(repository)
    server.create(second)
    target = f"docker://127.0.0.1:{server.port}/"
    home = os.path.join(options.folder, "home")
    pulled = os.path.join(options.folder, "pulled")
    shutil.rmtree(home, ignore_errors=True)
    shutil.rmtree(pulled, ignore_errors=True)
    environment = {**os.environ, "HOME": home, "XDG_RUNTIME_DIR": home}
    credentials = f"AWS:{server.password}" if server.authorization else None

    def copy(source, destination, side):
        login = [f"--{side}-creds", credentials] if credentials else []
        begin = time.perf_counter()
        subprocess.run(["skopeo", "copy", "-q", f"--{side}-tls-verify=false", *login, source, destination],
                       check=True, capture_output=True, env=environment)
        return (time.perf_counter() - begin) * 1000

    os.makedirs(home)
    return {
        FIRST: copy(f"dir:{image}", f"{target}{repository}:1", "dest"),
        SECOND: copy(f"dir:{image}", f"{target}{second}:1", "dest"),
        PULL: copy(f"{target}{repository}:1", f"dir:{pulled}", "src"),
        AGAIN: copy(f"dir:{image}", f"{target}{repository}:1", "dest"),
    }


def write_image(folder):
    """Five layers of 12 MB that nobody has seen, in skopeo's dir format."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    layers = [gzip.compress(os.urandom(12_000_000), 0) for _ in range(5)]
    config = content.config()
    for data in (*layers, config):
        with open(os.path.join(folder, content.digest(data).partition(":")[2]), "wb") as file:
            file.write(data)
    with open(os.path.join(folder, "manifest.json"), "wb") as file:
        file.write(content.manifest(config, layers, GZIP))
    with open(os.path.join(folder, "version"), "w") as file:
        file.write("Directory Transport Version: 1.1\n")
    return folder
