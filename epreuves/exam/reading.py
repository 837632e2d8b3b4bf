"""The copies of an épreuve to be read outside JupyterLab, beside the spreadsheet: one page a copy and an index, in an archive, without names.

A page shows what the graders' panel shows, inert as it is there, and a policy of its own lets nothing run and nothing be asked for. Names,
addresses and identifiers of the candidates are taken out of what the copies themselves say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from epreuves.course.folders import Course
from epreuves.exam.closing.naming import Mask
from epreuves.feedback.page import environment
from epreuves.gradebook.rows import NotebookFile, identities
from epreuves.machine import replace
from epreuves.referentiel import referentiel
from epreuves.referentiel.levels import LEVELS
from epreuves.rubric.appreciation import Copy, code
from epreuves.rubric.duties import Duties
from epreuves.rubric.known import checked_grader
from epreuves.rubric.panel.copy_view import page
from epreuves.rubric.register import Register
from epreuves.rubric.workbook import grid_of
from epreuves.variants.archive import packed
from epreuves.variants.attribution import normalise
from epreuves.wording.errors import KitError

#: What stands for a name.
HIDDEN = "[nom masqué]"
_IMAGE = re.compile(r'("data:image/[^"]*")')
#: The shortest first name or surname that is looked for alone.
_SHORTEST = 3


class Reading(msgspec.Struct, frozen=True):
    """What was written: the archive, how many copies it holds, and those that could not be read, by number."""

    path: Path
    copies: int
    unread: tuple[int, ...]


def write(
    course: Course, assignment: str, path: Path, grader: str = "", progress: Callable[[int, int], None] = lambda done, total: None
) -> Reading:  # fmt: skip
    """Write an archive in place of the file that is there. grader: whose copies it holds, where they are shared out; all for nobody.

    Raises KitError where there is nothing to read; OSError as for any file.
    """
    grader = checked_grader(grader) if grader else ""
    hidden = _Names(course)
    with Register(course.root) as register, NotebookFile(course.db_url, course.root) as gradebook:
        grid, duties = grid_of(register, course.root, assignment, grader), register.duties(assignment)
        template = environment(Path(__file__).parent).get_template("reading.html.j2")
        known = referentiel().known(assignment)
        title = assignment if known is None else known.label
        told = {"title": title, "session": grid.session, "grader": grader}
        copies, unread = grid.copies, []
        pages: dict[str, bytes] = {}
        for rank, copy in enumerate(copies):
            found = page(gradebook, course.root, assignment, copy)
            if found["sentence"]:
                unread.append(copy.number)
            around = {
                "before": copies[rank - 1] if rank else None,
                "after": copies[rank + 1] if rank + 1 < len(copies) else None,
            }
            content = template.render(
                copy=copy,
                part=_part(copy, assignment),
                **_shown(found, hidden.of(copy)),
                **around,
                **told,
            )
            pages[_file(copy)] = content.encode("utf-8", "replace")
            progress(rank + 1, len(copies))
        index = environment(Path(__file__).parent).get_template("reading_index.html.j2")
        levels = [f"{int(n)} — {n.label}" for n in LEVELS]
        criteria = [
            {"code": code(c.grade_id), "label": c.label, "look": c.look, "points": c.points, "levels": c.descriptors, "notebook": c.notebook}
            for c in grid.criteria
        ]  # fmt: skip
        groups = _groups(copies, duties, grader, assignment)
        pages["index.html"] = index.render(
            groups=groups, criteria=criteria, levels=levels, assignment=assignment, **told
        ).encode("utf-8", "replace")
    replace(path, packed(pages), 0o600)
    return Reading(path, len(copies), tuple(unread))


def _file(copy: Copy) -> str:
    return f"copie-{copy.number:03}.html"


def _part(copy: Copy, assignment: str) -> str:
    return "" if copy.notebook == assignment else "REX" if copy.notebook == "rex" else copy.notebook


def _groups(
    copies: Iterable[Copy], duties: Duties, grader: str, assignment: str
) -> list[tuple[str, list[dict[str, str]]]]:
    """The copies of the index, those of calibration first."""
    found: dict[str, list[dict[str, str]]] = {}
    for copy in sorted(copies, key=lambda c: (c.key not in duties.calibration, c.number)):
        name = (
            "Étalonnage : à juger d'abord"
            if copy.key in duties.calibration
            else "Vos copies"
            if grader
            else "Copies"
        )
        line = {
            "number": str(copy.number),
            "key": copy.key,
            "part": _part(copy, assignment),
            "file": _file(copy),
        }
        found.setdefault(name, []).append(line)
    return list(found.items())


def _shown(found: Mapping[str, Any], hide: Callable[[str], str]) -> dict[str, Any]:
    """A copy's sections as a page shows them, names taken out: its own, then its group's."""
    tabs = [{**tab, "html": hide(tab["html"])} for tab in found["tabs"]]
    return {
        "own": [tab for tab in tabs if not tab["group"]], "group": [tab for tab in tabs if tab["group"]],
        "sentence": found["sentence"],
    }  # fmt: skip


class _Names:
    """The candidates' names, to be taken out of what copies say.

    Whole names, addresses and identifiers are found whatever their case and accents; a first name or a surname alone only in the copies of
    who bears it and of their group, and with a capital: « une rose » is no name.
    """

    def __init__(self, course: Course) -> None:
        self._names: dict[str, tuple[str, str]] = {}
        taken = []
        for id, first_name, surname, email in identities(course.db_url):
            self._names[normalise(id)] = (first_name.strip(), surname.strip())
            if first_name.strip() and surname.strip():
                taken += [f"{first_name} {surname}", f"{surname} {first_name}"]
            taken += [email or "", id if any(not letter.isalpha() for letter in id) else ""]
        self._taken = [name for name in taken if name.strip()]
        self._together: dict[str, set[str]] = {}
        for group in course.groups() or ():
            members = {member.candidate for member in group.members}
            for one in members:
                self._together.setdefault(normalise(one), set()).update(members)

    def of(self, copy: Copy) -> Callable[[str], str]:
        """What takes the names out of the HTML of a copy."""
        people = set(copy.students)
        for student in copy.students:
            people |= self._together.get(normalise(student), set())
        mask = Mask(dict.fromkeys([*self._taken, *people], HIDDEN))
        alone = {
            form
            for one in people
            for name in self._names.get(normalise(one), ())
            if len(name) >= _SHORTEST
            for form in (name[0].upper() + name[1:], name.upper())
        }
        pattern = re.compile(
            "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(alone, key=lambda n: (-len(n), n)))
            or r"(?!)"
        )

        def hide(html: str) -> str:
            # An image's data is no text, and is far longer than one.
            pieces = _IMAGE.split(html)
            for at in range(0, len(pieces), 2):
                pieces[at] = pattern.sub(HIDDEN, mask.text(pieces[at].replace("&#39;", "'")))
            return "".join(pieces)

        return hide


def default_name(assignment: str, grader: str = "") -> str:
    """The name of an archive, which names who reads it and no candidate."""
    from epreuves.exam.school_list import bare

    own = bare(grader).replace(" ", "-")
    return f"lecture-{assignment}{f'-{own}' if own else ''}.zip"


def check(path: Path) -> None:
    """Raise KitError unless a path can be an archive's."""
    if path.suffix.lower() != ".zip":
        raise KitError(f"« {path} » : le nom de l'archive finit par « .zip ».")
