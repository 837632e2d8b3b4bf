"""The lint's dynamic rules, on each variant: the reference earns all, a blank nothing, each named mistake its own share; and what it
bears when it is shaken.

It asks of the runner and of the marking what a candidate's copy would ask.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from epreuves import threads
from epreuves.answers.files.workbook import workbook_tree
from epreuves.answers.forms import WorkbookForm
from epreuves.answers.tree import CheckedTree
from epreuves.authoring.build import alone
from epreuves.authoring.demonstration import PROSE, Demonstration, figures_rules
from epreuves.authoring.findings import Finding
from epreuves.authoring.given_rules import given_rules
from epreuves.authoring.own_tables import own_table_rules, weight_rule
from epreuves.authoring.probes import Shaken, recording_rules, shake, shaken_rules
from epreuves.authoring.recording import Recording, record
from epreuves.authoring.text import Sujet
from epreuves.authoring.text_rules import JUDGED_WITHOUT_MISTAKE
from epreuves.authoring.value_rules import QuestionValues, question_values, value_rules
from epreuves.authoring.workbooks import workbook
from epreuves.machine import cores
from epreuves.marking.marks import Mark, Scheme, mark
from epreuves.marking.reference import ReferenceFailure, References
from epreuves.runner.files import read_folder
from epreuves.runner.run import Limits
from epreuves.runner.sandbox import shared
from epreuves.variants.published import VARIANTS_FOLDER
from epreuves.wording.french import counted, number

Progress = Callable[[str], None]


#: Variants on which mistakes are followed, one in so many: what follows from them hangs on the text more than on the draw.
_FOLLOWED_ONE_IN = 6


class Examined(msgspec.Struct, frozen=True):
    """One variant of a notebook: why its reference failed, or its scheme, what its source gave, what became of it when shaken, and the
    findings on tables of the candidate's own."""

    failure: str = ""
    scheme: Scheme | None = None
    recording: Recording = Recording()
    shaken: Shaken = Shaken(Recording())
    own: tuple[Finding, ...] = ()


def check_variants(
    epreuve: str,
    sujets: Mapping[str, Sujet],
    source: Mapping[str, bytes],
    release: Mapping[str, bytes],
    archives: Mapping[str, bytes],
    progress: Progress | None = None,
    demos: Mapping[str, Demonstration] | None = None,
    values: dict[str, list[QuestionValues]] | None = None,
) -> Iterator[Finding]:
    """Findings on each notebook and variant (letter → archive); all is built in a temporary folder, nothing
    else is read.

    `sujets` are the texts by the notebooks that they become, the épreuve's own first; `demos` what the demonstration writes in them;
    `values`, where it is given, is filled with what answers are across variants, by notebook. A released notebook is run once, on the
    first variant: it goes from top to bottom and earns nothing.
    """
    say = progress or (lambda _: None)
    with tempfile.TemporaryDirectory(prefix="verification-") as temporary:
        folder = Path(temporary) / "source"
        folder.mkdir()
        for name, content in source.items():
            (folder / name).write_bytes(content)
        (folder / VARIANTS_FOLDER).mkdir()
        for letter, content in archives.items():
            (folder / VARIANTS_FOLDER / f"{letter}.zip").write_bytes(content)
        kept: dict[str, list[QuestionValues]] = {} if values is None else values
        for name, sujet in sujets.items():
            demo = (demos or {}).get(name)
            kept[name] = []
            for finding in _notebook(
                epreuve, name, sujet, folder, release, tuple(archives), say, demo, kept[name]
            ):
                # The marking knows a notebook by its file's name; a finding, by the épreuve and the text.
                yield msgspec.structs.replace(finding, epreuve=epreuve, file=finding.file or sujet.file)


