"""The rules on a variant's scheme: the reference earns all, a blank nothing, each named mistake its own share, everywhere the same ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from epreuves.answers.files.workbook import workbook_tree
from epreuves.answers.forms import WorkbookForm
from epreuves.answers.tree import CheckedTree
from epreuves.wording.french import counted, number
from epreuves_kit.marking.marks import Mark, Scheme, mark
from epreuves_kit.proof.findings import Finding
from epreuves_kit.proof.recording import Recording
from epreuves_kit.proof.trees import as_given
from epreuves_kit.proof.workbooks import workbook

#: Forms judged fault by fault, or not by a value: no wrong way has to be named for them.
JUDGED_WITHOUT_MISTAKE = ("graphique", "classeur", "vos_donnees")


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
            sentence = f"la référence gagne {number(note.points)} sur {number(note.maximum)} ({note.sentence})"
            yield finding("juste", sentence, note.question)
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
                sentence = f"un classeur qui tient ces valeurs gagne {number(note.points)} sur {number(note.maximum)} ({note.sentence})"
                yield finding("juste", sentence, question.id)
        if not question.mistakes and type(question.form).__struct_config__.tag not in JUDGED_WITHOUT_MISTAKE:
            yield finding("sans_erreur", "aucune erreur n'est nommée", question.id)
        alone = msgspec.structs.replace(scheme, questions=(question,))
        for error in question.mistakes:
            # A workbook's mistake is told by the values concerned alone, and made in one that is right otherwise.
            whole = isinstance(question.form, WorkbookForm)
            wrong = as_given(question.form, error.value) if whole else recording.errors[question.id][error.code]
            note = mark(alone, {question.id: CheckedTree(wrong)})[0]
            default = _fault(note, error.code, error.sentence, question.points * error.part)
            if default:
                yield finding("erreur", f"l'erreur « {error.code} » {default}", question.id)


def _fault(note: Mark, code: str, sentence: str, points: float) -> str:
    """The fault in the way a named mistake is marked, as the end of a sentence; empty where all is well."""
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


def same_mistakes(schemes: Sequence[Scheme]) -> Iterator[Finding]:
    """A mistake is named on every variant, or a cohort's mistakes could not be counted."""
    named = {b.variant: {(question.id, m.code) for question in b.questions for m in question.mistakes} for b in schemes}
    everywhere = set().union(*named.values()) if named else set()
    for scheme in schemes:
        for question, code in sorted(everywhere - named[scheme.variant]):
            sentence = f"l'erreur « {code} », nommée sur d'autres variantes, ne l'est pas"
            yield Finding("codes", scheme.epreuve, sentence, cell=question, variants=scheme.variant)
