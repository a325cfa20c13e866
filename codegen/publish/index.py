"""An index as the uploader meets it: what it has already, sending it a file, and what its refusals mean."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import json
import re
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from twine.package import PackageFile
from twine.repository import Repository

from codegen.errors import FindingError
from codegen.publish.address import Address

_SECONDS: Final = 60
_LISTS: Final = ("simple/", "+simple/")
_ACCEPT: Final = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"
_THERE: Final = re.compile(r"(?i)already exist|already been (uploaded|taken)|not allowed to (be )?overwrit|conflict")


@dataclass(frozen=True)
class Known:
    """A file that the index has.

    Attributes:
        name: Its name.
        url: Where it lies.
        hashes: Digests that the index tells, by algorithm.
    """

    name: str
    url: str
    hashes: Mapping[str, str] = field(default_factory=dict[str, str])


class Index:
    """One index.

    Args:
        address: Where it is, and as whom.
    """

    def __init__(self, address: Address) -> None:
        self._address = address
        self._repository = Repository(address.url, address.username, address.password, disable_progress_bar=True)
        self._repository.set_client_certificate(address.client_certificate or None)
        self._session = _impatient(self._repository.session, address.certificates)

    def files(self, project: str) -> dict[str, Known] | None:
        """What it has of a project, by file name; nothing when it does not say where such lists are.

        Raises:
            FindingError: It cannot be reached, or lets nobody in with these credentials.
        """
        beside = ("../simple/",) if self._directory.endswith("/legacy/") else ()
        for place in (*_LISTS, *beside):
            url = urljoin(self._directory, f"{place}{project}/")
            response = self._get(url)
            if response.status_code == 200 and _is_list(response):
                return {known.name: known for known in _listed(response)}
            if response.status_code == 404 and self._get(urljoin(self._directory, place)).status_code == 200:
                return {}
        return None

    def has_same(self, known: Known, path: Path) -> bool:
        """Whether a file there has the bytes of one here; downloads it when no digest is told.

        Raises:
            FindingError: It cannot be told.
        """
        content = path.read_bytes()
        for algorithm, digest in known.hashes.items():
            if algorithm in hashlib.algorithms_guaranteed and not algorithm.startswith("shake"):
                return hashlib.new(algorithm, content, usedforsecurity=False).hexdigest() == digest
        response = self._get(known.url)
        if response.status_code != 200:
            message = f"{known.name} is there, and whether with the same bytes cannot be told: {response.status_code}"
            raise self._error(message, "see what the index has, and remove it there or raise the version")
        return bool(response.content == content)

    def send(self, path: Path) -> None:
        """Send a file.

        Raises:
            FindingError: The index did not take it.
        """
        # The uploader reports to standard output; what is worth saying is said by the caller.
        with contextlib.redirect_stdout(io.StringIO()), self._faults():
            response = self._repository.upload(PackageFile.from_filename(str(path), comment=None))
        if not 200 <= response.status_code < 300:
            raise self._refusal(path.name, response)

    def close(self) -> None:
        """Close the connections."""
        self._repository.close()

    @property
    def _directory(self) -> str:
        return self._address.url if self._address.url.endswith("/") else f"{self._address.url}/"

    def _get(self, url: str) -> Any:
        """Ask for a page, following it only within the index: credentials go nowhere else."""
        response = self._ask(url)
        for _ in range(3):
            target = urljoin(url, response.headers.get("Location", "")) if response.is_redirect else url
            if target == url or urlsplit(target)[:2] != urlsplit(url)[:2]:
                break
            url, response = target, self._ask(target)
        return response

    def _ask(self, url: str) -> Any:
        ours = urlsplit(url)[:2] == urlsplit(self._address.url)[:2]
        with self._faults():
            # A list may name files on another host, which is nobody to tell a password to.
            options = {} if ours else {"auth": _Nobody()}
            response = self._session.get(url, headers={"Accept": _ACCEPT}, allow_redirects=False, **options)
            if response.status_code == 401:
                raise self._refusal("the list of files", response)
            return response

    @contextlib.contextmanager
    def _faults(self) -> Generator[None]:
        try:
            yield
        except OSError as error:
            # All errors of requests are of this kind, and what it says of a missing file with certificates.
            raise self._fault(error) from None

    def _fault(self, error: OSError) -> FindingError:
        if isinstance(error, requests.exceptions.SSLError):
            return self._error(f"its TLS certificate is not trusted: {_core(error)}", _CERTIFICATE)
        if isinstance(error, requests.exceptions.Timeout) or "timed out" in _core(error):
            return self._error(f"it did not answer within {_SECONDS} seconds", _NETWORK)
        if isinstance(error, requests.exceptions.RequestException):
            return self._error(f"it cannot be reached: {_core(error)}", _NETWORK)
        return self._error(f"it cannot be asked: {error}", _CERTIFICATE)

    def _refusal(self, what: str, response: Any) -> FindingError:
        said = self._address.hide(_words(response.text))[:200]
        status, who = response.status_code, self._address.username
        told = f" ({said})" if said else ""
        if status in (401, 403):
            tried = f"as {who!r}" if who else "without a user name"
            return self._error(f"{what} was refused with {status} {tried}{told}", _CREDENTIALS)
        if status == 409 or (status in (400, 422) and _THERE.search(f"{response.reason} {said}")):
            return self._error(f"{what} is there already{told}", _VERSION)
        if status in (301, 302, 303, 307, 308, 404, 405, 410, 501):
            return self._error(f"{what} was answered with {status}: this is no address to send files to", _WRONG)
        return self._error(f"{what} was answered with {status} {response.reason}{told}", "see what the index says")

    def _error(self, message: str, remedy: str) -> FindingError:
        return FindingError(f"the index {self._address}: {self._address.hide(message)}", remedy=remedy)


_NETWORK = "look at the address, the network and the proxy"
_CREDENTIALS = "set TWINE_USERNAME and TWINE_PASSWORD, or use ~/.pypirc or the keyring; ask if this user may upload"
_CERTIFICATE = "name the file with your authority's certificate: TWINE_CERT=/path/to/ca.pem"
_VERSION = "a version goes out once: raise it with `python -m codegen version --apply`"
_WRONG = "INDEX must be the address for uploads, not the one for reading: ask who runs the index"


class _Nobody(AuthBase):
    """Leaves a request as it is, where the session would add who asks."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


