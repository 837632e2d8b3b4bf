"""The documentation as a site: a part for each role of `docs/index.md`, a page for each section of a long guide, searched in French.

    python docs/site/make.py FOLDER

The pages go in a folder of the version's name, beside those of other versions, and `versions.json` lists them. What does not hold (a link
that leads nowhere, a picture that is not there) stops it.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import sys
import tempfile
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1]
HOME = DOCS / "index.md"
#: The words from which a guide's sections are pages of their own.
LONG = 2_500
#: The one page that is not of `docs/`.
CHANGES = DOCS.parent / "CHANGELOG.md"
_LINK = re.compile(r"(!?\[[^\]]*\])\(([^)\s]+)\)")
_HEADING = re.compile(r"^(#{1,6}) +(.+?) *$")


class Page:
    """A page of the site: the file and the lines that it comes from, and its place."""

    def __init__(self, source: Path, place: str, lines: list[str]) -> None:
        self.source, self.place, self.lines = source, place, lines

    @property
    def title(self) -> str:
        """The text of its heading."""
        return next(match[2] for line in self.lines if (match := _HEADING.match(line)))

    def anchors(self) -> Iterator[str]:
        """The anchors of its headings, as they are written in links."""
        for line, code in _told_apart(self.lines):
            if not code and (match := _HEADING.match(line)):
                yield _anchor(match[2])


def _told_apart(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is in a fenced block, its fences included."""
    fence = ""
    for line in lines:
        opened = re.match(r" *(`{3,})", line)
        if opened and not fence:
            fence = opened[1]
            yield line, True
        elif opened and line.strip() == fence:
            fence = ""
            yield line, True
        else:
            yield line, bool(fence)


def _anchor(heading: str) -> str:
    kept = [c for c in heading.lower() if c in "- _" or unicodedata.category(c)[0] in "LN"]
    return "".join(kept).replace(" ", "-")


