"""Certificates for servers on the loopback, made by openssl."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from http.server import HTTPServer
from pathlib import Path

MISSING = shutil.which("openssl") is None


def self_signed(folder: Path, *extensions: str) -> Path:
    """Make a certificate for localhost that nobody vouches for; ``key`` lies beside it."""
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subject += [word for extension in extensions for word in ("-addext", extension)]
    files = ["-keyout", str(folder / "key"), "-out", str(folder / "cert")]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    subprocess.run(["openssl", "req", "-x509", *kind, *subject, *files], check=True, capture_output=True)
    return folder / "cert"


def protect(server: HTTPServer, certificate: Path) -> None:
    """Have a server speak TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key"))
    server.socket = context.wrap_socket(server.socket, server_side=True)
