"""A sanitised copy run and marked: the one way to a mark, whoever asks; what is said of questions that sent no answer.

Copies of the kit's own épreuves run from where the cells given to all have run already: laying the data and drawing the example is done
once a variant. A copy that begins otherwise, or brings files that those cells could read, runs whole: what the épreuve asks to be handed
in is no such file, unless these cells name it or list their folder. All copies run whole where those cells leave something that a fork
does not find again: a folder, a thread, an open file. The result is the same.
"""

from __future__ import annotations

import atexit
import html
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from epreuves.answers import typed
from epreuves.answers.files.deliverable import HandedFile
from epreuves.answers.files.finding import named
from epreuves.answers.forms import WorkbookForm
from epreuves.answers.handing_in import FORM, shows_form
from epreuves.answers.handing_in import KEY as OWN
from epreuves.answers.published_words import FILE as PUBLISHED
from epreuves.answers.published_words import epreuve_in
from epreuves.answers.tree import CheckedTree
from epreuves.wording.errors import KitError
from epreuves.wording.french import number
from epreuves_kit.gradebook.marked_notebook import MarkingRecord
from epreuves_kit.gradebook.marked_rows import meta_of
from epreuves_kit.grading import failures
from epreuves_kit.grading.assignment import Assignment, is_kit
from epreuves_kit.grading.doctor import is_last_cell
from epreuves_kit.grading.handed_files import FileCalls, show_files, workbooks
from epreuves_kit.grading.neutral import NO_MATHS, neutral_markdown, neutral_outputs, neutral_text
from epreuves_kit.marking.dependencies import question_call
from epreuves_kit.marking.judging import judge
from epreuves_kit.marking.marks import Mark, Scheme
from epreuves_kit.marking.reference import ReferenceFailure
from epreuves_kit.runner.files import Files
from epreuves_kit.runner.frames import Request, digest
from epreuves_kit.runner.run import CUT, CellRun, End, Limits, Run, answers_of, code_of
from epreuves_kit.runner.sandbox import Runner, shared
from epreuves_kit.runner.warm import Grown

#: Files of a copy that the cells given to all do not read when a copy is marked.
_UNREAD = frozenset({"timestamp.txt", "submission_secret.txt", "autoevaluation.json", "candidat.txt", typed.FILE})
#: Words of code that looks at whatever lies in a folder.
_LISTS = re.compile(r"\b(?:i?glob|rglob|listdir|scandir|iterdir|walk)\b")
#: Files that an épreuve asks for: names without extension, and formats.
AskedFiles = list[tuple[str, tuple[str, ...]]]
#: Variable that names the candidate, which those cells do not see.
_CANDIDATE = "EPREUVES_CANDIDAT"


class _Lead:
    """The parent grown last by this process: batches come variant by variant."""

    key: tuple[Any, ...] | None = None
    grown: Grown | None = None
    runs: tuple[CellRun, ...] = ()
    #: Whether what its cells leave cannot be shared: each copy then runs whole.
    refused: bool = False

    def close(self) -> None:
        if self.grown is not None:
            self.grown.close()
        self.grown, self.runs, self.refused = None, (), False


_lead = _Lead()
atexit.register(_lead.close)


def run_from_lead(
    assignment: Assignment,
    name: str,
    cells: list[dict[str, Any]],
    own: Files,
    asked: AskedFiles,
    files: Files,
    environment: Mapping[str, str],
) -> Run:
    """Run a copy's cells, as `runner.run` does.

    cells: those to run; own: the copy's files; asked: those that the épreuve asks for; files: the copy's with the course's above.
    The first copy of a variant runs whole, and so does every copy where no walls stand.
    """
    runner, limits, lead = assignment.runner or shared(), assignment.limits, assignment.lead(name)
    code = [index for index, _ in code_of(cells)]
    grown = None
    if assignment.kit and runner.walled and lead and [cells[i]["source"] for i in code[: len(lead)]] == lead:
        given = {k: v for k, v in environment.items() if k != _CANDIDATE}
        key = assignment.inputs, name, tuple(sorted(given.items()))
        grown = _grown(runner, key, lead, assignment.files, given, limits, assignment.many)
    if grown is None or not _harmless(_unread(own, asked, lead), assignment.files, grown):
        return runner.run({"cells": cells}, files, limits, environment)
    head = code[: len(lead)]
    rest = [{**c, "source": ""} if i in head else c for i, c in enumerate(cells)]
    # The course's files are there already, and what a copy brings stands below them.
    done = grown.run({"cells": rest}, own, limits, environment)
    runs = dict(zip(head, _lead.runs, strict=True)) | done.cells
    return Run(runs, answers_of(cells, runs), done.end)


