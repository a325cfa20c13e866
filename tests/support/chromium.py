"""Chromium without a screen, driven through two pipes: no driver, no port, nothing to install beside the browser."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
MISSING = "Chromium is not installed: apt-get install chromium (Debian)"

_SWITCHES = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--hide-scrollbars",
    "--remote-debugging-pipe", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)  # fmt: skip


def _pipe() -> tuple[int, int]:
    """A pipe whose numbers do not stand in the way of the 3 and 4 that Chromium wants."""
    ends = os.pipe()
    moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    return moved[0], moved[1]


class Chromium:
    """One browser with one page, and all that the page asked for."""

    def __init__(self, folder: Path, width: int = 1000, height: int = 900) -> None:
        assert PROGRAM is not None, MISSING
        (read, self._write), (self._read, write) = _pipe(), _pipe()
        # Chromium wants its pipes to be numbers 3 and 4.
        command = f'exec "$@" 3<&{read} 4>&{write} {read}<&- {write}>&-'
        arguments = [PROGRAM, *_SWITCHES, f"--user-data-dir={folder / 'profile'}", f"--window-size={width},{height}"]
        self._process = subprocess.Popen(
            ["bash", "-c", command, "bash", *arguments, "about:blank"],
            pass_fds=(read, write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(folder)},
        )  # fmt: skip
        os.close(read)
        os.close(write)
        self._buffer = b""
        self._number = 0
        self._session: str | None = None
        self.requested: list[str] = []
        self.complaints: list[str] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self._call(f"{domain}.enable")

    def open(self, url: str) -> None:
        """Go to an address, and wait for its page."""
        self._call("Page.navigate", url=url)
        self.until("document.readyState === 'complete'")

    def run(self, script: str) -> Any:
        """Evaluate an expression in the page; promises are awaited."""
        answer = self._call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise AssertionError(f"{script}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def until(self, script: str, timeout: float = 15.0) -> Any:
        """Wait until an expression is true in the page; give its value."""
        end = time.monotonic() + timeout
        while True:
            try:
                value = self.run(script)
            except AssertionError:
                # The page may be on its way to the next one.
                value = None
            # An element comes as an empty object.
            if value or isinstance(value, dict):
                return value
            assert time.monotonic() < end, f"never true: {script}; the page says {self.text()[:500]!r}"
            time.sleep(0.05)

    def text(self) -> str:
        """Give what can be read on the page."""
        return str(self.run("document.body ? document.body.innerText : ''"))

    def click(self, selector: str) -> None:
        """Click on an element where it stands, as a finger or a mouse would."""
        # A place counts once it stays: what is still opening above it would move it away from the pointer.
        place = self.until(
            f"(async () => {{ const e = document.querySelector({json.dumps(selector)}); if (!e) return null;"
            "e.scrollIntoView({block: 'center'}); const a = e.getBoundingClientRect();"
            "await new Promise(done => setTimeout(done, 20)); const b = e.getBoundingClientRect();"
            "return b.width && a.x === b.x && a.y === b.y ? [b.x + b.width / 2, b.y + b.height / 2] : null })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self._call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    def type(self, selector: str, text: str) -> None:
        """Write into a field, in the place of what stands there."""
        self.until(f"document.querySelector({json.dumps(selector)})?.getBoundingClientRect().width > 0")
        self.run(f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.focus(); e.select() }})()")
        self._call("Input.insertText", text=text)
        assert self.run(f"document.querySelector({json.dumps(selector)}).value") == text, f"{selector} took no text"

    def resize(self, width: int, height: int) -> None:
        """Make the page as large as another screen."""
        self._call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )

    def picture(self, path: Path) -> None:
        """Keep what the page looks like."""
        path.write_bytes(base64.b64decode(self._call("Page.captureScreenshot", format="png")["data"]))

    def outside(self, origin: str) -> list[str]:
        """Give what the page asked of others."""
        return [url for url in self.requested if not url.startswith((origin + "/", "data:", "about:", "blob:"))]

    def close(self) -> None:
        """End the browser."""
        self._session = None
        try:
            self._send("Browser.close", {})
            self._process.wait(10)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait(10)
        os.close(self._read)
        os.close(self._write)

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = self._send(method, parameters)

        def mine(message: dict[str, Any]) -> bool:
            return message.get("id") == number

        message = self._receive(mine)
        assert "error" not in message, f"{method}: {message['error']}"
        return dict(message["result"])

    def _send(self, method: str, parameters: dict[str, Any]) -> int:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        return self._number

    def _receive(self, wanted: Callable[[dict[str, Any]], bool], timeout: float = 30.0) -> dict[str, Any]:
        end = time.monotonic() + timeout
        while True:
            while b"\0" in self._buffer:
                raw, _, self._buffer = self._buffer.partition(b"\0")
                message: dict[str, Any] = json.loads(raw)
                self._notice(message)
                if wanted(message):
                    return message
            ready, _, _ = select.select([self._read], [], [], max(0.0, end - time.monotonic()))
            data = os.read(self._read, 1 << 20) if ready else b""
            assert data, f"Chromium does not answer (it ended with {self._process.poll()})"
            self._buffer += data

    def _notice(self, message: dict[str, Any]) -> None:
        method, parameters = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requested.append(parameters["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(str(parameters["exceptionDetails"]))
        elif method == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.complaints.append(f"{parameters['entry']['text']} {parameters['entry'].get('url', '')}")
