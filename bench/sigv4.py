"""Signed requests of the AWS JSON protocol, ready to be sent as bytes."""

import datetime
import hashlib
import hmac
import json


class Signer:
    def __init__(self, access_key, secret_key, host, region="us-east-1"):
        self.access_key = access_key
        self.secret_key = secret_key
        self.host = host
        self.region = region

    def request(self, operation, members):
        """The whole request, head and body; valid for a few minutes."""
        body = json.dumps(members).encode()
        now = datetime.datetime.now(datetime.timezone.utc)
        stamp, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
        headers = {
            "content-type": "application/x-amz-json-1.1",
            "host": self.host,
            "x-amz-date": stamp,
            "x-amz-target": "AmazonEC2ContainerRegistry_V20150921." + operation,
        }
        signed = ";".join(sorted(headers))
        canonical = "\n".join(
            ["POST", "/", "", *(f"{name}:{headers[name]}" for name in sorted(headers)), "", signed]
            + [hashlib.sha256(body).hexdigest()]
        )
        scope = f"{day}/{self.region}/ecr/aws4_request"
        text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
        key = b"AWS4" + self.secret_key.encode()
        for part in (day, self.region, "ecr", "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        signature = hmac.digest(key, text.encode(), "sha256").hex()
        headers["authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={self.access_key}/{scope}, SignedHeaders={signed}, Signature={signature}"
        )
        headers["content-length"] = str(len(body))
        head = "POST / HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
        return head.encode() + body