def _notebook(
    epreuve: str,
    name: str,
    sujet: Sujet,
    folder: Path,
    release: Mapping[str, bytes],
    letters: tuple[str, ...],
    say: Progress,
    demo: Demonstration | None,
    values: list[QuestionValues],
) -> Iterator[Finding]:
    """Findings on one notebook of the folder, whose values are added."""
    title = f"{epreuve}, {name}" if alone(name) else epreuve
    schemes: dict[str, Scheme] = {}
    recordings: dict[str, Recording] = {}
    # A reference is a process of its own: threads are enough to have one a core.
    with threads.started(cores()) as equipped:
        say(f"{title} : réponses et erreurs de la source")
        asked = {
            letter: equipped.submit(_examine, folder, name, letter, rank % _FOLLOWED_ONE_IN == 0)
            for rank, letter in enumerate(letters)
        }
        for letter, request in asked.items():
            say(f"{title} : variante {letter}")
            examined = request.result()
            if examined.scheme is None:
                yield Finding("reference", name, examined.failure)
                continue
            scheme = schemes[letter] = examined.scheme
            yield from scheme_rules(scheme, examined.recording, alone(name))
            if examined.recording.failure:
                continue
            recordings[letter] = examined.recording
            yield from recording_rules(epreuve, letter, examined.recording)
            yield from shaken_rules(scheme, examined.shaken)
            yield from examined.own
            if demo is not None:
                given = {q.id: (q.form, q.expected) for q in scheme.questions}
                yield from figures_rules(epreuve, f"sujets/{epreuve}/{PROSE}", demo, name, letter, given)
    tried = list(schemes.values())
    yield from same_mistakes(tried)
    values += question_values([s for s in tried if s.variant in recordings], recordings)
    yield from value_rules(tried, values)
    for scheme in tried[:1]:
        yield from weight_rule(scheme)
    if schemes:
        say(f"{title} : version distribuée, exécutée")
        outputs: dict[str, str] = {}
        yield from _released(tried[0], release[name], f"release/{epreuve}/{name}", folder, outputs)
        yield from given_rules(epreuve, sujet, tried, outputs)


def _examine(folder: Path, name: str, letter: str, followed: bool) -> Examined:
    """One variant: the reference, what the source gives, and both shaken; `followed`: what follows from its mistakes, too."""
    # Of its own, as it keeps one variant's process ready to be followed.
    references = References(folder / name)
    recording = record(folder, name, letter, whole=followed)
    try:
        # What fails leaves no process to be followed.
        scheme = (
            references.get(letter) if recording.failure or not recording.sound else references.own(letter)
        )
    except ReferenceFailure as error:
        return Examined(str(error))
    if recording.failure:
        return Examined(scheme=scheme, recording=recording)
    return Examined(
        scheme=scheme,
        recording=recording,
        shaken=shake(folder, name, scheme, recording, references, followed),
        own=tuple(own_table_rules(scheme, references)) if followed else (),
    )


def same_mistakes(schemes: Sequence[Scheme]) -> Iterator[Finding]:
    """A mistake is named on every variant, or a cohort's mistakes could not be counted."""
    named = {
        b.variant: {(question.id, m.code) for question in b.questions for m in question.mistakes}
        for b in schemes
    }
    everywhere = set().union(*named.values()) if named else set()
    for scheme in schemes:
        for question, code in sorted(everywhere - named[scheme.variant]):
            said = f"l'erreur « {code} », nommée sur d'autres variantes, ne l'est pas"
            yield Finding("codes", scheme.epreuve, said, cell=question, variants=scheme.variant)


def _released(
    scheme: Scheme, release: bytes, where: str, folder: Path, shown: dict[str, str]
) -> Iterator[Finding]:
    """The released notebook as a candidate who does nothing hands it in: it runs, and is worth nothing; what its read-only cells show
    is added to `shown`, by cell.
    """
    notebook = json.loads(release)
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    environment = {
        "NBGRADER_EXECUTION": "autograde",
        "EPREUVES_CANAL": "1",
        "EPREUVES_VARIANTE": scheme.variant,
    }
    execution = shared("auto").run(notebook, read_folder(folder), Limits(), environment)

    def finding(rule: str, message: str, cell: str = "") -> Finding:
        return Finding(rule, scheme.epreuve, message, "erreur", where, cell)

    if not execution.end.complete:
        yield finding("execution", f"le notebook ne va pas au bout : {execution.end.sentence}")
    for rank, ran in execution.cells.items():
        data = notebook["cells"][rank]["metadata"]["nbgrader"]
        id = data["grade_id"]
        if not data["solution"] and not data["grade"]:
            shown[id] = "\n".join(_said(output) for output in ran.outputs)
        for output in ran.outputs:
            if output.get("output_type") == "error":
                said = f"{output.get('ename')} : {output.get('evalue')}"
                yield finding("execution", f"distribuée, la cellule échoue ({said})", id)
    for note in mark(scheme, execution.answers):
        if note.points:
            yield finding("vide", f"sans rien faire, on gagne {counted(note.points, 'point')}", note.question)


