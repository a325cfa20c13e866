"""How the site is built: `make docs`. Nothing here or in any page reaches out to the network."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
# The package from the sources, the build for the specs, and the extensions of this site.
sys.path[:0] = [str(HERE / "_ext"), str(ROOT), str(ROOT / "overrides"), str(ROOT / "generated")]

from instagram_v1 import __version__  # noqa: E402

project = "instagram-v1"
author = "The instagram-v1 project"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "manual"]
manual_root = str(ROOT)
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "_ext", "pictures/*.md", "**/.*"]
default_role = "code"
nitpicky = True
# Dashes, which Sphinx writes as two signs itself; quotes of specifications stay as they are written.
smartquotes_action = "D"
suppress_warnings = ["misc.highlighting_failure"]

# Markdown
myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline", "attrs_block"]
myst_heading_anchors = 4
myst_links_external_new_tab = False

# Docstrings
autodoc_class_signature = "mixed"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
autodoc_use_type_comments = False
python_maximum_signature_line_length = 80
add_module_names = False
toc_object_entries_show_parents = "hide"

# The site: what it needs lies beside it, and no two builds differ.
html_theme = "furo"
html_title = "instagram-v1"
html_short_title = "instagram-v1"
html_last_updated_fmt = None
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_copyright = False
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files: list[Any] = [("filter.js", {"defer": "defer"})]
html_favicon = "_static/icon.svg"
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#125688",
        "color-brand-content": "#0b63a5",
        "site-quiet": "#5b6675",
        "site-blue": "#0b63a5",
        "site-green": "#1a7f37",
        "site-amber": "#8a5a00",
        "site-red": "#b3261e",
        "site-violet": "#6d3fc0",
    },
    "dark_css_variables": {
        "color-brand-primary": "#6fb6e8",
        "color-brand-content": "#7cc0ee",
        "site-quiet": "#98a4b3",
        "site-blue": "#7cc0ee",
        "site-green": "#5fce7b",
        "site-amber": "#e5b25d",
        "site-red": "#ff8a80",
        "site-violet": "#bfa2ff",
    },
}
pygments_style = "friendly"
pygments_dark_style = "monokai"
