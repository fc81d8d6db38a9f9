"""Small images, pushed one after another on one connection."""

import contextlib
import itertools
import os
import time

import push
import report
import servers
import wire

SMALL = "push of small images, one after another"
NAMES = (SMALL,)
TARGETS = (report.Target(("3.x",), 3, "3.x"), report.Target(("zot",), 2, "zot"))


def measure(options, wanted):
    row = report.Row(SMALL, "/s", targets=TARGETS)
    count = 100 if options.quick else 400
    numbers = itertools.count()
    with contextlib.ExitStack() as stack:
        everyone = servers.registries(options.folder)
        for server in everyone:
            stack.enter_context(server)
            server.create("bench/small")
            images_per_second(server, 50, numbers)
        report.run(row, everyone, options, lambda server: images_per_second(server, count, numbers))
        yield report.Table("small images (a layer of 1 KB, config, manifest)", ("berth", "2.8.2", "3.x", "zot"), [row])


def images_per_second(server, count, numbers):
    with wire.Connection(server.port) as connection:
        begin = time.perf_counter()
        for _ in range(count):
            push.image(server, connection, "bench/small", f"v{next(numbers)}", [os.urandom(1024)])
        return count / (time.perf_counter() - begin)
