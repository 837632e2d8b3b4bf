"""The lint of an épreuve, `epreuves check`: text and rubric, then the release, then each variant from end to end; and what is
kept of it: an épreuve that has not changed since, nor the code that proves it, is not proven again.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import platform
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from epreuves import authoring, rules, spread
from epreuves.authoring import build, demonstration, draw, grille, oral, release
from epreuves.authoring.answer_rules import answer_rules
from epreuves.authoring.coherence import coherence_rules, others
from epreuves.authoring.drawing_again import Again, drawing_rules
from epreuves.authoring.findings import Finding, grouped
from epreuves.authoring.grille import grille_rules
from epreuves.authoring.oral import oral_rules
from epreuves.authoring.release import release_rules
from epreuves.authoring.structure_rules import structure_rules
from epreuves.authoring.style_rules import mend_file, style_rules
from epreuves.authoring.text import Sujet
from epreuves.authoring.text_rules import notebook_rules, text_rules, writing_rules
from epreuves.authoring.value_rules import QuestionValues
from epreuves.authoring.variant_checks import check_variants
from epreuves.authoring.workload_rules import workload_rules
from epreuves.course import files, kept
from epreuves.course.folders import Layout
from epreuves.marking.reference import CODE
from epreuves.runner.sandbox import shared
from epreuves.variants.attribution import GROUPS_FILE
from epreuves.variants.published import PUBLISHED_FILE, VARIANTS_FOLDER
from epreuves.variants.session import FILE, SEATS_FILE, drawn_with
from epreuves.wording.errors import KitError

Progress = Callable[[str], None]

#: The code that a proof runs.
PROVEN_BY = (*CODE, authoring, rules, spread)
#: The libraries that an épreuve is proven with.
_LIBRARIES = [
    "ipykernel",
    "ipython",
    "jupytext",
    "matplotlib",
    "msgspec",
    "nbgrader",
    "numpy",
    "pandas",
    "scipy",
]
#: Rules whose findings may hang on the machine, short of time or without its walls: what they found may not be so the next time.
_OF_THE_MACHINE = {"lecture", "reference", "execution", "lenteur"}


class Proof(msgspec.Struct, frozen=True):
    """What was found on an épreuve, how often each condition refused a draw of the variants tried, and its values, by notebook."""

    findings: tuple[Finding, ...] = ()
    refusals: dict[str, int] = {}
    values: dict[str, list[QuestionValues]] = {}


class Proven(msgspec.Struct, frozen=True):
    """A proof, and whether it is one kept from before, as nothing has changed since."""

    proof: Proof
    unchanged: bool = False


def check_epreuve(
    root: Path,
    id: str,
    letters: tuple[str, ...],
    progress: Progress | None = None,
    fresh: bool = False,
    values: dict[str, list[QuestionValues]] | None = None,
) -> list[Finding]:
    """All the findings on one épreuve, from its written files, one for a cause; `letters` are the variants tried, none for
    the text alone. `values`, where it is given, is filled with what answers are across variants, by notebook.

    What cannot be read at all is one finding, and ends the rules that need it. Nothing is written in the
    course, but the draws that it keeps; `fresh` draws them again.
    """
    findings: list[Finding] = []
    layout = Layout(root, id)
    kept = {} if values is None else values
    try:
        for finding in _findings(layout, letters, progress or (lambda _: None), fresh, kept):
            findings.append(finding)
    except KitError as error:
        findings.append(Finding("lecture", id, str(error)))
    return grouped(_placed(layout, findings))


def _placed(layout: Layout, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings with the line of their cell or of their criterion, where the rule did not say it."""
    starts: dict[str, dict[str, int]] = {}
    for finding in findings:
        path = layout.root / finding.file
        if finding.cell and not finding.line and path.parent == layout.sujet and path.is_file():
            if finding.file not in starts:
                starts[finding.file] = _starts(path.read_text("utf-8-sig", "replace"))
            finding = msgspec.structs.replace(finding, line=starts[finding.file].get(finding.cell, 0))
        yield finding


