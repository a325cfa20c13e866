"""The one exception that ends a build, with what is needed to act on it."""

from __future__ import annotations


class CodegenError(Exception):
    """Something in the input, the repairs or the configuration stops the build.

    Args:
        message: What is wrong, in one sentence.
        file: The file it was found in, as the user named it.
        pointer: JSON pointer into that file.
        line: Line in that file, counted from 1.
        column: Column in that line, counted from 1.
        remedy: What to do about it, in one sentence.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        pointer: str | None = None,
        line: int | None = None,
        column: int | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.pointer = pointer
        self.line = line
        self.column = column
        self.remedy = remedy

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        where = " ".join(part for part in (place, self.pointer) if part)
        lines = [f"{where}: {self.message}" if where else self.message]
        if self.remedy:
            lines.append(f"  to do: {self.remedy}")
        return "\n".join(lines)


class FindingError(CodegenError):
    """The input can be read, and what it says needs a decision: exit code 1, where unusable input gives 2."""
