"""Which index, as whom, and what its refusals mean: one clear message each, and no credential in any."""

from __future__ import annotations

import base64
import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pip._internal.models.index import PyPI
from twine import auth
from twine.utils import DEFAULT_REPOSITORY, TEST_REPOSITORY

from codegen.cli import main
from codegen.errors import CodegenError, FindingError
from codegen.publish import index as module
from codegen.publish.address import Address, find, is_public
from codegen.publish.index import Index
from tests.support.certificates import MISSING, protect, self_signed
from tests.support.distributions import Distributions
from tests.support.indexes import Fake, fake

SECRET = "SENTINEL:of/the@index"
QUOTED = "SENTINEL%3Aof%2Fthe%40index"


@pytest.fixture
def served() -> Iterator[Fake]:
    """An index that a test spoils."""
    with fake() as made:
        yield made


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither a configuration nor a keyring of whoever runs this."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(auth, "keyring", None)
    for name in ("INDEX", "TWINE_USERNAME", "TWINE_PASSWORD", "TWINE_CERT", "TWINE_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)


def entered(served: Fake, user: str = "me") -> Index:
    """The fake index, as somebody."""
    return Index(Address(served.url, user, SECRET if user else ""))


def test_no_default() -> None:
    """There is no index that is meant when none is named."""
    with pytest.raises(CodegenError, match="no index is named") as caught:
        find("", {})
    assert "INDEX=" in (caught.value.remedy or "")


@pytest.mark.parametrize("url", [DEFAULT_REPOSITORY, TEST_REPOSITORY, f"https://{PyPI.netloc}/", "pypi", "testpypi"])
def test_public_indexes_are_refused(url: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Those that everybody reads are refused by address and by name, before anything is looked at."""
    assert main(["publish", "--root", str(tmp_path), url]) == 2
    assert "is a public index" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["https://example.org/upload/", "http://localhost:8080/", f"https://not{PyPI.netloc}/"])
def test_other_indexes_are_not_public(url: str) -> None:
    """A host of another name is none of those."""
    assert not is_public(url)
    assert find(url, {}).url == url


@pytest.mark.parametrize("index", [
    "ftp://host/", "https://", "https://host/?token=SENTINEL", "https://host/#SENTINEL", "host/SENTINEL",
    "me:SENTINEL@h", "https://[SENTINEL", "http://host:SENTINEL/", "https://host/simple/",
    "https://host/root/x/+simple", "nobody",
])  # fmt: skip
def test_addresses_that_are_none(index: str) -> None:
    """They are refused, and what they hold is not repeated."""
    with pytest.raises(CodegenError) as caught:
        find(index, {})
    assert caught.value.remedy
    assert "SENTINEL" not in str(caught.value)


def test_credentials_in_the_address() -> None:
    """They are taken out of it, and nothing that shows the address shows them."""
    found = find(f"https://me:{QUOTED}@host:8443/upload", {})
    assert (found.url, found.username, found.password) == ("https://host:8443/upload", "me", SECRET)
    assert "SENTINEL" not in f"{found} {found!r}"


def test_credentials_in_the_environment() -> None:
    """The uploader's own variables count; what stands in the address counts more."""
    variables = {"TWINE_USERNAME": "you", "TWINE_PASSWORD": "theirs", "TWINE_CERT": "/ca.pem"}
    found = find("https://host/", variables)
    assert (found.username, found.password, found.certificates) == ("you", "theirs", "/ca.pem")
    assert find(f"https://me:{QUOTED}@host/", variables).password == SECRET


def test_credentials_in_a_configuration(tmp_path: Path) -> None:
    """A name stands for a section of .pypirc, with all that it says."""
    (tmp_path / "rc").write_text(
        "[distutils]\nindex-servers = inside\n[inside]\nrepository = https://host/up/\nusername = me\n"
        f"password = {SECRET}\nca_cert = /ca.pem\n"
    )
    found = find("inside", {"TWINE_CONFIG_FILE": str(tmp_path / "rc")})
    assert found == Address("https://host/up/", "me", SECRET, "/ca.pem")
    (tmp_path / "rc").write_text(
        f"[distutils]\nindex-servers = inside\n[inside]\nrepository = https://me:{QUOTED}@host/\n"
    )
    assert find("inside", {"TWINE_CONFIG_FILE": str(tmp_path / "rc")}) == Address("https://host/", "me", SECRET)
    (tmp_path / "rc").write_text("[inside\nSENTINEL")
    with pytest.raises(CodegenError) as caught:
        find("inside", {"TWINE_CONFIG_FILE": str(tmp_path / "rc")})
    assert "SENTINEL" not in str(caught.value)


def test_credentials_in_a_keyring(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The keyring is asked last; one that fails is like one that has nothing, and says nothing."""

    class Keyring:
        @staticmethod
        def get_password(system: str, username: str) -> str:
            return f"{system} {username}"

    monkeypatch.setattr(auth, "keyring", Keyring)
    assert find("https://host/up/", {"TWINE_USERNAME": "me"}).password == "https://host/up/ me"
    monkeypatch.setattr(Keyring, "get_password", staticmethod(lambda system, username: 1 / 0))
    assert find("https://host/up/", {"TWINE_USERNAME": "me"}).password == ""
    assert capsys.readouterr().err == ""


def test_a_password_without_tls(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """It is not sent for all to see; the loopback is nobody else's business."""
    assert main(["publish", "--root", str(tmp_path), f"http://me:{QUOTED}@packages.test/"]) == 2
    said = capsys.readouterr().err
    assert "no https address" in said
    assert "SENTINEL" not in said
    assert not find(f"http://me:{QUOTED}@127.0.0.1:8080/", {}).is_exposed


STATUSES = {
    401: "refused with 401 as 'me'",
    403: "refused with 403 as 'me'",
    404: "this is no address to send files to",
    405: "this is no address to send files to",
    302: "this is no address to send files to",
    409: "is there already",
    413: "was answered with 413",
    500: "was answered with 500",
}


@pytest.mark.parametrize("status", STATUSES)
def test_refusals(served: Fake, status: int, distributions: Distributions) -> None:
    """Each means something else to whoever reads it; what the index repeats of the credentials is hidden."""
    served.status, served.headers = status, {"Location": "https://elsewhere.test/"} if status == 302 else {}
    served.body = f"<style>p {{}}</style><p>no: {{authorization}} {SECRET} {QUOTED} http://me:{QUOTED}@host/</p>"
    with pytest.raises(FindingError) as caught:
        entered(served).send(distributions.wheel)
    told = str(caught.value)
    assert STATUSES[status] in told
    assert "to do: " in told
    basic = base64.b64encode(f"me:{SECRET}".encode()).decode()
    assert served.seen[-1] == f"Basic {basic}"
    assert not [secret for secret in ("SENTINEL", basic, "style") if secret in told]


@pytest.mark.parametrize("body", ["File already exists. See the help", "the name has already been taken"])
def test_existing_files_by_their_words(served: Fake, body: str, distributions: Distributions) -> None:
    """Some indexes say 400 to everything, and the reason in words."""
    served.status, served.body = 400, body
    with pytest.raises(FindingError, match="is there already"):
        entered(served).send(distributions.wheel)
    served.body = "the description is invalid"
    with pytest.raises(FindingError, match="answered with 400"):
        entered(served).send(distributions.wheel)


def test_without_credentials(served: Fake, distributions: Distributions) -> None:
    """An index that asks for nobody's name gets none, and a refusal says that none was given."""
    entered(served, "").send(distributions.wheel)
    assert (served.seen, served.taken) == ([""], [distributions.wheel.name])
    served.status = 403
    with pytest.raises(FindingError, match="without a user name"):
        entered(served, "").send(distributions.wheel)


def test_nothing_is_printed_while_sending(
    served: Fake, capsys: pytest.CaptureFixture[str], distributions: Distributions
) -> None:
    """The uploader's own words, which name the address, stay away."""
    entered(served).send(distributions.wheel)
    assert capsys.readouterr() == ("", "")


def test_nobody_answers() -> None:
    """A refused connection is told without the trace and the names of connections."""
    with pytest.raises(FindingError, match=r"cannot be reached: Failed to establish .* refused") as caught:
        Index(Address("http://127.0.0.1:9/", "me", SECRET)).files("x")
    assert "0x" not in str(caught.value)
    assert "HTTPConnection" not in str(caught.value)


def test_an_index_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting has an end, which the uploader by itself does not have."""
    monkeypatch.setattr(module, "_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = Address(f"http://127.0.0.1:{silent.getsockname()[1]}/", "me", SECRET)
        with pytest.raises(FindingError, match="did not answer within"):
            Index(address).files("x")


@pytest.mark.skipif(MISSING, reason="openssl, which makes the certificate, is not installed")
def test_certificates(tmp_path: Path, distributions: Distributions) -> None:
    """An unknown certificate is told as such, with the variable to set, and that variable helps."""
    certificate = self_signed(tmp_path)
    with fake(lambda server: protect(server, certificate)) as served:
        with pytest.raises(FindingError, match="TLS certificate is not trusted") as caught:
            Index(Address(served.url, "me", SECRET)).send(distributions.wheel)
        assert "TWINE_CERT" in str(caught.value)
        assert served.seen == []
        Index(Address(served.url, "me", SECRET, certificates=str(certificate))).send(distributions.wheel)
        with pytest.raises(FindingError, match="TWINE_CERT"):
            Index(Address(served.url, "me", SECRET, certificates="/nowhere.pem")).files("x")
    assert served.taken == [distributions.wheel.name]


FILE = b"the bytes of an archive"
LISTS = {
    "html, sha256": ("text/html", '<a href="/f/a.whl#sha256={sha256}">a.whl</a>'),
    "html, md5": ("text/html; charset=utf-8", '<html><a class="x" href="../../f/a.whl#md5={md5}"> a.whl </a>'),
    "html, nothing": ("text/html", '<a href="/f/a.whl" data-requires-python="&gt;=3.11">a.whl</a>'),
    "json": (
        "application/vnd.pypi.simple.v1+json",
        '{{"files": [{{"filename": "a.whl", "url": "/f/a.whl", "hashes": {{"sha256": "{sha256}"}}}}]}}',
    ),
    "json, nothing": ("application/json", '{{"files": [{{"filename": "a.whl", "url": "/f/a.whl"}}]}}'),
}


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("place", ["simple", "+simple"])
def test_what_is_there_already(served: Fake, kind: str, place: str, tmp_path: Path) -> None:
    """Lists of every kind tell whether bytes are the same; where they do not, the file is fetched."""
    content, page = LISTS[kind]
    digests = {name: hashlib.new(name, FILE).hexdigest() for name in ("sha256", "md5")}
    served.pages[f"/upload/{place}/shop/"] = (200, content, page.format(**digests).encode())
    served.pages["/f/a.whl"] = served.pages[f"/upload/{place}/f/a.whl"] = (200, "x/y", FILE)
    index = entered(served)
    there = index.files("shop")
    assert there is not None
    assert list(there) == ["a.whl"]
    for bytes_here, same in ((FILE, True), (FILE + b"!", False)):
        (tmp_path / "a.whl").write_bytes(bytes_here)
        assert index.has_same(there["a.whl"], tmp_path / "a.whl") is same


def test_files_on_another_host(served: Fake, tmp_path: Path) -> None:
    """They are fetched without credentials; one that cannot be fetched is no reason to call it the same, or another."""
    (tmp_path / "a.whl").write_bytes(FILE)
    with fake() as store:
        store.pages["/upload/a.whl"] = (200, "x/y", FILE)
        page = f'<a href="{store.url}a.whl">a.whl</a><a href="{store.url}b.whl">b.whl</a>'
        served.pages["/upload/simple/shop/"] = (200, "text/html", page.encode())
        index = entered(served)
        there = index.files("shop") or {}
        assert index.has_same(there["a.whl"], tmp_path / "a.whl")
        with pytest.raises(FindingError, match="cannot be told"):
            index.has_same(there["b.whl"], tmp_path / "a.whl")
    assert store.seen == ["", ""]
    assert served.seen[-1].startswith("Basic ")


def test_a_project_that_is_new(served: Fake) -> None:
    """An index that knows lists and not this one has nothing; one that knows no lists does not tell."""
    index = entered(served)
    assert index.files("shop") is None
    served.pages["/upload/simple/"] = (200, "text/html", b"")
    assert index.files("shop") == {}


def test_reading_needs_rights_too(served: Fake) -> None:
    """A list that is refused is told like an upload that is."""
    served.pages["/upload/simple/shop/"] = (401, "text/html", f"who is {SECRET}?".encode())
    with pytest.raises(FindingError, match="the list of files was refused with 401 as 'me'") as caught:
        entered(served).files("shop")
    assert "SENTINEL" not in str(caught.value)


def test_credentials_stay_with_the_index(served: Fake) -> None:
    """A list that is said to be elsewhere is not looked for there; one within the index is."""
    with fake() as other:
        served.moved = {"/upload/simple/shop/": other.url, "/upload/+simple/shop/": "/upload/lists/shop/"}
        served.pages["/upload/lists/shop/"] = (200, "text/html", b'<a href="a.whl#sha256=0">a.whl</a>')
        assert list(entered(served).files("shop") or ()) == ["a.whl"]
    assert other.seen == []


def test_the_log_of_a_failure_is_clean(
    served: Fake, caplog: pytest.LogCaptureFixture, distributions: Distributions
) -> None:
    """At the finest level no logger of the uploader tells the password."""
    caplog.set_level(1)
    served.status = 401
    with pytest.raises(FindingError):
        Index(find(served.url.replace("//", f"//me:{QUOTED}@"), {})).send(distributions.wheel)
    told = "\n".join(f"{record.getMessage()} {record.args!r}" for record in caplog.records)
    assert not [secret for secret in (SECRET, QUOTED) if secret in told]


def test_help_names_no_default(capsys: pytest.CaptureFixture[str]) -> None:
    """The command says where INDEX comes from."""
    with pytest.raises(SystemExit):
        main(["publish", "--help"])
    assert "the variable INDEX by default, and nothing else" in " ".join(capsys.readouterr().out.split())
