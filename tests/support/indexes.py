"""Package indexes on the loopback: two that nobody here wrote, and one that answers whatever a test wants."""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
import socket
import subprocess
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

USER = "me"
PASSWORD = "SENTINEL-of-the-index"
STARTING = 120.0


@dataclass(frozen=True)
class Served:
    """An index that runs.

    Attributes:
        upload: Address for uploads.
        simple: Address for reading.
    """

    upload: str
    simple: str


def missing(kind: str) -> list[str]:
    """The programs of an index that are not on PATH."""
    wanted = {"pypiserver": ["pypi-server"], "devpi": ["devpi-init", "devpi-server"]}[kind]
    return [name for name in wanted if shutil.which(name) is None]


@contextlib.contextmanager
def pypiserver(folder: Path) -> Generator[Served]:
    """pypiserver, which reads a folder and asks for a password on uploads."""
    port, packages = _free_port(), folder / "packages"
    packages.mkdir(parents=True)
    digest = b64encode(hashlib.sha1(PASSWORD.encode(), usedforsecurity=False).digest()).decode()
    (folder / "users").write_text(f"{USER}:{{SHA}}{digest}\n")
    where = ["-i", "127.0.0.1", "-p", str(port), "-P", str(folder / "users"), "-a", "update", "--disable-fallback"]
    with _running(["pypi-server", "run", *where, str(packages)], folder, port):
        yield Served(f"http://127.0.0.1:{port}/", f"http://127.0.0.1:{port}/simple/")


@contextlib.contextmanager
def devpi(folder: Path) -> Generator[Served]:
    """devpi with one index that mirrors nothing and takes each version once."""
    port, state = _free_port(), folder / "state"
    folder.mkdir(parents=True)
    init = ["devpi-init", "--serverdir", str(state), "--no-root-pypi", "--root-passwd", PASSWORD]
    subprocess.run(init, check=True, capture_output=True, cwd=folder)
    where = ["--serverdir", str(state), "--host", "127.0.0.1", "--port", str(port), "--offline-mode"]
    # Its defence against guessing passwords takes seconds of each request.
    where += ["--argon2-memory", "1024", "--argon2-time-cost", "1"]
    with _running(["devpi-server", *where], folder, port):
        root = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=root, timeout=30) as client:
            client.put(f"/{USER}", json={"password": PASSWORD}, headers=_token(client, "root")).raise_for_status()
            stage = {"bases": [], "volatile": False}
            client.put(f"/{USER}/stage", json=stage, headers=_token(client, USER)).raise_for_status()
        yield Served(f"{root}/{USER}/stage/", f"{root}/{USER}/stage/+simple/")


SERVERS: dict[str, Callable[[Path], contextlib.AbstractContextManager[Served]]] = {
    "pypiserver": pypiserver,
    "devpi": devpi,
}


def _token(client: httpx.Client, user: str) -> dict[str, str]:
    answer = client.post("/+login", json={"user": user, "password": PASSWORD}).raise_for_status().json()
    login = f"{user}:{answer['result']['password']}"
    return {"X-Devpi-Auth": b64encode(login.encode()).decode()}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextlib.contextmanager
def _running(command: list[str], folder: Path, port: int) -> Generator[None]:
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as process:
        try:
            _wait(process, port, folder / "log")
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    ends = time.monotonic() + STARTING
    while time.monotonic() < ends and process.poll() is None:
        with contextlib.suppress(httpx.HTTPError):
            httpx.get(f"http://127.0.0.1:{port}/", timeout=5)
            return
        time.sleep(0.05)
    raise AssertionError(f"the index did not start: {log.read_text(errors='replace')[-500:]}")


@dataclass
class Fake:
    """An index whose answers a test sets.

    Attributes:
        url: Its address for uploads.
        pages: Answers to GET by path: status, content type and body; 404 for all others.
        moved: Where pages are said to be, by path.
        status: Answer to an upload.
        body: What it says to that; ``{authorization}`` stands for what came in that header.
        headers: Headers of that.
        taken: Names of the files that came.
        seen: Values of the header Authorization, of each request.
    """

    url: str
    pages: dict[str, tuple[int, str, bytes]] = field(default_factory=dict[str, tuple[int, str, bytes]])
    moved: dict[str, str] = field(default_factory=dict[str, str])
    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict[str, str])
    taken: list[str] = field(default_factory=list[str])
    seen: list[str] = field(default_factory=list[str])


@contextlib.contextmanager
def fake(protect: Callable[[ThreadingHTTPServer], None] | None = None) -> Generator[Fake]:
    """Run such an index; ``protect`` may have it speak TLS."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.seen.append(self.headers.get("Authorization", ""))
            if self.path in made.moved:
                self._answer(302, "text/plain", b"", Location=made.moved[self.path])
            else:
                self._answer(*made.pages.get(self.path, (404, "text/plain", b"no such page")))

        def do_POST(self) -> None:
            made.seen.append(self.headers.get("Authorization", ""))
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            found = re.search(rb'name="content"; filename="([^"]+)"', content)
            made.taken.append(found[1].decode() if found else "")
            said = made.body.replace("{authorization}", made.seen[-1])
            self._answer(made.status, "text/html", said.encode(), **made.headers)

        def _answer(self, status: int, kind: str, body: bytes, **headers: str) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass

    with Quiet(("127.0.0.1", 0), Handler) as server:
        scheme = "http" if protect is None else "https"
        if protect is not None:
            protect(server)
        made = Fake(f"{scheme}://localhost:{server.server_address[1]}/upload/")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        server.shutdown()
        thread.join()
