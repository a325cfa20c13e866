"""``instagram-v1 export``: everything of the signed-in user, as JSON Lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from instagram_v1.cli import options
from instagram_v1.cli.codes import Exit
from instagram_v1.cli.failures import Failure, understood
from instagram_v1.cli.options import Command, screen
from instagram_v1.cli.session import Session, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from instagram_v1.cli.archive.exporter import Result
    from instagram_v1.cli.screen import Screen

_HELP: Final = """Save everything of the signed-in user as JSON Lines.

DIR gets a file each for the profile, media, comments, likes, people followed, followers, follow requests and liked
media, with every field that the API sent, and manifest.json with the counts. What the token's scopes do not allow is
left out and reported. The command waits where the hourly budget is used up. However it was ended, run it again with
the same DIR: it goes on where it was, and no item is there twice."""

_EXAMPLES: Final = """\
instagram-v1 export archive/
instagram-v1 export archive/ --update                    what appeared since it was complete
instagram-v1 export archive/ --max-wait 0                end at the rate limit, to go on later
instagram-v1 export try/ --emulator                      the main user of an emulator"""

AGAIN: Final = "run the same command again to go on from there"


def _export(*, folder: str, update: bool, max_wait: float, **connection: Any) -> int:
    from instagram_v1 import Budget, Retry

    here = screen()
    # Waiting is done here, where it can be shown; the client only says for how long.
    settings: dict[str, Any] = {
        "budget": Budget(action="raise", writes=None),
        "retry": Retry(attempts=5),
        "bad_items": "raw",
    }
    with opened(here, **connection, **settings) as session:
        results = _saved(here, session, Path(folder), update=update, max_wait=max_wait)
    _report(here, results)
    return Exit.DONE


def _saved(here: Screen, session: Session, path: Path, *, update: bool, max_wait: float) -> list[Result]:
    from instagram_v1.cli.archive.exporter import Exporter, manifest
    from instagram_v1.cli.archive.folder import Folder, refuse_strangers
    from instagram_v1.cli.archive.journal import Head
    from instagram_v1.cli.archive.patience import Patience
    from instagram_v1.cli.archive.source import Source
    from instagram_v1.cli.progress import Bar

    refuse_strangers(path)
    with Bar(here) as bar:
        patience = Patience(session.sleep, max_wait, bar.waiting)
        try:
            profile = patience.get(lambda: session.client.raw.users.get("self")).data
            head = Head(account=profile.id, username=profile.username, base_url=session.where)
            folder = Folder(path, head, update=update)
            try:
                source = Source(session.client, session.secrets)
                results = Exporter(folder, source, patience, bar, _counts(profile)).run()
                folder.write_manifest(manifest(folder, results))
            finally:
                folder.close()
        except KeyboardInterrupt:
            raise KeyboardInterrupt(f"interrupted; what is in {path} is complete as far as it goes: {AGAIN}.") from None
        except Exception as error:
            failure = _resumable(error)
            if failure is None:
                raise
            raise failure from error
    return results


def _counts(profile: Any) -> dict[str, Any]:
    from instagram_v1 import asdict

    return asdict(profile, wire=True)


def _resumable(error: Exception) -> Failure | None:
    """What ended the export, and how to go on; ``None`` where going on is not the remedy."""
    failure = understood(error)
    if failure is None or failure.code in (Exit.FILES, Exit.USAGE, Exit.RETIRED):
        return None
    remedy = f"{failure.remedy.rstrip('.')}; then {AGAIN}." if failure.remedy else f"{AGAIN}."
    return Failure(failure.what, failure.code, remedy)


def _report(here: Screen, results: Sequence[Result]) -> None:
    rows = [(result.part.file, str(result.items), result.state, _remark(result)) for result in results]
    here.table(["file", "items", "state", "remark"], rows, numbers=frozenset({1}))


def _remark(result: Result) -> str:
    remarks = [
        result.why,
        f"{result.gone} media were gone or not open" if result.gone else "",
        f"of {result.short} media the API gave fewer than it counted" if result.short else "",
    ]
    return "; ".join(remark for remark in remarks if remark)


export: Final = Command(
    "export",
    help=_HELP,
    callback=_export,
    examples=_EXAMPLES,
    params=[
        click.Argument(["folder"], metavar="DIR", type=click.Path(file_okay=False)),
        click.Option(
            ["--update"], is_flag=True,
            help="When everything is complete: look for new media, comments, likes and people.",
        ),
        click.Option(
            ["--max-wait"], metavar="SECONDS", type=click.FloatRange(min=0), default=7200.0, show_default=True,
            help="How long to wait for the hourly budget before giving up.",
        ),
        *options.connection(),
    ],
)  # fmt: skip
"""The command."""
