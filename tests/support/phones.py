"""Talking to the private API of an emulator in process, the way a phone would."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode

from PIL import Image

from instagram_v1.emulator import Emulator, Request, Response

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=frontier"


@cache
def jpeg(width: int = 612, height: int = 612) -> bytes:
    """A real picture."""
    target = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(target, "JPEG", quality=70)
    return target.getvalue()


def multipart(fields: Mapping[str, object], photo: bytes | None = None) -> bytes:
    """The body of an upload."""
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    if photo is not None:
        head = b'Content-Disposition: form-data; name="photo"; filename="file"\r\nContent-Type: image/jpeg\r\n\r\n'
        parts.append(head + photo)
    return b"".join(b"--frontier\r\n" + part + b"\r\n" for part in parts) + b"--frontier--\r\n"


class Phone:
    """One phone with one user, signed in unless it is told otherwise."""

    def __init__(self, emulator: Emulator, username: str | None = None, *, cookie: str | None = None) -> None:
        self.emulator = emulator
        self.cookie = emulator.private.cookie(username) if cookie is None else cookie
        name = emulator.username if username is None else username
        person = emulator.core.store.people.by_name(name)
        assert person is not None
        self.pk = person.id

    def raw(
        self, method: str, path: str, form: Mapping[str, object] | None = None, *, body: bytes = b"", kind: str = FORM
    ) -> Response:
        """Send a request below /api/v1 and give the answer as it is."""
        where, _, query = path.partition("?")
        headers = (("Content-Type", kind), ("Cookie", self.cookie))
        sent = urlencode(form).encode() if form is not None else body
        return self.emulator.handle(Request(method, f"/api/v1{where}", query, headers, sent))

    def get(self, path: str) -> dict[str, Any]:
        """Read something that is there."""
        return fine(self.raw("GET", path))

    def post(self, path: str, **form: object) -> dict[str, Any]:
        """Change something that can be changed."""
        return fine(self.raw("POST", path, form))

    def fault(self, method: str, path: str, form: Mapping[str, object] | None = None, **how: Any) -> tuple[int, str]:
        """Send a request that has to fail; give status and message."""
        return failed(self.raw(method, path, form, **how))

    def send(self, photo: bytes | None, stamp: object, **fields: object) -> Response:
        """Upload a picture."""
        body = multipart({"device_timestamp": stamp, **fields}, photo)
        return self.raw("POST", "/media/upload", body=body, kind=MULTIPART)

    def publish(self, stamp: int, photo: bytes | None = None, **fields: object) -> dict[str, Any]:
        """Upload a picture and configure it; give the media."""
        fine(self.send(jpeg() if photo is None else photo, stamp))
        media: dict[str, Any] = self.post("/media/configure", device_timestamp=stamp, **fields)["media"]
        return media


def fine(response: Response) -> dict[str, Any]:
    """Give the body of an answer that has to be a good one."""
    body: dict[str, Any] = json.loads(response.body)
    assert response.status == 200, body
    assert body.get("status", "ok") == "ok"
    return body


def failed(response: Response) -> tuple[int, str]:
    """Give status and message of an answer that has to be a failure, and is nothing else."""
    body: dict[str, Any] = json.loads(response.body)
    assert response.status >= 400, body
    assert body.keys() == {"status", "message"}
    assert body["status"] == "failed"
    return response.status, body["message"]
