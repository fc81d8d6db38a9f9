"""The process itself: time to the first answer, and memory."""

import concurrent.futures
import contextlib
import time

import content
import push
import report
import servers

READY, IDLE, BUSY = "start to ready", "memory, idle", "memory during 16 uploads of 1 GB"
NAMES = (READY, IDLE, BUSY)
GOALS = {READY: "goal < 1,000 ms", IDLE: "goal < 150 MB", BUSY: "goal < 400 MB"}
UPLOADS = 16
WATCH = 0.05


def measure(options, wanted):
    everyone = servers.registries(options.folder)
    measures = {READY: restart, IDLE: idle, BUSY: lambda server: busy(options, server)}
    rows = [report.Row(name, "ms" if name == READY else "MB", higher_is_better=False, note=GOALS[name])
            for name in wanted]
    with contextlib.ExitStack() as stack:
        for server in everyone:
            stack.enter_context(server)
            server.create("bench/process")
        for row in rows:
            # Sixteen gigabytes more than once would only wear the disk.
            rounds = 1 if row.name == BUSY else options.rounds
            report.run(row, everyone, options.without_warm_up(rounds), measures[row.name])
        yield report.Table("the process (started on its data, not for the first time)",
                           ("berth", "2.8.2", "3.x", "zot"), rows)


def restart(server):
    server.stop()
    return server.start() * 1000


def idle(server):
    restart(server)
    time.sleep(2)  # what start-up left behind
    return server.memory()


def busy(options, server):
    """The highest resident memory while all uploads are under way."""
    restart(server)
    file = content.LargeFile(options.large)
    with concurrent.futures.ThreadPoolExecutor(UPLOADS) as pool:
        tasks = [pool.submit(push.large, server, "bench/process", file) for _ in range(UPLOADS)]
        highest = 0
        while not all(task.done() for task in tasks):
            highest = max(highest, server.memory())
            time.sleep(WATCH)
        for task in tasks:
            task.result()
    file.close()
    server.forget_large_files()
    return highest
