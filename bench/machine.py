"""The machine: its facts, and on which of its cores the client runs."""

import os
import platform
import statistics
import subprocess
import time

CORES = os.sched_getaffinity(0)


def pin_client():
    """The client, and every program that it starts to make load, stays on the last core."""
    os.sched_setaffinity(0, {max(CORES)})


def free_cores():
    """For a child that is a server: all cores again."""
    os.sched_setaffinity(0, CORES)


def facts(folder):
    return "\n".join(
        (
            f"cores: {len(CORES)} ({model()}), client on core {max(CORES)}",
            f"kernel: {platform.release()}, JDK: {jdk()}",
            f"data: {folder} on {filesystem(folder)}; write and fsync of 4 KB: {fsync_of_4k(folder):.3f} ms",
            "access logs off everywhere; authentication on for berth, off for the peers",
            "fsync before an upload is confirmed: berth yes, bare loop yes, Distribution no, zot yes (commit: true)",
        )
    )


def model():
    with open("/proc/cpuinfo") as info:
        return next((line.split(":")[1].strip() for line in info if line.startswith("model name")), "unknown")


def jdk():
    home = os.environ.get("JAVA_HOME", "")
    for release in [os.path.join(home, "release")] if home else jvm_releases():
        try:
            with open(release) as text:
                version = next(line.split('"')[1] for line in text if line.startswith("JAVA_VERSION="))
        except (OSError, StopIteration):
            continue
        if int(version.split(".")[0]) >= 25:
            return version
    return "the one that ./berth finds"


def jvm_releases():
    root = "/usr/lib/jvm"
    return [os.path.join(root, name, "release") for name in sorted(os.listdir(root))] if os.path.isdir(root) else []


def filesystem(folder):
    return subprocess.run(
        ["stat", "-f", "-c", "%T", folder], capture_output=True, text=True, check=True
    ).stdout.strip()


def fsync_of_4k(folder):
    path = os.path.join(folder, "fsync")
    times = []
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY)
    try:
        for _ in range(200):
            begin = time.perf_counter()
            os.pwrite(descriptor, b"x" * 4096, 0)
            os.fsync(descriptor)
            times.append((time.perf_counter() - begin) * 1000)
    finally:
        os.close(descriptor)
        os.remove(path)
    return statistics.median(times)
