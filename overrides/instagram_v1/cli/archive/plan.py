"""What an export consists of: which operation fills which file."""

from __future__ import annotations

import json
from typing import Any, Final

import attrs

from instagram_v1.runtime.plain import is_dict


@attrs.frozen(kw_only=True)
class Part:
    """One file.

    Attributes:
        name: Name of the part, and of its file without the suffix.
        operation: Id of the operation that it comes from.
        owner: Name of the part whose items it is asked for, one by one; empty when it is asked for once.
        inside: Where the item stands in its line, beside the id of its owner; empty when it is the line.
        counted: Where an owner, or the profile, says how many there are.
    """

    name: str
    operation: str
    owner: str = ""
    inside: str = ""
    counted: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Name of the file."""
        return f"{self.name}.jsonl"

    def line(self, item: Any, of: str) -> bytes:
        """An item as a line of the file."""
        value = {"media_id": of, self.inside: item} if self.inside else item
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"

    def key(self, item: Any, of: str) -> str:
        """What makes an item the same one when it is met again."""
        found = item.get("id") if is_dict(item) else None
        # Whatever has no id is itself.
        if found is None:
            found = json.dumps(item, sort_keys=True)
        return f"{of} {found}" if of else str(found)

    def read(self, line: bytes) -> tuple[Any, str]:
        """The item of a line, and its owner.

        Raises:
            ValueError: The line is none of this file.
        """
        value: Any = json.loads(line.decode("utf-8", "surrogatepass"))
        if not self.inside:
            return value, ""
        if not is_dict(value):
            raise ValueError
        held = value
        return held.get(self.inside), str(held.get("media_id"))


PARTS: Final = (
    Part(name="profile", operation="users_get"),
    Part(name="media", operation="users_recent_media", counted=("counts", "media")),
    Part(name="comments", operation="comments_list", owner="media", inside="comment", counted=("comments", "count")),
    Part(name="likes", operation="likes_list", owner="media", inside="user", counted=("likes", "count")),
    Part(name="follows", operation="relationships_follows", counted=("counts", "follows")),
    Part(name="followed_by", operation="relationships_followed_by", counted=("counts", "followed_by")),
    Part(name="requested_by", operation="relationships_requested_by"),
    Part(name="liked_media", operation="users_liked_media"),
)
"""The parts, in the order in which they are fetched."""


def count(holder: Any, path: tuple[str, ...]) -> int | None:
    """How many something says that there are; ``None`` when it does not."""
    value = holder
    for name in path:
        value = value.get(name) if is_dict(value) else None
    return value if path and isinstance(value, int) and not isinstance(value, bool) else None