def _said(output: Mapping[str, Any]) -> str:
    """What an output says as text."""
    said = output.get("text", output.get("data", {}).get("text/plain", ""))
    return "".join(said) if isinstance(said, list) else str(said)


def scheme_rules(scheme: Scheme, recording: Recording, writings_only: bool = False) -> Iterator[Finding]:
    """Findings on one variant: its scheme, asked of the marking itself with the answers that the source
    gave; pure. `writings_only`: a notebook that may hold no question.
    """

    def finding(rule: str, message: str, cell: str = "") -> Finding:
        return Finding(rule, scheme.epreuve, message, cell=cell, variants=scheme.variant)

    if recording.failure:
        yield finding("reference", recording.failure)
        return
    if not scheme.questions and not writings_only:
        yield finding("reference", "la référence ne vérifie aucune question")
    own = {question: CheckedTree(tree) for question, tree in recording.answers.items()}
    for note in mark(scheme, own):
        if note.points != note.maximum or note.outcome not in ("right", "coherent"):
            said = f"la référence gagne {number(note.points)} sur {number(note.maximum)} ({note.sentence})"
            yield finding("juste", said, note.question)
    for answers in ({}, {question.id: CheckedTree(None) for question in scheme.questions}):
        for note in mark(scheme, answers):
            if note.points:
                yield finding("vide", f"une copie vide gagne {counted(note.points, 'point')}", note.question)
    for question in scheme.questions:
        if isinstance(question.form, WorkbookForm):
            # What a right candidate saves, and not only what the reference says, is read as right.
            saved = workbook(question.form, question.expected)
            tree = CheckedTree(workbook_tree(question.form, f"{question.form.file}.xlsx", saved))
            note = mark(msgspec.structs.replace(scheme, questions=(question,)), {question.id: tree})[0]
            if note.outcome != "right":
                said = f"un classeur qui tient ces valeurs gagne {number(note.points)} sur {number(note.maximum)} ({note.sentence})"
                yield finding("juste", said, question.id)
        if not question.mistakes and type(question.form).__struct_config__.tag not in JUDGED_WITHOUT_MISTAKE:
            yield finding("sans_erreur", "aucune erreur n'est nommée", question.id)
        alone = msgspec.structs.replace(scheme, questions=(question,))
        for error in question.mistakes:
            sent = CheckedTree(recording.errors[question.id][error.code])
            note = mark(alone, {question.id: sent})[0]
            default = _fault(note, error.code, error.sentence, question.points * error.part)
            if default:
                yield finding("erreur", f"l'erreur « {error.code} » {default}", question.id)


def _fault(note: Mark, code: str, sentence: str, points: float) -> str:
    """What is wrong in the way a named mistake is marked; empty where all is well."""
    if note.outcome in ("right", "coherent"):
        return "ne se distingue pas de la bonne réponse, à la tolérance près"
    if note.outcome != "mistake":
        return f"n'est pas reconnue ({note.sentence})"
    if note.mistake != code:
        return f"ne se distingue pas de l'erreur « {note.mistake} », à la tolérance près"
    if sentence.strip() not in note.sentence:
        return "est reconnue sans sa phrase"
    # Marks are rounded to the hundredth; what is right beside the mistake may earn more.
    if note.points < points - 0.005 - 1e-9:
        return f"garde {counted(note.points, 'point')} au lieu de {number(points)}"
    return ""