def _words(page: str) -> str:
    """What a page says, without its marks and styles."""
    return " ".join(unescape(re.sub(r"(?s)<(style|script|title)\b.*?</\1>|<[^>]*>", " ", page)).split())


def _impatient(session: Any, certificates: str) -> Any:
    """The same session, with limits: the uploader sets none and would wait for ever, ten times over."""
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=1))
    # Named with each request, since a variable of the environment would count more than what the session holds.
    trusted = {"verify": certificates} if certificates else {}
    session.request = functools.partial(session.request, timeout=_SECONDS, **trusted)
    return session


def _core(error: BaseException) -> str:
    """The innermost reason, without the address that the layers around it repeat."""
    while isinstance(error.args[0] if error.args else None, BaseException):
        error = error.args[0]
    reason = getattr(error, "reason", None)
    if isinstance(reason, BaseException):
        return _core(reason)
    # What stands in front is how urllib3 calls its connection.
    return " ".join(re.sub(r"^(<.*?>|\w+\(.*?\)): ", "", str(error)).split())


def _is_list(response: Any) -> bool:
    return "json" in response.headers.get("Content-Type", "") or "html" in response.headers.get("Content-Type", "")


def _listed(response: Any) -> Iterator[Known]:
    if "json" not in response.headers.get("Content-Type", ""):
        links = _Links()
        links.feed(response.text)
        for name, link in links.found:
            url, _, fragment = urljoin(response.url, link).partition("#")
            algorithm, _, digest = fragment.partition("=")
            yield Known(name, url, {algorithm: digest} if digest else {})
        return
    for row in json.loads(response.text).get("files", ()):
        yield Known(row["filename"], urljoin(response.url, row["url"]), dict(row.get("hashes") or {}))


class _Links(HTMLParser):
    """Words and targets of all links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._target = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._target = (dict(attrs).get("href") or "") if tag == "a" else self._target

    def handle_data(self, data: str) -> None:
        if self._target and data.strip():
            self.found.append((data.strip(), self._target))
            self._target = ""
