"""``python -m codegen convert FILE [-o OUT] [--json]``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from codegen import yaml12
from codegen.convert.document import Conversion, convert
from codegen.errors import CodegenError


def main(argv: Sequence[str] | None = None) -> int:
    """Convert the file that the command line names.

    Args:
        argv: The arguments after the command's name.

    Returns:
        The exit code of `run`.
    """
    parser = argparse.ArgumentParser(prog="codegen convert", description="Convert Swagger 2.0 to OpenAPI 3.0.3.")
    parser.add_argument("file", type=Path, help="a Swagger 2.0 document, YAML or JSON")
    parser.add_argument("-o", "--output", type=Path, help="where to write; standard output if not given")
    parser.add_argument("--json", action="store_true", help="write JSON; also when the output's name ends in .json")
    options = parser.parse_args(argv)
    return run(options.file, options.output, as_json=options.json)


def run(file: Path, output: Path | None = None, *, as_json: bool = False) -> int:
    """Convert a file; the notes go to standard error.

    Args:
        file: The Swagger 2.0 document.
        output: Where to write; standard output if None.
        as_json: Write JSON rather than YAML.

    Returns:
        0 when it is written, 2 when the input is unusable or the output cannot be written.
    """
    try:
        document = yaml12.load_file(file)
        done = _converted(document)
        _write(done, output, as_json or (output is not None and output.suffix == ".json"))
    except CodegenError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for note in done.notes:
        line, column = document.position(note.where)
        sys.stderr.write(f"{file}:{line}:{column}: {note.code}: {note.text}\n")
    return 0


def _converted(document: yaml12.Document) -> Conversion:
    try:
        return convert(document.data)
    except CodegenError as error:
        if error.file is None:
            error.file = document.source
            error.line, error.column = document.position(error.pointer or "")
        raise


def _write(done: Conversion, output: Path | None, as_json: bool) -> None:
    text = json.dumps(done.document, indent=2, ensure_ascii=False) + "\n" if as_json else yaml12.dump(done.document)
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        remedy = "Check the folder and the permissions."
        message = f"The result cannot be written: {error.strerror}."
        raise CodegenError(message, file=str(output), remedy=remedy) from error
