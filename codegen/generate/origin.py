"""What a generated package says about where it comes from."""

from __future__ import annotations

from codegen.generate.settings import Settings
from codegen.generate.text import Code, literal
from codegen.lock import MadeOf


def origin_facts(made: MadeOf, settings: Settings) -> list[tuple[Code, Code]]:
    """Names and values of the facts that a package carries, as Python source."""
    tools = ", ".join(f"{literal(tool)}: {literal(version)}" for tool, version in made.tools.items())
    return [
        (Code("api"), literal(made.api)),
        (Code("title"), literal(settings.title)),
        (Code("supplied"), literal(made.supplied)),
        (Code("spec"), literal(made.spec)),
        (Code("templates"), literal(made.templates)),
        (Code("tools"), Code(f"{{{tools}}}")),
        (Code("repairs"), literal(made.repairs)),
    ]