def _file_name(heading: str) -> str:
    plain = unicodedata.normalize("NFKD", heading.lower()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words if len(words) <= 60 else words[:60].rpartition("-")[0]


def _pages(source: Path) -> Iterator[Page]:
    """The pages of a guide: one, or its opening and its sections where it is long."""
    yield from _divided(source, source.stem.lower(), source.read_text("utf-8").splitlines())


def _divided(source: Path, name: str, lines: list[str]) -> Iterator[Page]:
    """The pages of these lines, whose first heading is their title: one, or as many as it has sections, each divided in turn."""
    parts: list[list[str]] = [[]]
    for line, code in _told_apart(lines):
        match = None if code else _HEADING.match(line)
        if match and len(match[1]) == 2:
            parts.append([])
        # A section's heading is its page's title, and those below follow.
        parts[-1].append(line[1:] if match and len(parts) > 1 else line)
    opening, *sections = parts
    if len(" ".join(lines).split()) <= LONG or len(sections) < 2:
        yield Page(source, f"{name}.md", lines)
        return
    made = [list(_divided(source, f"{name}/{_file_name(own[0].lstrip('# '))}", own)) for own in sections]
    inside = [page.place.removeprefix(f"{name}/") for page, *_ in made]
    yield Page(source, f"{name}/index.md", [*opening, "```{toctree}", ":maxdepth: 1", "", *inside, "```"])
    for pages in made:
        yield from pages


def _roles() -> Iterator[tuple[str, list[str], list[Path]]]:
    """Each part of the home page: its name, its lines, and the guides that it lists."""
    lines = HOME.read_text("utf-8").splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("## ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        own = lines[start:end]
        guides = [DOCS / match[1] for line in own if (match := re.fullmatch(r"- \[[^\]]+\]\((\S+)\)", line))]
        yield own[0][3:], own, guides


def lay_out(folder: Path) -> list[Page]:
    """Write what Sphinx reads, and give the pages. Raises SystemExit for a link or a guide that leads nowhere."""
    roles = list(_roles())
    listed = [guide for _, _, guides in roles for guide in guides]
    if lost := sorted({*DOCS.glob("*.md")} - {HOME, *listed}):
        sys.exit(f"docs/index.md does not lead to {', '.join(path.name for path in lost)}.")
    pages = [page for guide in (*listed, CHANGES) for page in _pages(guide)]
    for name, lines, guides in roles:
        first = {page.source: page.place for page in reversed(pages)}
        inside = ["", "```{toctree}", ":hidden:", "", *(f"/{first[guide]}" for guide in guides), "```"]
        pages.append(Page(HOME, f"{_file_name(name)}.md", [lines[0][1:], *lines[1:], *inside]))
    opening = HOME.read_text("utf-8").splitlines()
    opening = opening[: next(number for number, line in enumerate(opening) if line.startswith("## "))]
    # Of each role, what its part says first.
    offered = [f"- [{name}](#{_anchor(name)}) : {lines[2][:1].lower()}{lines[2][1:]}" for name, lines, _ in roles]
    parts = [
        *(f"{_file_name(name)}.md" for name, *_ in roles),
        next(page.place for page in pages if page.source == CHANGES),
    ]
    tree = ["```{toctree}", ":hidden:", "", *parts, "```"]
    pages.append(Page(HOME, "index.md", [*opening, *offered, "", *tree]))
    places: dict[tuple[Path, str], str] = {}
    for page in reversed(pages):
        places |= {(page.source, anchor): page.place for anchor in page.anchors()}
        places[page.source, ""] = page.place
    for page in pages:
        path = folder / page.place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(_led(page, places)) + "\n", "utf-8")
    shutil.copytree(DOCS / "images", folder / "images")
    return pages


def _led(page: Page, places: dict[tuple[Path, str], str]) -> Iterator[str]:
    """A page's lines, their links to where each thing is on the site."""
    above = "../" * page.place.count("/")

    def place(match: re.Match[str]) -> str:
        target = match[2]
        if re.match(r"[a-z]+:", target):
            return match[0]
        path, _, anchor = target.partition("#")
        file = (page.source.parent / path).resolve() if path else page.source
        if file.suffix == ".png" and file.parent == DOCS / "images":
            return f"{match[1]}({above}images/{file.name})"
        if (file, anchor) not in places and page.source == CHANGES:
            return match[1].strip("![]")  # what changed in a file that is no page
        if (file, anchor) not in places:
            sys.exit(f"{page.source.name}: « {target} » leads nowhere on the site.")
        return f"{match[1]}({above}{places[file, anchor]}{'#' if anchor else ''}{anchor})"

    for line, code in _told_apart(page.lines):
        yield line if code else _LINK.sub(place, line)


def version() -> str:
    """The version that the site tells of."""
    project = tomllib.loads((DOCS.parent / "pyproject.toml").read_text("utf-8"))
    return str(project["project"]["version"])


def make(folder: Path) -> Path:
    """Write the site of this version in a folder, and give its own. Raises SystemExit where something does not hold."""
    from sphinx.cmd.build import build_main

    own = folder / version()
    with tempfile.TemporaryDirectory(prefix="epreuves-") as place:
        source = Path(place) / "pages"
        lay_out(source)
        shutil.copy(Path(__file__).with_name("conf.py"), source)
        shutil.copytree(Path(__file__).with_name("static"), source / "static")
        shutil.rmtree(own, ignore_errors=True)
        os.environ["EPREUVES_DOCS_VERSION"] = version()
        words = ["-q", "-W", "--keep-going", "-b", "html", "-d", f"{place}/read", str(source), str(own)]
        if build_main(words):
            sys.exit("The site is not whole: see above.")
    shutil.rmtree(own / "_sources", ignore_errors=True)
    ready = sorted((path.name for path in folder.iterdir() if (path / "index.html").is_file()), key=_rank, reverse=True)
    versions = [{"version": name, "url": f"../{name}/", "preferred": name == ready[0]} for name in ready]
    (folder / "versions.json").write_text(json.dumps(versions, indent=2) + "\n", "utf-8")
    last = html.escape(f"{ready[0]}/index.html", quote=True)
    (folder / "index.html").write_text(
        f'<!doctype html>\n<html lang="fr"><meta charset="utf-8"><title>epreuves</title>\n<meta http-equiv="refresh" content="0; url={last}">\n<p><a href="{last}">La documentation</a></p></html>\n',
        "utf-8",
    )
    return own


def _rank(name: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", name)]


if __name__ == "__main__":
    print(f"{make(Path(sys.argv[1]).resolve()) / 'index.html'}")
