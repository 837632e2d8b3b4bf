"""The lint of an épreuve, `epreuves check`: text and rubric, then the release, then each variant from end to
end.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from epreuves.authoring import build, demonstration, draw, grille, oral, release
from epreuves.authoring.findings import Finding
from epreuves.authoring.grille_rules import grille_rules
from epreuves.authoring.oral import oral_rules
from epreuves.authoring.release_rules import release_rules
from epreuves.authoring.text_rules import notebook_rules, text_rules, writing_rules
from epreuves.course import files
from epreuves.course.folders import Layout
from epreuves.variants.session import VARIANTS_FOLDER
from epreuves.wording.errors import KitError

Progress = Callable[[str], None]


def check_epreuve(
    root: Path, id: str, letters: tuple[str, ...], progress: Progress | None = None, fresh: bool = False
) -> list[Finding]:
    """All the findings on one épreuve, from its written files; `letters` are the variants tried, none for
    the text alone.

    What cannot be read at all is one finding, and ends the rules that need it. Nothing is written in the
    course, but the draws that it keeps; `fresh` draws them again.
    """
    findings: list[Finding] = []
    try:
        for finding in _findings(Layout(root, id), letters, progress or (lambda _: None), fresh):
            findings.append(finding)
    except KitError as error:
        findings.append(Finding("lecture", id, str(error)))
    return findings


def _findings(layout: Layout, letters: tuple[str, ...], say: Progress, fresh: bool) -> Iterator[Finding]:
    say(f"{layout.epreuve} : texte et grille")
    sujets = build.texts(layout)
    path = layout.sujet / "grille.yaml"
    the_grille = grille.read(path)
    competences = grille.competences(layout.epreuve) or the_grille.competences()
    sheet = layout.sujet / oral.FILE
    the_sheet = oral.read(sheet) if sheet.exists() else None
    static = [
        *(c for sujet in sujets.values() for c in text_rules(layout.epreuve, sujet, competences)),
        *grille_rules(layout.epreuve, layout.short(path), the_grille, competences),
        *notebook_rules(layout.epreuve, layout.short(path), the_grille, sujets, competences),
        *oral_rules(layout.epreuve, layout.short(sheet), the_sheet, competences),
        *demonstration.demo_rules(layout, sujets),
        *writing_rules(layout, sujets),
    ]
    yield from static
    yield from _foreign(layout)
    say(f"{layout.epreuve} : version distribuée")
    source = build.sources(layout)
    released = release.generate(layout.epreuve, source)
    yield from release_rules(layout.epreuve, source, released, sujets, the_grille, the_sheet)
    if not letters or any(finding.rule == "code" for finding in static):
        return
    from epreuves.authoring.variant_checks import check_variants  # the one import that goes upwards

    wanted = [(layout.epreuve, letter) for letter in letters]
    with contextlib.closing(draw.archives(layout.root, wanted, fresh, say)) as drawn:
        archives = {letter: found.archive for letter, found in zip(letters, drawn, strict=True)}
    names = {name: sujet.file for name, sujet in sujets.items()}
    demos = demonstration.by_notebook(layout, sujets)
    yield from check_variants(layout.epreuve, names, source, released, archives, say, demos)


def _foreign(layout: Layout) -> Iterator[Finding]:
    """Files in `source/` that no build put there: nbgrader would release them."""
    notebooks = set(build.texts(layout))
    for path in files.files(layout.source):
        name = path.relative_to(layout.source).as_posix()
        if name not in notebooks and name != "seance.json" and name.partition("/")[0] != VARIANTS_FOLDER:
            yield Finding(
                "fichiers", layout.epreuve, "ce fichier n'est pas construit et nbgrader le distribuerait : "
                "déplacez-le",
                "erreur", f"source/{layout.epreuve}/{name}",
            )  # fmt: skip