def _starts(text: str) -> dict[str, int]:
    """The line where each cell of a text begins, by its id, or each field of a YAML file, by its name."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if named := re.match(r"# ?%%.*\bid=\"([^\"]+)\"|\s*([\w.-]+):", line):
            found.setdefault(named[1] or named[2], number)
    return found


def _findings(
    layout: Layout,
    letters: tuple[str, ...],
    say: Progress,
    fresh: bool,
    values: dict[str, list[QuestionValues]],
) -> Iterator[Finding]:
    if letters:
        shared("auto")  # what variants are run in starts while texts are read
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
        *structure_rules(layout.epreuve, layout.short(path), the_grille, sujets, competences),
        *(c for sujet in sujets.values() for c in _reading_rules(layout.epreuve, sujet)),
        *coherence_rules(layout, sujets, the_grille, layout.short(path)),
    ]
    yield from static
    yield from _foreign(layout)
    say(f"{layout.epreuve} : version distribuée")
    source = build.sources(layout)
    released = release.generate(layout.epreuve, source)
    secrets = tuple(the_sheet.secrets()) if the_sheet else ()
    yield from release_rules(layout.epreuve, source, released, sujets, the_grille, secrets)
    if not letters or any(finding.rule == "code" for finding in static):
        return
    wanted = _wanted(layout.root, layout.epreuve, letters)
    with contextlib.closing(Again(layout.sujet, wanted[0])) as again:
        with contextlib.closing(draw.archives(layout.root, wanted, fresh, say)) as drawn:
            archives = {letter: found.content for letter, found in zip(letters, drawn, strict=True)}
        demos = demonstration.by_notebook(layout, sujets)
        yield from check_variants(layout.epreuve, sujets, source, released, archives, say, demos, values)
        donnees = layout.short(layout.sujet / "donnees.py")
        yield from drawing_rules(layout.epreuve, donnees, again, archives[letters[0]])


def _reading_rules(epreuve: str, sujet: Sujet) -> Iterator[Finding]:
    """What is read in one text alone, beside how it is made."""
    yield from answer_rules(epreuve, sujet)
    yield from workload_rules(epreuve, sujet)
    yield from style_rules(epreuve, sujet)


def _foreign(layout: Layout) -> Iterator[Finding]:
    """Files in `source/` that no build put there: nbgrader would release them."""
    notebooks = set(build.texts(layout))
    for path in files.files(layout.source):
        name = path.relative_to(layout.source).as_posix()
        if name not in notebooks and name != "seance.json" and name.partition("/")[0] != VARIANTS_FOLDER:
            said = "ce fichier n'est pas construit et nbgrader le distribuerait : déplacez-le"
            yield Finding("fichiers", layout.epreuve, said, file=f"source/{layout.epreuve}/{name}")


def prove(
    root: Path, id: str, letters: tuple[str, ...], progress: Progress | None = None, fresh: bool = False
) -> Proven:
    """Prove an épreuve on these variants; without letters, its texts alone, which is never kept as it takes no time.

    `fresh`: draw and prove again, whatever is kept.
    """
    proofs = kept.Kept(root / kept.OWN / "preuves" / id, Proof)
    name, digest = "".join(letters), _hangs_on(Layout(root, id))
    if letters and not fresh and (known := proofs.get(name, digest)) is not None:
        return Proven(known, unchanged=True)
    values: dict[str, list[QuestionValues]] = {}
    findings = check_epreuve(root, id, letters, progress, fresh, values)
    refusals: dict[str, int] = {}
    with contextlib.suppress(KitError):  # then what cannot be read is among the findings
        refusals = dict(draw.refusals(root, _wanted(root, id, letters)))
    proof = Proof(tuple(findings), refusals, values)
    if letters and not any(finding.rule in _OF_THE_MACHINE for finding in findings):
        proofs.put(name, digest, proof)
    return Proven(proof)


def _wanted(root: Path, id: str, letters: tuple[str, ...]) -> list[draw.Wanted]:
    """The draws of these variants, with the session that the épreuve was built with."""
    if not letters:
        return []
    exam_session = drawn_with(root, id)
    return [draw.of_session(exam_session, letter) for letter in letters]


def mend_spaces(root: Path, id: str) -> dict[str, int]:
    """Put into an épreuve's texts the no-break spaces that they lack; how many were put, by file that lacked some."""
    layout = Layout(root, id)
    texts = {sujet.file: mend_file(layout.root / sujet.file, sujet) for sujet in build.texts(layout).values()}
    return {file: count for file, count in texts.items() if count}


def _hangs_on(layout: Layout) -> str:
    """Digest of all that the findings on an épreuve hang on, beside the variants tried."""
    written = [path for path in files.files(layout.sujet) if "__pycache__" not in path.parts]
    written += [layout.root / name for name in (FILE, GROUPS_FILE, SEATS_FILE)]
    written += [layout.source / PUBLISHED_FILE, *others(layout)]
    texts = [
        part
        for path in written
        if path.is_file()
        for part in (layout.short(path).encode("utf-8", "surrogateescape"), path.read_bytes())
    ]
    # Of what is built, only strangers are looked at.
    there = sorted(path.relative_to(layout.source).as_posix() for path in files.files(layout.source))
    names = "\0".join(name for name in there if not name.startswith(f"{VARIANTS_FOLDER}/"))
    versions = [platform.python_version(), *map(importlib.metadata.version, _LIBRARIES)]
    return kept.digest(
        kept.code(*PROVEN_BY).encode(),
        " ".join(versions).encode(),
        names.encode("utf-8", "surrogateescape"),
        *texts,
    )
