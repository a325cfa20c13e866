"""The generated Instagram client: the methods that are promised, with the types that are promised."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

RESOURCES = Path(__file__).parents[2] / "generated" / "_instagram_v1" / "resources"

PROMISED = {
    "users": "get search feed recent_media liked_media",
    "relationships": "get modify follows followed_by requested_by",
    "media": "get get_by_shortcode search popular",
    "comments": "list create delete",
    "likes": "list create delete",
    "tags": "get search recent_media",
    "locations": "get search recent_media",
    "geographies": "recent_media",
    "subscriptions": "list create delete",
}

RESULTS = {
    ("users", "get"): "models.User",
    ("users", "search"): "list[models.MiniProfile]",
    ("users", "recent_media"): "Page[models.Media]",
    ("users", "liked_media"): "Page[models.Media]",
    ("relationships", "modify"): "models.Relationship",
    ("relationships", "follows"): "Page[models.MiniProfile]",
    ("media", "get"): "models.Media",
    ("media", "popular"): "list[models.Media]",
    ("comments", "list"): "builtins.list[models.Comment]",
    ("comments", "create"): "models.Comment | None",
    ("comments", "delete"): "None",
    ("likes", "list"): "builtins.list[models.MiniProfile]",
    ("likes", "create"): "None",
    ("likes", "delete"): "None",
    ("tags", "recent_media"): "Page[models.Media]",
    ("locations", "recent_media"): "Page[models.Media]",
    ("geographies", "recent_media"): "Page[models.Media]",
    ("subscriptions", "delete"): "None",
}


def methods(resource: str, prefix: str) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    """Methods of a resource class by name."""
    module = ast.parse((RESOURCES / f"{resource}.py").read_text(encoding="utf-8"))
    name = f"{prefix}{resource.capitalize()}Resource"
    (cls,) = [node for node in module.body if isinstance(node, ast.ClassDef) and node.name == name]
    return {node.name: node for node in cls.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}


def test_no_resource_is_missing_or_too_much() -> None:
    """One module each."""
    assert {path.stem for path in RESOURCES.glob("*.py")} == {*PROMISED, "__init__"}


@pytest.mark.parametrize("prefix", ["", "Async", "Raw", "AsyncRaw"])
@pytest.mark.parametrize("resource", PROMISED)
def test_methods(resource: str, prefix: str) -> None:
    """The same in all four colours."""
    assert set(methods(resource, prefix)) == set(PROMISED[resource].split())


@pytest.mark.parametrize(("resource", "method"), RESULTS)
def test_results(resource: str, method: str) -> None:
    """Unwrapped data, pages, or nothing."""
    returns = methods(resource, "")[method].returns
    assert returns is not None
    assert ast.unparse(returns) == RESULTS[resource, method]


@pytest.mark.parametrize("resource", PROMISED)
def test_colours_agree(resource: str) -> None:
    """The signatures of a method are those of its sync form; pages are asked for without waiting."""
    plain = methods(resource, "")
    for prefix in ("Async", "Raw", "AsyncRaw"):
        for name, node in methods(resource, prefix).items():
            assert ast.unparse(node.args) == ast.unparse(plain[name].args)
            pages = ast.unparse(node.returns or ast.Constant(None)).startswith("AsyncPage")
            assert isinstance(node, ast.AsyncFunctionDef) == ("Async" in prefix and not pages)


@pytest.mark.parametrize("resource", PROMISED)
def test_every_method_is_documented(resource: str) -> None:
    """Every argument has words, and the errors are told."""
    for name, node in methods(resource, "").items():
        doc = ast.get_docstring(node) or ""
        assert "Raises:" in doc, name
        for argument in (*node.args.args[1:], *node.args.kwonlyargs):
            assert f"\n    {argument.arg}: " in doc, f"{name}({argument.arg})"
        assert "](http" not in doc, name
