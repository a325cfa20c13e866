"""``python -m codegen.repair spec/NAME``: what becomes of each repair, and which defects nothing settles yet."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from codegen import yaml12
from codegen.errors import CodegenError
from codegen.repair import RepairRun, apply, check_settled, load_defects, load_repairs
from codegen.repair.ledger import SettlesByRule


def main(arguments: list[str] | None = None) -> int:
    """Run the repairs of one API and print what became of them.

    Args:
        arguments: Command line without the program's name.

    Returns:
        0 when all are applied and every defect is settled, 1 when not, 2 when a file cannot be used.
    """
    parser = argparse.ArgumentParser(prog="python -m codegen.repair", description=__doc__)
    parser.add_argument("api", type=Path, help="folder with swagger.yaml, repairs/ and defects.yaml")
    api: Path = parser.parse_args(arguments).api
    try:
        repairs = load_repairs(api / "repairs")
        run = apply(yaml12.load_file(api / "swagger.yaml").data, repairs)
        _print_run(run)
    except CodegenError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0 if _print_ledger(api, run) and run.ok else 1


def _print_run(run: RepairRun) -> None:
    for outcome in run.outcomes:
        _say(f"{outcome.verdict:21} {outcome.repair.id:44} {outcome.pointer}")
        if outcome.remedy:
            _say(f"    {outcome.repair.file}:{outcome.repair.line}: {outcome.remedy}")
    good = sum(outcome.verdict == "applied" for outcome in run.outcomes)
    _say(f"{good} of {len(run.outcomes)} repairs applied")


def _print_ledger(api: Path, run: RepairRun) -> bool:
    try:
        check_settled(load_defects(api / "defects.yaml"), [outcome.repair for outcome in run.outcomes], _rules(api))
    except CodegenError as error:
        _say(error)
        return False
    _say("every defect is settled")
    return True


def _say(text: object) -> None:
    print(text)  # noqa: T201


def _rules(api: Path) -> SettlesByRule | None:
    path = api / "codegen.toml"
    if not path.exists():
        return None
    from codegen.rules import load_config

    return load_config(path)


if __name__ == "__main__":
    sys.exit(main())
