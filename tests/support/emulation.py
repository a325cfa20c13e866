"""Talking to the emulator in process, the way its tests like it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from attrs import evolve

from instagram_v1.emulator import Emulator, Response, request


class Api:
    """One emulator and one token."""

    def __init__(self, emulator: Emulator, token: str | None = None) -> None:
        self.emulator = emulator
        self.token = emulator.token() if token is None else token

    def raw(
        self, method: str, path: str, form: dict[str, Any] | None = None, auth: bool = True, **query: Any
    ) -> Response:
        """Send a request below /v1 and give the answer as it is."""
        if auth and self.token:
            query = {"access_token": self.token, **query}
        target = f"/v1{path}" + (f"?{urlencode(query)}" if query else "")
        return self.emulator.handle(request(method, target, body=urlencode(form or {}).encode()))

    def call(self, method: str, path: str, form: dict[str, Any] | None = None, **query: Any) -> Any:
        """Send a request that has to succeed; give the envelope."""
        response = self.raw(method, path, form, **query)
        assert response.status == 200, response.body
        return json.loads(response.body)

    def get(self, path: str, **query: Any) -> Any:
        """Read something that is there; give the data."""
        return self.call("GET", path, **query)["data"]

    def fault(self, method: str, path: str, form: dict[str, Any] | None = None, **query: Any) -> dict[str, Any]:
        """Send a request that has to fail; give status, type and text."""
        response = self.raw(method, path, form, **query)
        body = json.loads(response.body)
        meta = body.get("meta", body)
        assert meta["code"] == response.status
        assert "data" not in body
        return {"status": response.status, "type": meta["error_type"], "text": meta["error_message"]}

    def follow(self, url: str) -> Any:
        """Follow the address of a next page; give the envelope."""
        parts = urlsplit(url)
        response = self.emulator.handle(evolve(request("GET", parts.path), query=parts.query))
        assert response.status == 200, response.body
        return json.loads(response.body)

    def walk(self, path: str, **query: Any) -> list[list[dict[str, Any]]]:
        """Walk a list to its end by its addresses; give the pages."""
        envelope = self.call("GET", path, **query)
        pages = [envelope["data"]]
        while "next_url" in envelope["pagination"]:
            assert len(pages) < 100, "the list does not end"
            envelope = self.follow(envelope["pagination"]["next_url"])
            pages.append(envelope["data"])
        return pages


def items(pages: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Give the items of all pages."""
    return [item for page in pages for item in page]


def parameters(url: str) -> list[tuple[str, str]]:
    """Give the parameters of an address."""
    return parse_qsl(urlsplit(url).query)