def _grown(
    runner: Runner,
    key: tuple[Any, ...],
    lead: list[str],
    files: Files,
    environment: Mapping[str, str],
    limits: Limits,
    many: bool,
) -> Grown | None:
    if _lead.key != key:
        _lead.close()
        _lead.key = key
        # A second copy of the variant is worth a parent, a first is not; of many copies, there is a second.
        if not many:
            return None
    if _lead.refused:
        return None
    if _lead.grown is None:
        code = list(enumerate(lead))
        request = Request(code=code, files=files, environment=dict(environment), limits=limits)
        grown = runner.grow(request)
        if grown is None:
            return None
        _lead.grown, (runs, end) = grown
        if not end.complete or _lead.grown.traces or any(run.failed for run in runs.values()):
            _lead.close()
            _lead.refused = True
            return None
        _lead.runs = tuple(runs[i] for i in range(len(lead)))
    return _lead.grown


def _unread(own: Files, asked: AskedFiles, lead: list[str]) -> Files:
    """A copy's files without those that the épreuve asks for and the cells given to all do not look at."""
    code = "\n".join(lead)
    if _LISTS.search(code):
        return own
    names = sorted(name for name, _ in own)
    apart = {
        named(names, name, formats)
        for name, formats in asked
        if not re.search(rf"{re.escape(name)}\.", code, re.IGNORECASE)
    }
    return [(name, content) for name, content in own if name not in apart]


def _harmless(own: Files, course: Files, grown: Grown) -> bool:
    """True if a copy's files are such that the cells given to all could not have run otherwise beside them."""
    names = {n for n, _ in course}
    return all(n in _UNREAD or n in names or grown.left.get(n) == digest(content) for n, content in own)


def mark_output(given: Mark) -> dict[str, Any]:
    """A mark as nbgrader's own partial credit: a bare number as text, the sentence as HTML beside it."""
    # A sentence can quote the answer: no formula in it is for MathJax to read.
    text = html.escape(neutral_text(given.sentence))
    sentence = f'<p class="{NO_MATHS}"><strong>{number(given.points)} / {number(given.maximum)}</strong> — {text}</p>'
    return {
        "output_type": "execute_result",
        "execution_count": None,
        "metadata": {},
        "data": {"text/plain": repr(given.points), "text/html": sentence},
    }


_LATE = re.compile(r"cellule arrêtée après (\d+) s", re.IGNORECASE)
_NO_PROGRAM = re.compile(
    r"À la correction, une copie ne lance pas d'autre programme\s: «\s(.{0,200}?)\s» n'a pas été exécuté\.",
    re.DOTALL,
)


