"""A course whose copies two graders share out, with decisions on both sides of the threshold; and one that is done in groups."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat

from epreuves.variants.published import VARIANTS_FOLDER
from epreuves_kit.referentiel.codes import slug
from epreuves_kit.rubric.register import Register
from tests.exam.session_application import REPOSITORY
from tests.jury.cours import E06, E17, NotebookFile, lay

PEOPLE = tuple(f"candidat{rank:02}" for rank in range(1, 9))
#: The levels of the two criteria of every compétence, copy by copy, and who gives them: the first four are near the threshold.
LEVELS = ((2, 1), (1, 1), (0, 3), (1, 2), (3, 3), (3, 3), (3, 3), (3, 3))
GRADERS = ("Alice", "Bruno")
#: The compétences of an épreuve of groups, by notebook.
GROUP_NOTEBOOKS = {E06: ("C6.1", "C6.2"), "rex": ("C6.1", "C6.3")}


def lay_course(root: Path) -> Path:
    """E17 marked for eight candidates, none of them judged."""
    lay(root)
    with NotebookFile(root) as book:
        book.release(E17)
        for name in PEOPLE:
            book.student(name, name.title(), "NOM")
            book.mark(name, E17, machine=5, levels=(None, None))
    lay_source(root, E17)
    return root


def lay_source(root: Path, id: str) -> None:
    """An épreuve's source, as the repository has it."""
    source = root / "source" / id
    shutil.copytree(REPOSITORY / "source" / id, source, ignore=shutil.ignore_patterns(VARIANTS_FOLDER))
    (source / VARIANTS_FOLDER).mkdir(parents=True)


def judge(root: Path) -> None:
    """Judge the copies by their numbers, odd ones by Alice, even ones by Bruno."""
    with Register(root) as register:
        for copy in register.copies(E17):
            grade(register, copy.number, GRADERS[(copy.number + 1) % 2])


def grade(register: Register, number: int, grader: str, more: int = 0) -> None:
    """Give a copy its levels, or so many more of each first criterion."""
    copy = next(copy for copy in register.copies(E17) if copy.number == number)
    levels = LEVELS[number - 1]
    register.judge_copy(
        E17,
        copy.key,
        grader,
        {
            c.grade_id: levels[c.grade_id.endswith("k2")] + more * c.grade_id.endswith("k1")
            for c in register.criteria(E17)
        },
    )


def lay_groups(root: Path) -> Path:
    """E06 of a group of two, whose members differ by the notebook that each fills alone."""
    lay(root)
    with NotebookFile(root) as book:
        book.release(E06, GROUP_NOTEBOOKS)
        for name, levels in (("lea", (1, 2)), ("karim", (3, 3))):
            book.student(name)
            book.mark(name, E06, machine=3, levels=(1, 2), only=E06)
            book.mark(name, E06, machine=3, levels=levels, only="rex")
    (root / "groupes.csv").write_text(
        "epreuve;groupe;candidat;etat\ne06_objectifs;G1;lea;présent\ne06_objectifs;G1;karim;présent\n", "utf-8"
    )
    for name, codes in GROUP_NOTEBOOKS.items():
        cells = [
            nbformat.v4.new_markdown_cell(
                "", metadata={"nbgrader": {"grade_id": f"{slug(code)}-k{rank}", "task": True}}
            )
            for code in codes
            for rank in (1, 2)
        ]
        (root / "source" / E06).mkdir(parents=True, exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(cells=cells), root / "source" / E06 / f"{name}.ipynb")
    return root
