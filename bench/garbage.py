"""Garbage collection beside pulls and pushes: how fast it is, and what it costs them."""

import os
import random
import threading
import time
import urllib.request

import content
import push
import report
import servers
import wire

SPEED, ALONE, BESIDE, RATIO = (
    "gc: garbage collected", "gc: p99 of the load without a collection", "gc: p99 of the load during one",
    "gc: p99 during a collection, times that without")
NAMES = (SPEED, ALONE, BESIDE, RATIO)
NOTES = {SPEED: "blobs that went, by the time that the collection took", RATIO: "goal < 1.2"}
REPOSITORIES = 10
LAYERS = 100
AT_ONCE = 32
CLIENTS = 4
PAUSE = 0.01  # between the operations of a client: a busy registry, not one that is flooded
WARM_UP = 20
FILES = {"BERTH_BLOBS_IN_DATABASE_UP_TO": "0"}  # small layers stand for large ones, which have files
QUIET = {**FILES, "BERTH_GC_GRACE": "7d"}


def measure(options, wanted):
    blobs = 10_000 if options.quick else 100_000
    rows = {name: report.Row(name, unit, higher_is_better=name == SPEED, note=NOTES.get(name, ""))
            for name, unit in zip(NAMES, ("/s", "ms", "ms", "×"))}
    with servers.Berth(options.folder) as berth:
        berth.settings = QUIET
        restart(berth)
        for number in range(REPOSITORIES):
            berth.create(repository(number))
        kept = fill(berth, blobs // 2)
        for number in range(1, min(options.rounds, 3) + 1):
            figures = one_round(berth, blobs // 2, kept)
            for name, figure in figures.items():
                rows[name].rounds.append({"berth": figure})
            print(f"  gc, round {number}: " + ", ".join(
                f"{name[4:]} {report.number_text(figure)}" for name, figure in figures.items()), flush=True)
    title = (f"collection of {blobs:,} blobs, half of them garbage, beside {CLIENTS} clients that pull (3 of 4) "
             "a manifest and a layer or push a small image")
    yield report.Table(title, ("berth",), [rows[name] for name in wanted])


def repository(number):
    return f"bench/gc{number}"


def one_round(berth, garbage, kept):
    """Both measurements come after the same start and the same warm-up, on the same data."""
    berth.settings = QUIET
    restart(berth)
    doomed = fill(berth, garbage)
    for name, manifests in doomed.items():
        for start in range(0, len(manifests), 100):
            berth.call("BatchDeleteImage", {"repositoryName": name, "imageIds": [
                {"imageDigest": content.digest(each)} for each in manifests[start:start + 100]]})
    deleted = time.time()

    restart(berth)
    load = Load(berth, kept)
    time.sleep(WARM_UP)
    load.begin()
    time.sleep(WARM_UP)
    alone = load.end()

    metrics = servers.free_port()
    grace = int(time.time() - deleted) + WARM_UP + 3
    berth.settings = {**FILES, "BERTH_GC_EVERY": "1s", "BERTH_GC_DELAY": "1s", "BERTH_GC_GRACE": f"{grace}s",
                      "BERTH_METRICS_LISTEN": f"127.0.0.1:{metrics}"}
    restart(berth)
    load = Load(berth, kept)
    while figure(metrics, "berth_gc_links_condemned") == 0 and time.time() < deleted + grace + 60:
        time.sleep(0.1)
        if time.time() < deleted + grace - 1:
            load.begin()
            before = figure(metrics, "berth_gc_duration_seconds_sum")
    while figure(metrics, "berth_gc_blobs_swept_total") < garbage:
        time.sleep(0.1)
    took = figure(metrics, "berth_gc_duration_seconds_sum") - before
    beside = load.end()
    return {SPEED: garbage / took, ALONE: alone, BESIDE: beside, RATIO: beside / alone}


def restart(berth):
    berth.stop()
    berth.start()


def figure(port, name):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        for line in answer.read().decode().splitlines():
            if line.startswith(name + " "):
                return float(line.split()[1])
    return 0.0


def fill(server, count):
    """Pushes so many layers, and manifests that name a hundred each; the manifests by repository."""
    manifests = {repository(number): [] for number in range(REPOSITORIES)}
    connections = [wire.Connection(server.port) for _ in range(AT_ONCE)]
    config = content.config()
    for name in manifests:
        push.blob(server, connections[0], name, config)
    for number in range(count // LAYERS):
        name = repository(number % REPOSITORIES)
        layers = [os.urandom(1024) for _ in range(LAYERS)]
        for start in range(0, LAYERS, AT_ONCE):
            batch = list(zip(connections, layers[start:start + AT_ONCE]))
            for connection, layer in batch:
                connection.send(wire.request(
                    server, "POST", f"/v2/{name}/blobs/uploads/?digest={content.digest(layer)}", layer))
            for connection, _ in batch:
                connection.answer(201)
        data = content.manifest(config, layers)
        push.manifest(server, connections[0], name, content.digest(data), data)
        manifests[name].append(data)
    for connection in connections:
        connection.socket.close()
    return manifests


class Load:
    """Clients that pull and push until the end; the p99 of what they did since the beginning."""

    def __init__(self, server, kept):
        self.server = server
        self.targets = [(name, data) for name, manifests in kept.items() for data in manifests]
        self.seconds = []
        self.failure = None
        self.running = True
        self.threads = [threading.Thread(target=self.run, args=(seed,)) for seed in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def begin(self):
        self.seconds = []

    def end(self):
        """Milliseconds."""
        seconds = sorted(self.seconds)
        self.running = False
        for thread in self.threads:
            thread.join()
        if self.failure:
            raise self.failure
        return seconds[len(seconds) * 99 // 100] * 1000

    def run(self, seed):
        chance = random.Random(seed)
        try:
            with wire.Connection(self.server.port) as connection:
                while self.running:
                    begin = time.perf_counter()
                    if chance.random() < 0.75:
                        self.pull(connection, *chance.choice(self.targets))
                    else:
                        push.image(self.server, connection, repository(chance.randrange(REPOSITORIES)),
                                   f"load{seed}", [os.urandom(1024)])
                    self.seconds.append(time.perf_counter() - begin)
                    time.sleep(PAUSE)
        except Exception as failure:  # shown by the thread that measures
            self.failure = failure

    def pull(self, connection, name, data):
        connection.send(wire.request(self.server, "GET", f"/v2/{name}/manifests/{content.digest(data)}"))
        connection.answer(200)
        layer = content.layers(data)[0]
        connection.send(wire.request(self.server, "GET", f"/v2/{name}/blobs/{layer}"))
        connection.answer(200)
