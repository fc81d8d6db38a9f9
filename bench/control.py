"""The control plane: calls per second, beside the quota that ECR grants an account."""

import itertools
import os
import time

import content
import push
import report
import servers
import wire

CREATE, PUT, GET, DESCRIBE, TOKEN = (
    "CreateRepository", "PutImage", "BatchGetImage", "DescribeImages, a page of 100", "GetAuthorizationToken")
NAMES = (CREATE, PUT, GET, DESCRIBE, TOKEN)
QUOTAS = {PUT: 10, GET: 2000, TOKEN: 500}
CONNECTIONS = 8


def measure(options, wanted):
    count = 500 if options.quick else 3000
    numbers = itertools.count()
    with servers.Berth(options.folder) as berth:
        berth.create("bench/control")
        config, layer = content.config(), os.urandom(1000)
        with wire.Connection(berth.port) as connection:
            for number in range(100):
                push.image(berth, connection, "bench/control", f"v{number}", [layer])
            push.blob(berth, connection, "bench/control", config)
        manifests = Manifests(config, layer)
        makers = {
            CREATE: lambda: ("CreateRepository", {"repositoryName": f"bench/r{next(numbers)}"}),
            PUT: lambda: ("PutImage", {"repositoryName": "bench/control", "imageManifest": manifests.next(),
                                       "imageTag": f"put{next(numbers)}"}),
            GET: lambda: ("BatchGetImage", {"repositoryName": "bench/control", "imageIds": [{"imageTag": "v7"}]}),
            DESCRIBE: lambda: ("DescribeImages", {"repositoryName": "bench/control", "maxResults": 100}),
            TOKEN: lambda: ("GetAuthorizationToken", {}),
        }
        rows = []
        for name in wanted:
            quota = QUOTAS.get(name)
            row = report.Row(name, "/s", note=f"ECR's quota: {quota}" if quota else "ECR names no quota")
            rows.append(report.run(row, [berth], options,
                                   lambda server, make=makers[name]: calls_per_second(server, make, count)))
        yield report.Table(f"control plane, {CONNECTIONS} connections", ("berth",), rows)


class Manifests:
    """Manifests that differ, all of the same layer and config."""

    def __init__(self, config, layer):
        self.text = content.manifest(config, [layer]).decode()
        self.numbers = itertools.count()

    def next(self):
        return self.text[:-1] + f', "annotations": {{"number": "{next(self.numbers)}"}}}}'


def calls_per_second(server, make, count):
    """Signed beforehand, so that the client's arithmetic is not measured."""
    requests = [server.signer.request(*make()) for _ in range(count)]
    connections = [wire.Connection(server.port) for _ in range(CONNECTIONS)]
    begin = time.perf_counter()
    for batch in batches(requests):
        for connection, request in zip(connections, batch):
            connection.send(request)
        for connection, _ in zip(connections, batch):
            connection.answer(200)
    seconds = time.perf_counter() - begin
    for connection in connections:
        connection.socket.close()
    return count / seconds


def batches(requests):
    return (requests[i:i + CONNECTIONS] for i in range(0, len(requests), CONNECTIONS))
