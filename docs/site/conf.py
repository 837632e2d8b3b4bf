"""Sphinx's settings for the site of the documentation; `make.py` lays out the pages and calls it."""

import os

project = "epreuves"
author = "The epreuves authors"
version = release = os.environ["EPREUVES_DOCS_VERSION"]
language = "fr"

extensions = ["myst_parser"]
myst_heading_anchors = 6
# Blocks that show a part of a file are no whole program of their language.
suppress_warnings = ["misc.highlighting_failure", "myst.header"]

# Quotation marks alone: dashes are typed as they are meant.
smartquotes_action = "q"

html_theme = "pydata_sphinx_theme"
html_static_path = ["static"]
html_js_files = [("named.js", {"defer": "defer"})]
html_title = f"epreuves {version}"
html_show_sourcelink = False
html_copy_source = False
html_show_copyright = False
html_theme_options = {
    "header_dropdown_text": "Autres",
    "header_links_before_dropdown": 8,
    "navigation_depth": 3,
    "show_toc_level": 2,
    "navbar_end": ["version-switcher", "theme-switcher"],
    "switcher": {"json_url": "../versions.json", "version_match": version},
    "check_switcher": False,
    "footer_start": ["sphinx-version"],
    "footer_end": [],
}
