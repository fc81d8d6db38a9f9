"""Pages of a repository with many images: the last one should cost what the first does, and what it costs where
there are few."""

import statistics
import time

import content
import push
import report
import servers
import wire

DESCRIBE_FIRST, DESCRIBE_LAST, TAGS_FIRST, TAGS_LAST = (
    "pages: DescribeImages, first", "pages: DescribeImages, last", "pages: tags, first", "pages: tags, last")
NAMES = (DESCRIBE_FIRST, DESCRIBE_LAST, TAGS_FIRST, TAGS_LAST)
PAGE = 100
FEW = 200
CONNECTIONS = 8
CALLS = 40


def measure(options, wanted):
    many = 10_000 if options.quick else 100_000
    with servers.Berth(options.folder) as berth:
        listings = [Listing("berth", berth, "bench/many", many), Listing(f"{FEW} images", berth, "bench/few", FEW)]
        few = report.Target((listings[1].name,), 0.5, f"a repository of {FEW} images")
        rows = []
        for name in wanted:
            row = report.Row(name, "ms", higher_is_better=False, targets=(few,))
            rows.append(report.run(row, listings, options, lambda listing, row=name: listing.milliseconds(row)))
        yield report.Table(
            f"a page of {PAGE} in a repository of {many:,} images", tuple(each.name for each in listings), rows)


class Listing:
    """A repository with so many images, and where its last page begins."""

    def __init__(self, name, berth, repository, images):
        self.name = name
        self.berth = berth
        self.repository = repository
        berth.create(repository)
        fill(berth, repository, images)
        tags = sorted(tag(number) for number in range(images))
        self.last_tag = tags[-PAGE - 1]
        self.last_token = self.token_behind(images - PAGE)

    def token_behind(self, count):
        """The token of the page behind so many images: pages of one walk may have different sizes."""
        token, left = None, count
        while left:
            size = min(left, 1000)
            members = self.page(size, token)
            token = self.berth.call("DescribeImages", members)["nextToken"]
            left -= size
        return token

    def page(self, size, token):
        members = {"repositoryName": self.repository, "maxResults": size}
        return {**members, "nextToken": token} if token else members

    def request(self, row):
        if row in (DESCRIBE_FIRST, DESCRIBE_LAST):
            token = self.last_token if row == DESCRIBE_LAST else None
            return self.berth.signer.request("DescribeImages", self.page(PAGE, token))
        last = f"&last={self.last_tag}" if row == TAGS_LAST else ""
        return wire.request(self.berth, "GET", f"/v2/{self.repository}/tags/list?n={PAGE}{last}")

    def milliseconds(self, row):
        """The median of a few calls, one after another; signed beforehand."""
        times = []
        with wire.Connection(self.berth.port) as connection:
            for request in [self.request(row) for _ in range(CALLS)]:
                begin = time.perf_counter()
                connection.send(request)
                connection.answer(200)
                times.append(time.perf_counter() - begin)
        return 1000 * statistics.median(times)


def tag(number):
    return f"v{number}"


def fill(berth, repository, images):
    """Images that differ in nothing but a number, so that their layers are pushed once."""
    config, layer = content.config(), b"layer"
    connections = [wire.Connection(berth.port) for _ in range(CONNECTIONS)]
    for blob in (config, layer):
        push.blob(berth, connections[0], repository, blob)
    text = content.manifest(config, [layer]).decode()
    for start in range(0, images, CONNECTIONS):
        numbers = range(start, min(start + CONNECTIONS, images))
        for connection, number in zip(connections, numbers):
            manifest = f'{text[:-1]}, "annotations": {{"number": "{number}"}}}}'.encode()
            connection.send(wire.request(berth, "PUT", f"/v2/{repository}/manifests/{tag(number)}", manifest,
                                         Content_Type=content.MANIFEST))
        for connection, _ in zip(connections, numbers):
            connection.answer(201)
    for connection in connections:
        connection.socket.close()
