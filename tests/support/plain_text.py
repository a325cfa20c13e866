"""A report in plain lines."""

from __future__ import annotations

import io

from codegen.console import Console
from codegen.report.model import Report
from codegen.report.text import write_text


def text_of(report: Report, *, everything: bool = False) -> str:
    """What a terminal would show, without colours."""
    stream = io.StringIO()
    write_text(report, Console(stream, drawn=False), everything=everything)
    return stream.getvalue()
