"""A variant shaken: rows in another order, answers rounded, mistakes followed."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np

from epreuves.answers.forms import (
    ChartForm,
    Form,
    NumberForm,
    OwnTableForm,
    PercentageForm,
    WorkbookForm,
)
from epreuves.answers.tree import CheckedTree
from epreuves.variants import archive, tables
from epreuves.variants.published import VARIANTS_FOLDER
from epreuves.wording import strict_csv
from epreuves_kit.marking.marks import Scheme
from epreuves_kit.marking.reference import ReferenceFailure, References
from epreuves_kit.proof.recording import Recording, record
from epreuves_kit.proof.trees import as_given, rounded, scalars
from epreuves_kit.runner.sandbox import shared


class Shaken(msgspec.Struct, frozen=True):
    """The outcome of shaking a variant: the answers on shuffled rows, the scheme of what follows rounded answers, the mistakes not followed.

    lost: (question, mistake's code, questions that are not followed).
    """

    shuffled: Recording
    rounded: Scheme | None = None
    lost: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


def shuffled(content: bytes) -> bytes:
    """A variant's archive with the rows of each of its tables in another order, always the same."""
    files = archive.read(content)
    for name, table in files.items():
        if name.endswith(".csv"):
            header, *rows = [line for _, line in strict_csv.cells(table)]
            order = np.random.RandomState(len(rows)).permutation(len(rows))
            again = io.StringIO(newline="")
            csv.writer(again, delimiter=";", lineterminator="\n").writerows([header, *(rows[place] for place in order)])
            files[name] = (tables.STAMP + again.getvalue()).encode()
    return archive.write(files, archive.comment(content))


def shake(
    folder: Path, notebook: str, scheme: Scheme, recording: Recording, references: References, followed: bool
) -> Shaken:
    """Shake one variant of a notebook, whose source gave a recording; `followed`: its mistakes too, where walls let a process be kept
    ready for all of them.
    """
    letter = scheme.variant
    path = f"{VARIANTS_FOLDER}/{letter}.zip"
    again = record(folder, notebook, letter, {path: shuffled((folder / path).read_bytes())})
    figures = {
        q.id: CheckedTree(as_given(q.form, rounded(q.form, q.expected)))
        for q in scheme.questions
        # A table of the candidate's own, rounded, is another table.
        if _has_figures(q.form) and not isinstance(q.form, OwnTableForm)
    }
    decisions = [q.id for q in scheme.questions if q.depends and _decides(q.form)]
    after = None
    with contextlib.suppress(ReferenceFailure):
        after = references.follow(letter, figures, decisions) if decisions and figures else None
    return Shaken(
        again,
        after,
        tuple(_lost(scheme, recording, references)) if followed and shared("auto").walled else (),
    )


def _lost(scheme: Scheme, recording: Recording, references: References) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Mistakes after which a question that depends on the answer is not followed."""
    for question in scheme.questions:
        later = [q.id for q in scheme.questions if question.id in q.depends]
        for mistake in question.mistakes if later else ():
            answer = {question.id: CheckedTree(recording.errors[question.id][mistake.code])}
            after = references.follow(scheme.variant, answer, later).questions
            followed = {q.id for q in after if question.id in q.depends and not q.stuck}
            if lost := tuple(id for id in later if id not in followed):
                yield question.id, mistake.code, lost


def _has_figures(form: Form) -> bool:
    return any(isinstance(of, NumberForm | PercentageForm) for of in scalars(form))


def _decides(form: Form) -> bool:
    """True if an answer is more than figures that may be rounded: a choice, a count, a day, or keys that were chosen."""
    return not isinstance(form, ChartForm | WorkbookForm | NumberForm | PercentageForm)
