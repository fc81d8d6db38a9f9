"""Writing: large blobs, digest checked, beside a bare loop of receive, hash, write, fsync."""

import concurrent.futures
import contextlib
import time

import content
import push
import report
import servers

ONE, FOUR, MANY = "PUT blob 1 GB × 1", "PUT blob 1 GB × 4", "PUT blob 10 MB × 8"
NAMES = (ONE, FOUR, MANY)
LOOP = "bare loop"
TARGETS = (
    report.Target((LOOP,), 0.85, LOOP),
    report.Target(("2.8.2", "3.x"), 2, "Distribution"),
    report.Target(("zot",), 1.5, "zot"),
)
MEDIUM_SIZE = 10_000_000


def measure(options, wanted):
    with contextlib.ExitStack() as stack:
        large, medium = content.LargeFile(options.large), content.LargeFile(MEDIUM_SIZE)
        stack.callback(large.close)
        stack.callback(medium.close)
        everyone = [*servers.registries(options.folder), servers.Yardstick(options.folder, LOOP, "loop")]
        for server in everyone:
            stack.enter_context(server)
            server.create("bench/write")
            together(server, medium, 1, 3)  # the first uploads find cold code
        shapes = {ONE: (large, 1, 1), FOUR: (large, 4, 1), MANY: (medium, 8, 2 if options.quick else 10)}
        rows = [
            report.run(report.Row(name, "GB/s", targets=TARGETS), everyone, options,
                       lambda server, shape=shapes[name]: together(server, *shape))
            for name in wanted
        ]
        yield report.Table("uploads", ("berth", "2.8.2", "3.x", "zot", LOOP), rows)


def together(server, file, clients, each):
    """GB/s of several clients that upload at once."""
    with concurrent.futures.ThreadPoolExecutor(clients) as pool:
        begin = time.perf_counter()
        tasks = [pool.submit(repeatedly, server, file, each) for _ in range(clients)]
        for task in tasks:
            task.result()
        seconds = time.perf_counter() - begin
    server.forget_large_files()
    return clients * each * file.size / seconds / 1e9


def repeatedly(server, file, times):
    for _ in range(times):
        push.large(server, "bench/write", file)
