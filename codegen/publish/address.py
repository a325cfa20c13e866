"""Which index, and as whom: from what the caller names, the environment, ``.pypirc`` and the keyring."""

from __future__ import annotations

import logging
import os
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from twine import auth, exceptions, repository, utils

from codegen.errors import CodegenError

HIDDEN: Final = "[hidden]"
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
_LOOPBACK = re.compile(r"localhost|127(\.\d+){3}|::1")
# From the uploader itself, so that no registry is named here.
_PUBLIC = (
    utils.DEFAULT_REPOSITORY,
    utils.TEST_REPOSITORY,
    repository.WAREHOUSE_WEB,
    repository.OLD_WAREHOUSE,
    repository.LEGACY_PYPI,
)


@dataclass(frozen=True)
class Address:
    """An index and how to get in; its repr and text show no credential.

    Attributes:
        url: Where files are sent, without user and password.
        username: Who sends them, if anybody.
        password: Password or token.
        certificates: File with certificates to trust; empty for those of the system.
        client_certificate: File with a certificate of one's own, if the index asks for one.
    """

    url: str
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    certificates: str = ""
    client_certificate: str = ""

    def __str__(self) -> str:
        return self.url

    @property
    def is_exposed(self) -> bool:
        """Whether a password would travel for all to see."""
        parts = urlsplit(self.url)
        return parts.scheme == "http" and bool(self.password) and not _LOOPBACK.fullmatch(parts.hostname or "")

    def hide(self, text: str) -> str:
        """A text without the credentials, in any of the forms in which they travel."""
        if self.password:
            basic = b64encode(f"{self.username}:{self.password}".encode()).decode()
            for secret in (basic, quote(self.password, safe=""), quote(self.password), self.password):
                text = text.replace(secret, HIDDEN)
        return re.sub(r"(?<=//)[^/@\s]+@", "", text)


def is_public(url: str) -> bool:
    """Whether everybody can read what is sent to an index."""
    host = urlsplit(url).hostname or ""
    known = {".".join((urlsplit(one).hostname or "").split(".")[-2:]) for one in _PUBLIC}
    return any(host == name or host.endswith(f".{name}") for name in known)


def find(index: str, variables: Mapping[str, str] = os.environ, *, allow_public: bool = False) -> Address:
    """The index that somebody names.

    Args:
        index: Address for uploads, or the name that ``.pypirc`` gives it.
        variables: The environment.
        allow_public: Whether it may be one that everybody reads.

    Raises:
        CodegenError: It is neither, there is no such name, or it is public.
    """
    config, given = _named(index, variables)
    url = config.get("repository") or ""
    # Before credentials are looked for: for a public index the uploader would ask there.
    if is_public(url) and not allow_public:
        raise CodegenError(
            f"{url} is a public index: everybody could read what is sent, and it stays there",
            remedy="name an index of your own; if this is really meant, take `Private :: Do Not Upload` out of "
            "pyproject.toml and add --allow-public (make: ALLOW_PUBLIC=1)",
        )
    return _with_credentials(config, given, variables)


_Named = tuple[utils.RepositoryConfig, Mapping[str, str]]


def _named(index: str, variables: Mapping[str, str]) -> _Named:
    if not index:
        raise CodegenError(
            "no index is named",
            remedy="make publish INDEX=https://packages.example.org/upload/, or a name of ~/.pypirc",
        )
    if "://" in index:
        return _of_url(index)
    if not _NAME.fullmatch(index):
        # Not quoted: it may hold a password.
        raise CodegenError("INDEX is neither an address nor a name", remedy="write it with https:// in front")
    return _of_name(index, variables)


def _of_url(index: str) -> _Named:
    try:
        parts = urlsplit(index)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        raise CodegenError(
            "INDEX is no address to send files to", remedy="write it as https://host/path/, without ? and #"
        )
    if parts.path.rstrip("/").endswith("simple"):
        raise CodegenError(
            "INDEX is the address for reading",
            remedy="name the one for uploads, which is often the same without simple/",
        )
    netloc = f"[{host}]" if ":" in host else host
    url = f"{parts.scheme}://{netloc}{f':{port}' if port else ''}{parts.path or '/'}"
    given = {"username": unquote(parts.username or ""), "password": unquote(parts.password or "")}
    return {"repository": url}, given


def _of_name(name: str, variables: Mapping[str, str]) -> _Named:
    file = variables.get("TWINE_CONFIG_FILE") or utils.DEFAULT_CONFIG_FILE
    try:
        config = utils.get_repository_from_config(file, name)
    except exceptions.TwineException:
        raise CodegenError(
            f"no index is called {name!r} in {file}",
            remedy="give its address as INDEX, or a section with `repository` there, named under `index-servers`",
        ) from None
    parts = urlsplit(config.get("repository") or "")
    if parts.username is None:
        return config, {}
    bare = {**config, "repository": parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()}
    given = {"username": unquote(parts.username), "password": unquote(parts.password or "")}
    return bare, given


def _with_credentials(
    config: utils.RepositoryConfig, given: Mapping[str, str], variables: Mapping[str, str]
) -> Address:
    username = given.get("username") or variables.get("TWINE_USERNAME") or None
    password = given.get("password") or variables.get("TWINE_PASSWORD") or None
    # It would report a keyring that is not there with a whole traceback.
    logging.getLogger("twine").setLevel(logging.CRITICAL)
    # The resolver that asks nobody: it looks into the configuration and the keyring, in that order.
    resolver = auth.Resolver.choose(False)(config, auth.CredentialInput(username, password))
    user = _asked(resolver, "username")
    return Address(
        url=config.get("repository") or "",
        username=user,
        password=_asked(resolver, "password") if user else "",
        certificates=variables.get("TWINE_CERT") or config.get("ca_cert") or "",
        client_certificate=variables.get("TWINE_CLIENT_CERT") or config.get("client_cert") or "",
    )


def _asked(resolver: auth.Resolver, name: str) -> str:
    try:
        return str(getattr(resolver, name) or "")
    except (exceptions.TwineException, OSError):
        # Nobody has any: some indexes ask for none.
        return ""
