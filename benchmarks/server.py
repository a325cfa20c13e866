"""A server that costs nothing: one fixed answer to everything, in a process of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager

HEAD = (
    "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
    "X-Ratelimit-Limit: 5000\r\nX-Ratelimit-Remaining: 4999\r\nContent-Length: {}\r\n\r\n"
)


@contextmanager
def serving(body: bytes) -> Generator[int, None, None]:
    """Serve this body while the block runs; gives the port on the loopback address."""
    with subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(body)
        process.stdin.close()
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def main() -> None:
    """Answer until killed."""
    body = sys.stdin.buffer.read()
    answer = HEAD.format(len(body)).encode() + body
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=_answer, args=(connection, answer), daemon=True).start()


def _answer(connection: socket.socket, answer: bytes) -> None:
    pending = b""
    with connection:
        while received := connection.recv(65536):
            pending += received
            while b"\r\n\r\n" in pending:
                pending = pending.partition(b"\r\n\r\n")[2]
                connection.sendall(answer)


if __name__ == "__main__":
    main()