def english(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Outputs, made harmless already, of which the runner's own sentences are in English; all else stays as it is."""
    return [_output(output) for output in outputs]


def _output(output: dict[str, Any]) -> dict[str, Any]:
    if output["output_type"] == "stream":
        text = output["text"].replace(CUT, "\n[Output too long: the rest was cut.]\n")
        sentence = r"Copies do not run other programs while they are marked: '\1' was not run."
        return output | {"text": _NO_PROGRAM.sub(sentence, text)}
    if output["output_type"] == "error" and (late := _LATE.fullmatch(output["evalue"])):
        sentence = f"stopped after {late[1]} s"
        shown = {"evalue": f"cell {sentence}", "traceback": [f"Cell {sentence}."]}
        return output | {"ename": "CellTimeoutError"} | shown
    return output


def unread_answers(files: Files, course: Files) -> str:
    """A sentence on a copy's typed answers that cannot be read; empty where they can, or where there are none."""
    content = dict(files).get(typed.FILE)
    if content is None:
        return ""
    try:
        typed.decoded(content, epreuve_in(dict(course).get(PUBLISHED, b"")))
    except typed.UnreadableAnswers as error:
        return f"Sans réponse : ce qui a été saisi dans les formulaires n'a pas pu être lu. {error}"
    return ""


def incidents_of(cells: list[dict[str, Any]], done: Run, record: MarkingRecord, unread: str = "") -> dict[str, str]:
    """For each question that sent nothing, or nothing but None, what happened to it; unread: what is to be said of answers typed in forms."""
    incidents, stopped = {}, ""
    for index, cell in enumerate(cells):
        stopped = _stopped(cell, done.cells.get(index)) or stopped
        asked = is_kit(cell)
        if asked is None:
            continue
        if asked not in done.answers:
            incidents[asked] = _nothing_sent(cell, done.cells.get(index), done, record, stopped)
        elif (stopped or unread) and done.answers[asked].node is None:
            incidents[asked] = stopped or unread
        # What stops after this question is none of its own, and what stopped before it is none of the next one's.
        stopped = ""
    return incidents


def _nothing_sent(cell: dict[str, Any], shown: CellRun | None, done: Run, record: MarkingRecord, stopped: str) -> str:
    _, variable = question_call(cell["source"]) or ("", "")
    if record.status == "unreadable":
        return f"Aucune réponse n'a pu être lue. {record.reason}"
    if shown is None:
        return f"Cette question n'a pas pu être vérifiée. {done.end.sentence}"
    if shown.interrupted:
        return "La vérification a dépassé le temps permis : aucune réponse n'a été reçue."
    if any(o.get("output_type") == "error" and o.get("ename") == "NameError" for o in shown.outputs):
        return stopped or (
            f"La variable « {variable} » n'existe pas quand la question est vérifiée : l'avez-vous renommée ou effacée ?"
        )
    return "La vérification n'a envoyé aucune réponse : ses fonctions ont sans doute été remplacées dans la copie."


def _stopped(cell: dict[str, Any], shown: CellRun | None) -> str:
    """A sentence on the error on which a cell before a question stopped; empty where it did not."""
    if shown is None or cell["cell_type"] != "code" or is_kit(cell):
        return ""
    errors = [o for o in shown.outputs if o.get("output_type") == "error"]
    if not errors:
        return ""
    error = neutral_text(f"{errors[-1].get('ename')} : {errors[-1].get('evalue')}")[:200]
    where = "la cellule de réponse" if meta_of(cell).get("solution") else "une cellule placée avant la question"
    return f"Sans réponse : {where} s'est arrêtée sur une erreur ({error})."


#: The run of a copy in which nothing is to be run.
_NOTHING_RUN = Run({}, {}, End("done", ""))
_NOT_FOLLOWED = "Les réponses fausses n'ont pas pu être suivies : la suite est jugée sans elles."
BANNER = "bandeau-de-correction"


class ExecutionError(KitError):
    """The machine could not run the copy, which is not to blame: it is not marked. A French sentence says why."""


def execute_and_mark(
    notebook: dict[str, Any],
    record: MarkingRecord,
    assignment: Assignment,
    name: str,
    student: str,
    files: Files,
    variant: str,
) -> MarkingRecord:
    """Run a sanitised copy away from the course, mark its answers, and write outputs, marks and, in an épreuve, a banner into it, in place.

    notebook: nbformat 4; record: how it was read. name: the notebook's; student: who worked in it; files: what lies beside the
    submitted one; variant: the one that is theirs by right. Cells without a `verifier` call are left as run, for nbgrader to read
    as it always does, so that an ordinary assignment goes through unchanged.
    Returns the record, completed. Raises ReferenceFailure where the source cannot give the marks, ExecutionError where nothing could run.
    """
    cells = notebook["cells"]
    # A notebook of writings alone may ask for files: they are looked at as those of any other.
    kit = any(is_kit(c) for c in cells) or bool(assignment.plan(name).files)
    environment = assignment.rules.environment | {
        "NBGRADER_EXECUTION": "autograde",
        "EPREUVES_CANAL": "1",
        "EPREUVES_CANDIDAT": student,
    }
    if variant:
        environment["EPREUVES_VARIANTE"] = variant
    runner = assignment.runner or shared()
    scheme = assignment.references(name).own(variant) if kit else None
    # In a copy that could not be read there is nothing of the candidate's to run.
    done = _NOTHING_RUN
    if record.status != "unreadable":
        # The course's files come last: a copy cannot bring its own data.
        done = run_from_lead(
            assignment,
            name,
            _handing_over(cells),
            files,
            _asked(assignment, name, scheme),
            overlaid(files, assignment.files),
            environment,
        )
    if done.end.kind == "no_start":
        raise ExecutionError(done.end.sentence)
    asking = {asked: index for index, cell in enumerate(cells) if (asked := is_kit(cell))}
    for index, cell in enumerate(cells):
        if cell["cell_type"] == "code":
            # What a copy's hooks publish in a cell that did nothing is no work to be shown.
            shown = None if is_last_cell(cell) or shows_form(cell) else done.cells.get(index)
            outputs = assignment.rules.seen(neutral_outputs(shown.outputs if shown else []))
            cell["outputs"] = outputs if assignment.kit else english(outputs)
            cell["execution_count"] = shown.execution_count if shown else None
            if shows_form(cell) and (asker := done.cells.get(asking.get(cell["metadata"][OWN][FORM], -1))):
                # The chart drawn in a form that counts: its question showed it, whose mark takes its place there.
                cell["outputs"] = [o for o in neutral_outputs(asker.outputs) if "image/png" in o.get("data", {})]
    record = msgspec.structs.replace(record, ordinary=not assignment.kit)
    walled = bool(done.cells) and runner.walled
    doubts = failures.Doubts(
        after_lost=record.unsure, given=assignment.given(name), elsewhere=assignment.spoken_of_elsewhere(name)
    )
    record = _looked_at(record, cells, done, walled, doubts)
    if scheme is not None:
        incidents = incidents_of(cells, done, record, unread_answers(files, assignment.files))
        given = dict(done.answers)
        handed: list[HandedFile] = []
        calls = FileCalls(runner, scheme, assignment.plan(name), files)
        for read in workbooks(scheme, files, calls):
            handed += [read.file] if read.file else []
            if read.unsure:
                record = msgspec.structs.replace(record, unsure=tuple(dict.fromkeys((*record.unsure, read.question))))
            # Whatever the copy sent: what a workbook says is read in the workbook.
            given[read.question] = read.tree
            incidents.pop(read.question, None)
            if read.said:
                incidents[read.question] = read.said
        answers = {question: answer.node for question, answer in given.items()}
        record = msgspec.structs.replace(record, variant=variant, answers=answers, incidents=incidents)
        record = judged(record, given, assignment, name)
        shown_files, later = show_files(cells, assignment.plan(name), scheme, files, calls)
        record = msgspec.structs.replace(record, files=(*shown_files, *handed), pages=later)
        write_marks(cells, record.marks)
    if not done.end.complete and record.status == "marked":
        reason = " ".join(filter(None, (done.end.sentence, record.reason)))
        record = msgspec.structs.replace(record, status="interrupted", reason=reason)
    if not record.ordinary:
        cells.insert(0, banner(record))
    return record


def _asked(assignment: Assignment, name: str, scheme: Scheme | None) -> AskedFiles:
    """The files that one of an épreuve's notebooks asks for, those that a question is read in included."""
    judged = [(planned.asked.name, planned.asked.formats) for planned in assignment.plan(name).files]
    forms = [question.form for question in scheme.questions] if scheme is not None else []
    return judged + [(form.file, ("xlsx",)) for form in forms if isinstance(form, WorkbookForm)]


def _looked_at(
    record: MarkingRecord, cells: list[dict[str, Any]], done: Run, walled: bool, doubts: failures.Doubts
) -> MarkingRecord:
    """The record with the cells that a person is to look at: tests that failed unseen, did not run, were refused what they ask for or lost
    points for what may be no fault of the candidate's and, where the run was cut short, all of them, since nbgrader would have marked none."""
    kinds, every = failures.settle(cells, done.cells, not record.ordinary, walled, doubts)
    # In an épreuve, written answers are judged by criteria, which wait for a person anyway.
    before = [id for id in record.unsure if id not in every] if record.ordinary else ()
    cut = any(index not in done.cells for index, _ in code_of(cells))
    if cut or record.status in ("unreadable", "foreign"):
        unsure, sentence = every, ""
    else:
        unsure, sentence = tuple(kinds), failures.told(kinds)
    reason = " ".join(filter(None, (record.reason, sentence)))
    return msgspec.structs.replace(record, unsure=tuple(dict.fromkeys((*before, *unsure))), reason=reason)


def judged(
    record: MarkingRecord, answers: Mapping[str, CheckedTree], assignment: Assignment, name: str
) -> MarkingRecord:
    """The record with the marks of its answers: a pure function of answers, variant and scheme."""
    references = assignment.references(name)
    sheet = judge(references, record.variant, assignment.letters, answers, record.incidents)
    mends = tuple(m for m in record.mends if m != _NOT_FOLLOWED)
    if not sheet.followed:
        mends = (*mends, _NOT_FOLLOWED)
    return msgspec.structs.replace(
        record, scheme=references.fingerprint, marks=sheet.marks, tables=sheet.tables, mends=mends
    )


def write_marks(cells: list[dict[str, Any]], marks: tuple[Mark, ...]) -> None:
    """Write marks into the tests cells that ask for them; raises ReferenceFailure where one has none."""
    by_question = {m.question: m for m in marks}
    for cell in cells:
        if asked := is_kit(cell):
            if asked not in by_question:
                # nbgrader gives full points to a tests cell that bears no mark.
                raise ReferenceFailure(
                    f"la question « {asked} » n'est pas dans source/ : publiez de nouveau l'épreuve, puis recommencez."
                )
            cell["outputs"] = [mark_output(by_question[asked])]


def banner(record: MarkingRecord) -> dict[str, Any]:
    """A first cell that tells a grader what was done to the copy before marking; it names nobody, copies are read blind."""
    lines = ["**Copie corrigée**" + (f" — variante {record.variant}" if record.variant else "")]
    if record.reason:
        lines.append(f"⚠ {record.reason}")
    if record.mends:
        lines.append("Remis en ordre avant la correction :")
        lines.append("\n".join(f"- {m}" for m in record.mends[:40]))
    source = neutral_markdown("\n\n".join(lines))
    return {"cell_type": "markdown", "id": BANNER, "metadata": {}, "source": source}


def overlaid(files: Files, above: Files) -> Files:
    """Files of a folder under those of another: what takes the name of one of these, or of one of its folders, goes."""
    names = {name for name, _ in above}
    folders = {str(parent) for name in names for parent in _parents(name)}
    gone = names | folders
    return [(n, c) for n, c in files if n not in gone and not names.intersection(_parents(n))] + above


def _parents(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[:i]) for i in range(1, len(parts))]


def _handing_over(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cells to run: each question's tests cell only hands its variable over, whatever has become of the kit's names there.

    The last cell, which tells a candidate what is missing, and those of forms do nothing.
    """
    handed = []
    for cell in cells:
        call = question_call(cell["source"]) if is_kit(cell) else None
        if call is not None:
            # On two lines, as IPython looks for its own commands in a single one.
            given = f"# réponse\n__import__('epreuves.answers.checking', fromlist=['hand_over']).hand_over({call[0]!r}, {call[1]})"
            cell = {**cell, "source": given}
        elif is_last_cell(cell) or shows_form(cell):
            cell = {**cell, "source": ""}
        handed.append(cell)
    return handed
