"""Files handed in beside a notebook, when it is marked: opened within the walls alone, and what they say given back as data."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import msgspec

from epreuves.answers.files import deliverable, drawing
from epreuves.answers.files.deliverable import FileAsked, HandedFile
from epreuves.answers.files.finding import named
from epreuves.answers.files.kinds import MAX_BYTES, NOUNS
from epreuves.answers.files.walled import payload
from epreuves.answers.files.workbook import read_in_file, refusal_of, refused
from epreuves.answers.forms import WorkbookForm
from epreuves.answers.handing_in import NotebookPlan
from epreuves.answers.tree import CheckedTree
from epreuves.grading.neutral import neutral_outputs
from epreuves.marking.marks import Scheme
from epreuves.runner import office
from epreuves.runner.files import Files
from epreuves.runner.frames import Closed, TooLong
from epreuves.runner.run import Limits
from epreuves.runner.sandbox import Runner
from epreuves.wording.inert import inert

#: What the opening of one file may take.
LIMITS = Limits(total_seconds=60, memory_mib=1024, disk_mib=64)
#: A link, and what is too heavy to be kept, are not received: the copy's own mends name them.
_NOT_RECEIVED = "n'a pas été reçu avec le notebook (un raccourci, ou plus de 100 Mo, ne l'est pas)"


class HandedWorkbook(msgspec.Struct, frozen=True):
    """The answer that a workbook gives to a question: None where there is no file, which `said` then tells; and the file, if any.

    unsure: whether it could not be opened, and a person is to look at it.
    """

    question: str
    tree: CheckedTree
    said: str = ""
    file: HandedFile | None = None
    unsure: bool = False


def workbooks(scheme: Scheme, files: Files, runner: Runner) -> Iterator[HandedWorkbook]:
    """The answers that are read in files, whatever the copy sent for these questions."""
    contents = dict(files)
    for question in scheme.questions:
        form = question.form
        if not isinstance(form, WorkbookForm):
            continue
        name = named(sorted(contents), form.file, ("xlsx",))
        if not name:
            said = f"Sans réponse : le classeur « {form.file}.xlsx » {_NOT_RECEIVED}."
            yield HandedWorkbook(question.id, CheckedTree(None), said)
        else:
            content = contents[name]
            tree = CheckedTree(_read(form, name, content, runner))
            refusal = refusal_of(tree.node)
            kind = "xlsx" if read_in_file(tree.node) and not refusal else ""
            file = HandedFile(question.id, form.file, inert(name)[:80], len(content), kind)
            yield HandedWorkbook(question.id, tree, file=file, unsure=refusal in ("sans_murs", "lent"))


def deliverables(plan: NotebookPlan, files: Files, runner: Runner) -> Iterator[HandedFile]:
    """What is found of each file that a notebook asks for and people judge."""
    contents = dict(files)
    for planned in plan.files:
        wanted = planned.asked
        name = named(sorted(contents), wanted.name, wanted.formats)
        yield (
            _examined(wanted, name, contents[name], runner)
            if name
            else deliverable.missing(wanted, _NOT_RECEIVED)
        )


def _examined(wanted: FileAsked, name: str, content: bytes, runner: Runner) -> HandedFile:
    size = len(content)
    if size > MAX_BYTES:
        return deliverable.refused(wanted, name, "lourd", size)
    if not runner.walled:
        return deliverable.refused(wanted, name, "sans_murs", size)
    try:
        asked = payload(wanted, name, content)
        found = runner.call("epreuves.answers.files.walled:read_deliverable", asked, [], LIMITS, {})
        told = msgspec.json.decode(found, type=HandedFile)
        # What comes from beside a hostile file is data: it names nothing.
        kind = told.kind if told.kind in NOUNS else ""
        return msgspec.structs.replace(
            told, id=wanted.id, asked=wanted.name, name=inert(name)[:80], size=size, kind=kind
        )
    except (TimeoutError, Closed, TooLong, msgspec.DecodeError):
        return deliverable.refused(wanted, name, "lent", size)


def show_files(
    cells: list[dict[str, Any]], plan: NotebookPlan, scheme: Scheme, files: Files, runner: Runner
) -> tuple[HandedFile, ...]:
    """Write into a copy's cells, in place, what is shown of its files to whoever reads it; what was found of the deliverables.

    A deliverable is shown by the cell that asks for it, the workbook of a question by the answer's own cell, just above the tests cell.
    """
    contents, names = dict(files), sorted(name for name, _ in files)
    found, shown, tables = (
        list[HandedFile](),
        dict[str, list[dict[str, Any]]](),
        dict[str, list[dict[str, Any]]](),
    )
    for one, planned in zip(deliverables(plan, files, runner), plan.files, strict=True):
        name = named(names, planned.asked.name, planned.asked.formats)
        pages = list(still_pages(one.kind, contents.get(name, b""), runner)) if one.kind else []
        if one.kind == "xlsx":
            # A question may be read in it too: its sheets are not drawn twice.
            tables[name] = [output for output in pages if "text/html" in output["data"]]
        found.append(one)
        shown[one.id] = [_told(one), *pages]
    read = {q.id: q.form for q in scheme.questions if isinstance(q.form, WorkbookForm)}
    answer: dict[str, Any] | None = None
    for cell in cells:
        meta = cell["metadata"].get("nbgrader") or {}
        id = meta.get("grade_id")
        if id in shown:
            cell["outputs"] = neutral_outputs(shown[id])
        elif cell["cell_type"] == "code" and meta.get("solution"):
            answer = cell
        elif id in read and answer is not None:
            name = named(names, read[id].file, ("xlsx",))
            if name not in tables:
                tables[name] = list(still_pages("xlsx", contents.get(name, b""), runner, pages=False))
            answer["outputs"] = [*answer["outputs"], *neutral_outputs(tables[name])]
    return tuple(found)


def _told(found: HandedFile) -> dict[str, Any]:
    """What was found of a file, in words."""
    lines = [f"Fichier demandé : {found.asked}", found.said, *found.faults, *found.aside]
    return _output({"text/plain": "\n".join(lines)})


def still_pages(kind: str, content: bytes, runner: Runner, pages: bool = True) -> Iterator[dict[str, Any]]:
    """Outputs that show a file: tables of its sheets, then images of its pages, if wanted; a sentence where they cannot be drawn."""
    if not runner.walled or not content:
        return
    office_kind = kind in office.PROGRAMS
    pdf = office.pdf(kind, content) if office_kind and pages else b""
    try:
        asked = drawing.payload(content, pdf)
        drawn = msgspec.msgpack.decode(
            runner.call("epreuves.answers.files.drawing:draw", asked, [], LIMITS, {}), type=drawing.StillPages
        )
    except (TimeoutError, Closed, TooLong, msgspec.DecodeError):
        drawn = drawing.StillPages()
    for table in drawn.tables:
        yield _output({"text/html": table, "text/plain": "Feuille du classeur"})
    for page in drawn.pages:
        mimetype = "image/png" if page.startswith(b"\x89PNG") else "image/jpeg"
        yield _output({mimetype: base64.b64encode(page).decode(), "text/plain": "Page du fichier"})
    if drawn.more:
        yield _output({"text/plain": f"Pages non montrées ici : {drawn.more}. Le fichier est à télécharger."})
    elif pages and not drawn.pages:
        lacking = office.lacking(kind) if office_kind else ""
        why = f" ({lacking} n'est pas installé sur la machine qui corrige)" if lacking else ""
        yield _output(
            {"text/plain": f"Ses pages n'ont pas été dessinées{why}. Le fichier est à télécharger."}
        )


def _output(data: dict[str, str]) -> dict[str, Any]:
    return {"output_type": "display_data", "metadata": {}, "data": data}


def _read(form: WorkbookForm, name: str, content: bytes, runner: Runner) -> Any:
    if len(content) > MAX_BYTES:
        return refused(name, "lourd")
    if not runner.walled:
        return refused(name, "sans_murs")
    try:
        asked = payload(form, name, content)
        found = runner.call("epreuves.answers.files.walled:read_workbook", asked, [], LIMITS, {})
        return msgspec.json.decode(found)
    except (TimeoutError, Closed, TooLong, msgspec.DecodeError):
        return refused(name, "lent")
