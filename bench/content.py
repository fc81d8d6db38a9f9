"""What is pushed: a large file whose end differs each time, and small images."""

import hashlib
import json
import os
import threading

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar"


class LargeFile:
    """Random bytes in memory; every upload of it gets another last 32 bytes, and so another digest."""

    def __init__(self, size):
        self.size = size
        self.length = size - 32
        self.descriptor = os.memfd_create("bench")
        self.lock = threading.Lock()
        self.hash = hashlib.sha256()
        block = os.urandom(4 << 20)
        left = self.length
        while left > 0:
            part = block[: min(left, len(block))]
            os.write(self.descriptor, part)
            self.hash.update(part)
            left -= len(part)

    def variant(self):
        """The end of one upload, and the digest of the whole."""
        end = os.urandom(32)
        with self.lock:
            whole = self.hash.copy()
        whole.update(end)
        return end, "sha256:" + whole.hexdigest()

    def close(self):
        os.close(self.descriptor)


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def descriptor(media_type, data):
    return {"mediaType": media_type, "digest": digest(data), "size": len(data)}


def config():
    return json.dumps({"architecture": "amd64", "os": "linux", "author": os.urandom(8).hex(),
                       "rootfs": {"type": "layers", "diff_ids": []}}).encode()


def manifest(config_data, layers, layer_type=LAYER):
    return json.dumps({
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": descriptor(CONFIG, config_data),
        "layers": [descriptor(layer_type, layer) for layer in layers],
    }).encode()


def layers(manifest_data):
    """The digests of a manifest's layers."""
    return [layer["digest"] for layer in json.loads(manifest_data)["layers"]]
