"""From an exception to an exit code and the lines that a person reads: what, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import click

from instagram_v1.cli.codes import Exit
from instagram_v1.cli.texts import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

LIVE = "api.instagram.com"
"""Host of the API that was."""

INSTEAD = (
    "start `instagram-v1 emulator` and give its address with --base-url, or try the command with --emulator where it "
    "has that option"
)
"""What can be done now that the API is gone."""


class Failure(Exception):  # noqa: N818 - what a person reads is called a failure throughout
    """A command cannot go on.

    Args:
        what: What is wrong, in one sentence and without credentials.
        code: How the command ends.
        remedy: What to do about it.
    """

    def __init__(self, what: str, code: Exit, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.code = code
        self.remedy = remedy


def signed_out(where: str) -> Failure:
    """Nobody is signed in at an address."""
    return Failure(f"not signed in at {where}.", Exit.SIGNED_OUT, f"run `instagram-v1 login --base-url {where}`.")


def retired(where: str) -> Failure:
    """The address is that of the API that was, and nobody asked for it by name."""
    return Failure(
        f"the live API at {where} was retired on 29 June 2020, so nothing was sent there.", Exit.RETIRED, f"{INSTEAD}."
    )


def understood(error: BaseException) -> Failure | None:
    """The failure that an exception stands for; ``None`` for one that nobody foresaw."""
    if isinstance(error, Failure):
        return error
    if isinstance(error, click.ClickException):
        return _of_usage(error)
    if isinstance(error, click.Abort):
        return Failure("the input ended before the question was answered.", Exit.USAGE, "give the value as an option.")
    if isinstance(error, OSError):
        return _of_system(error)
    from instagram_v1.errors import InstagramError

    return _of_package(error) if isinstance(error, InstagramError) else None


def lines(failure: Failure) -> Iterator[str]:
    """What a person reads."""
    yield f"error: {harmless(failure.what)}"
    if failure.remedy:
        yield f"  to do: {harmless(failure.remedy)}"


def _of_usage(error: click.ClickException) -> Failure:
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context is not None else "instagram-v1"
    code = Exit.FILES if isinstance(error, click.FileError) else Exit.USAGE
    hint = ""
    if isinstance(error, click.NoSuchOption) and not error.option_name.startswith("--"):
        hint = "; a value that begins with a dash goes after `--`"
    return Failure(error.format_message(), code, f"see `{path} --help`{hint}.")


def _of_system(error: OSError) -> Failure:
    where = f"{error.filename}: " if error.filename else ""
    return Failure(f"{where}{error.strerror or type(error).__name__}.", Exit.FILES, _system_remedy(error))


def _system_remedy(error: OSError) -> str:
    import errno

    known = {
        errno.ENOSPC: "make room on the disk, then run the command again.",
        errno.EACCES: "choose a place that you may write to and read from.",
        errno.EROFS: "choose a place that can be written to.",
        errno.ENOENT: "look at the name.",
    }
    return known.get(error.errno or 0, "")


def _of_package(error: Exception) -> Failure:
    """The failure that an error of the client is; its help is ours where it speaks of Python."""
    from instagram_v1 import errors

    what, remedy = str(error), ""
    if isinstance(error, errors.ParameterRuleError):
        what = f"{error.operation}: `{error.parameter}` {error.rule}."
        remedy = "correct the value, or send it all the same with --unchecked."
    elif isinstance(error, errors.APIError):
        what, remedy = _without_help(error), _own_words(error) or error.help or "see what the API says above."
    elif isinstance(error, errors.TransportTimeoutError):
        remedy = "try again, or wait longer with --timeout."
    elif isinstance(error, errors.TransportError):
        remedy = "look whether the address is right, and whether something answers there."
    elif isinstance(error, errors.MissingCredentialsError):
        remedy = (
            "sign in with `instagram-v1 login`; what an application needs for itself is read from "
            "INSTAGRAM_V1_CLIENT_ID and INSTAGRAM_V1_CLIENT_SECRET."
        )
    elif isinstance(error, errors.UsageError):
        remedy = "correct the option or argument that it speaks of."
    elif isinstance(error, errors.PaginationError):
        remedy = "begin again without --cursor."
    return Failure(what, _code(error), remedy)


def _without_help(error: Any) -> str:
    text = str(error)
    return text.removesuffix(f" ({error.help})") if error.help else text


def _own_words(error: Exception) -> str:
    from instagram_v1 import errors

    if isinstance(error, errors.MissingScopeError | errors.ScopeError) and error.scope:
        return f"run `instagram-v1 login --scope {error.scope}` with the other scopes that you need."
    if isinstance(error, errors.AccessTokenError):
        return "run `instagram-v1 login` for a new token."
    if isinstance(error, errors.RetiredError):
        return f"{INSTEAD}."
    if isinstance(error, errors.NotFoundError):
        return "look at the id, name or address that was given."
    return ""


def _code(error: Exception) -> Exit:
    from instagram_v1 import errors
    from instagram_v1.private import ConversionError

    # From the special to the general: the first that fits.
    table: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Exit], ...] = (
        (errors.RetiredError, Exit.RETIRED),
        (errors.RateLimitError, Exit.RATE_LIMITED),
        ((errors.ScopeError, errors.NotAllowedError, errors.ForbiddenError), Exit.NOT_ALLOWED),
        (errors.AuthorizationDeniedError, Exit.NOT_ALLOWED),
        ((errors.OAuthError, errors.MissingCredentialsError), Exit.SIGNED_OUT),
        (errors.NotFoundError, Exit.NOT_FOUND),
        (errors.ServerError, Exit.SERVER),
        (errors.APIError, Exit.REFUSED),
        (errors.UsageError, Exit.USAGE),
        (errors.TransportError, Exit.TRANSPORT),
        ((errors.DecodeError, errors.PaginationError, errors.NotificationError, ConversionError), Exit.UNREADABLE),
    )
    return next((code for kinds, code in table if isinstance(error, cast("Any", kinds))), Exit.FAILED)
