"""The copies of an épreuve to be read outside JupyterLab, beside the spreadsheet: one page a copy and an index, in an archive, without names.

A page shows what the graders' panel shows, inert as it is there, and a policy of its own lets nothing run and nothing be asked for; as a PDF,
to be printed, it says the same, its texts passed as data and its images drawn again. Names, addresses and identifiers of the candidates are taken out of what the copies themselves say.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from epreuves.machine import replace
from epreuves.referentiel.levels import LEVELS
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.archive import packed
from epreuves.wording.errors import KitError
from epreuves.wording.french import listed
from epreuves_kit.course.folders import Course
from epreuves_kit.exam.naming import CopyNames
from epreuves_kit.feedback.page import environment
from epreuves_kit.gradebook.rows import NotebookFile
from epreuves_kit.jury.pdf import compile_pdf
from epreuves_kit.referentiel.codes import prefix
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.reports import composition
from epreuves_kit.reports.redrawing import RedrawnBlocks
from epreuves_kit.rubric.appreciation import Copy, code
from epreuves_kit.rubric.duties import Duties
from epreuves_kit.rubric.guidance import Guides
from epreuves_kit.rubric.known import checked_grader
from epreuves_kit.rubric.panel.copy_view import Beside, page
from epreuves_kit.rubric.register import Register
from epreuves_kit.rubric.workbook import grid_of

#: Said in a PDF where a figure, or the copy, cannot be laid out.
NOT_SHOWN = (
    "Une figure n'a pas pu être reprise ici ; elle est dans la page de la copie, que l'on écrit sans demander de PDF."
)
NOT_LAID_OUT = "Cette copie ne se met pas en PDF : lisez sa page, que l'on écrit sans demander de PDF."
_TEMPLATE = Path(__file__).parent / "reading.typ"
#: What a page says aloud alone, where paper has the title just above.
_ALOUD = re.compile(r'<span class="ep-hidden">.*?</span>')
_ASKED = re.compile(r'<details class="ep-asked">(.*?)</details>', re.DOTALL)


class Reading(msgspec.Struct, frozen=True):
    """The archive written, the number of copies in it, those that could not be read, by number, and why they are not all there."""

    path: Path
    copies: int
    unread: tuple[int, ...]
    note: str = ""


def write(
    course: Course,
    assignment: EpreuveId,
    path: Path,
    grader: str = "",
    progress: Callable[[int, int], None] = lambda done, total: None,
    pdf: bool = False,
) -> Reading:
    """Write an archive in place of the file of that name. grader: whose copies it holds, where they are shared out; all for nobody. pdf: a
    PDF a copy, to be printed, and not a page.

    Raises KitError where there is nothing to read; OSError as for any file.
    """
    grader = checked_grader(grader) if grader else ""
    hidden = CopyNames(course)
    with Register(course.root) as register, NotebookFile(course.db_url, course.root) as gradebook:
        grid, duties = grid_of(register, course.root, assignment, grader), register.duties(assignment)
        beside = Beside(grid.criteria, Guides(course, assignment), register.jury_words(assignment))
        template = environment(Path(__file__).parent).get_template("reading.html.j2")
        epreuve = referentiel(course.root).known(assignment)
        title = assignment if epreuve is None else epreuve.label
        context = {"title": title, "session": grid.session, "grader": grader}
        copies, unread = grid.copies, []
        pages: dict[str, bytes] = {}
        for rank, copy in enumerate(copies):
            # Nobody can wait in a file for pages that are to come.
            content = page(gradebook, course.root, assignment, copy, beside=beside, whole=True)
            if content["sentence"]:
                unread.append(copy.number)
            around = {
                "before": copies[rank - 1] if rank else None,
                "after": copies[rank + 1] if rank + 1 < len(copies) else None,
            }
            shown = {"part": _part(copy, assignment), **_shown(content, hidden.of(copy))}
            if pdf:
                pages[_file(copy, pdf)], whole = _as_pdf(copy, shown, title, grid.session)
                unread += [copy.number] if not whole and copy.number not in unread else []
            else:
                pages[_file(copy)] = template.render(copy=copy, **shown, **around, **context).encode("utf-8", "replace")
            progress(rank + 1, len(copies))
        index = environment(Path(__file__).parent).get_template("reading_index.html.j2")
        levels = [f"{int(n)} — {n.label}" for n in LEVELS]
        criteria = [
            {
                "code": code(c.grade_id),
                "label": c.label,
                "look": c.look,
                "points": c.points,
                "levels": c.descriptors,
                "notebook": c.notebook,
            }
            for c in grid.criteria
        ]
        groups = _groups(copies, duties, grader, assignment, pdf)
        pages["index.html"] = index.render(
            groups=groups, criteria=criteria, levels=levels, assignment=assignment, **context
        ).encode("utf-8", "replace")
    replace(path, packed(pages), 0o600)
    return Reading(path, len(copies), tuple(unread), grid.note)


def _file(copy: Copy, pdf: bool = False) -> str:
    return f"copie-{copy.number:03}.{'pdf' if pdf else 'html'}"


def _unfolded(html: str) -> str:
    """A section for paper: what its page folds away is open, and what was asked stands apart from what is answered. Nothing of a copy's bears
    these tags: the panel's filters let none of them pass."""
    html = _ASKED.sub(r"<blockquote>\1</blockquote><p><strong>Ce que dit la copie</strong></p>", html)
    html = _ALOUD.sub("", html).replace("<summary>", "<p><strong>").replace("</summary>", "</strong></p>")
    return html.replace(' <span class="ep-soft">', " · ")


