"""Pushing through /v2/ as a registry client does."""

import content
import wire


def blob(server, connection, repository, data):
    start = wire.request(server, "POST", f"/v2/{repository}/blobs/uploads/")
    connection.send(start)
    path = wire.location(connection.answer(202)[1])
    connection.send(wire.request(server, "PUT", wire.with_digest(path, content.digest(data)), data,
                                 Content_Type="application/octet-stream"))
    connection.answer(201)


def large(server, repository, file):
    """Uploads a large file with an end of its own; its digest."""
    end, digest = file.variant()
    with wire.Connection(server.port) as connection:
        connection.send(wire.request(server, "POST", f"/v2/{repository}/blobs/uploads/"))
        path = wire.location(connection.answer(202)[1])
        connection.send(wire.request(server, "PUT", wire.with_digest(path, digest), length=file.size,
                                     Content_Type="application/octet-stream"))
        connection.send_file(file.descriptor, file.length)
        connection.send(end)
        connection.answer(201)
    return digest


def manifest(server, connection, repository, reference, data):
    connection.send(wire.request(server, "PUT", f"/v2/{repository}/manifests/{reference}", data,
                                 Content_Type=content.MANIFEST))
    connection.answer(201)


def image(server, connection, repository, tag, layers):
    """Pushes a small image; its manifest."""
    for layer in layers:
        blob(server, connection, repository, layer)
    config = content.config()
    blob(server, connection, repository, config)
    data = content.manifest(config, layers)
    manifest(server, connection, repository, tag, data)
    return data