def _as_pdf(copy: Copy, shown: Mapping[str, Any], title: str, session: str) -> tuple[bytes, bool]:
    """A copy's PDF, and True if all of it could be laid out. shown: the content of its page."""
    blocks = RedrawnBlocks(NOT_SHOWN)
    sections = [
        {"title": head, "note": "", "blocks": blocks.filled(composition.blocks(_unfolded(tab["html"])), head)}
        for tab in shown["own"]
        for head in (" — ".join(filter(None, (tab["code"], tab["label"]))),)
    ]
    sections += [
        {
            "title": tab["label"],
            "note": tab["code"].removeprefix("Groupe "),
            "blocks": blocks.filled(composition.blocks(_unfolded(tab["html"])), tab["label"]),
        }
        for tab in shown["group"]
    ]
    context = {
        "number": str(copy.number),
        "part": shown["part"],
        "title": title,
        "session": session,
        "key": copy.key,
        "sentence": shown["sentence"],
        "sections": sections,
    }
    # The day is that of no event: the same copies make the same bytes.
    at = datetime.date(2000, 1, 1)
    try:
        return compile_pdf(_TEMPLATE, context, at, blocks.files), True
    except KitError:
        return compile_pdf(
            _TEMPLATE, context | {"sentence": NOT_LAID_OUT, "sections": []}, at, RedrawnBlocks("").files
        ), False


def _part(copy: Copy, assignment: EpreuveId) -> str:
    return "" if copy.notebook == assignment else "REX" if copy.notebook == "rex" else copy.notebook


def _groups(
    copies: Iterable[Copy], duties: Duties, grader: str, assignment: EpreuveId, pdf: bool
) -> list[tuple[str, list[dict[str, str]]]]:
    """The copies of the index, those of calibration first."""
    groups: dict[str, list[dict[str, str]]] = {}
    for copy in sorted(copies, key=lambda c: (c.key not in duties.calibration, c.number)):
        name = (
            "Étalonnage : à juger d'abord" if copy.key in duties.calibration else "Vos copies" if grader else "Copies"
        )
        line = {
            "number": str(copy.number),
            "key": copy.key,
            "part": _part(copy, assignment),
            "file": _file(copy, pdf),
        }
        groups.setdefault(name, []).append(line)
    return list(groups.items())


def _shown(content: Mapping[str, Any], hide: Callable[[str], str]) -> dict[str, Any]:
    """A copy's sections as a page shows them, names taken out: its own, each with the guides of its criteria, then its group's."""
    guides = _guides(content["guides"])
    tabs = [{**tab, "html": hide(tab["html"]) + guides.get(tab["code"], "")} for tab in content["tabs"]]
    return {
        "own": [tab for tab in tabs if not tab["group"]],
        "group": [tab for tab in tabs if tab["group"]],
        "sentence": content["sentence"],
    }


def _guides(guides: Mapping[str, str]) -> dict[str, str]:
    """The guides of a copy's criteria by compétence, one said of several written once."""
    together: dict[str, dict[str, list[str]]] = {}
    for grade_id, html in guides.items():
        together.setdefault(prefix(grade_id), {}).setdefault(html, []).append(code(grade_id))
    return {
        competence: "<h3>Repères de l'auteur, avec les valeurs de cette variante</h3>"
        + "".join(f"<details><summary>{listed(codes)}</summary>{html}</details>" for html, codes in by_guide.items())
        for competence, by_guide in together.items()
    }


def default_name(assignment: EpreuveId, grader: str = "", pdf: bool = False) -> str:
    """The name of an archive, which names who reads it and no candidate."""
    from epreuves_kit.exam.school_list import bare

    own = bare(grader).replace(" ", "-")
    return f"lecture-{assignment}{f'-{own}' if own else ''}{'-pdf' if pdf else ''}.zip"


def check(path: Path) -> None:
    """Raise KitError unless a path can be an archive's."""
    if path.suffix.lower() != ".zip":
        raise KitError(f"« {path} » : le nom de l'archive finit par « .zip ».")
