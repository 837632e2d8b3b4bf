"""Files handed in beside a notebook, when it is marked: opened within the walls alone, and what they say given back as data."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import time
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import msgspec

from epreuves.answers.files import deliverable
from epreuves.answers.files.deliverable import FileAsked, HandedFile
from epreuves.answers.files.finding import named
from epreuves.answers.files.kinds import MAX_BYTES, NOUNS, REFUSALS
from epreuves.answers.files.workbook import read_in_file, refusal_of, refused
from epreuves.answers.forms import WorkbookForm
from epreuves.answers.handing_in import NotebookPlan
from epreuves.answers.tree import CheckedTree
from epreuves.wording.inert import inert
from epreuves_kit.gradebook.marked_notebook import FOR_GRADERS, DocumentPages, MarkingRecord, for_graders
from epreuves_kit.grading.neutral import neutral_outputs
from epreuves_kit.marking.files import drawing
from epreuves_kit.marking.files.mechanics import WorkbookMechanics
from epreuves_kit.marking.files.mechanics_table import NOT_READ, mechanics_table
from epreuves_kit.marking.files.walled import payload, several_payload
from epreuves_kit.marking.marks import Scheme
from epreuves_kit.runner import office
from epreuves_kit.runner.files import Files
from epreuves_kit.runner.frames import Closed, TooLong
from epreuves_kit.runner.run import Limits

#: What the opening of one file may take.
LIMITS = Limits(total_seconds=60, memory_mib=1024, disk_mib=64)
#: Seconds that the opening and the drawing of all the files of a copy may take together.
ALL_SECONDS = 90.0
_DRAW, _READ_DELIVERABLE, _READ_WORKBOOK = (
    "epreuves_kit.marking.files.drawing:draw",
    "epreuves_kit.marking.files.walled:read_deliverable",
    "epreuves_kit.marking.files.walled:read_workbook",
)
_SEVERAL = "epreuves_kit.marking.files.walled:several"
#: Why a file was not opened, where that is the machine's doing, and a person is to read it.
_UNOPENED = ("sans_murs", "lent")
#: Bytes of a file up to which it is opened in one process: each call bears the whole of it.
_LIGHT = 2_000_000
_LATE = f" (les fichiers de cette copie demandent, ensemble, plus de {ALL_SECONDS:.0f} secondes)"
#: Said in the place of pages that are drawn once the marks are written.
TO_COME = "Pages en préparation : elles s'affichent dans le panneau de correction dès qu'elles sont dessinées."
#: A link, and what is too heavy to be kept, are not received: the copy's own mends name them.
_NOT_RECEIVED = (
    "n'a pas été reçu avec le notebook (un raccourci ne l'est pas, ni un fichier trop lourd : 25 Mo au plus)"
)


class WalledCalls(Protocol):
    """A caller that opens files within walls: a `Runner`, or a `FileCalls`."""

    @property
    def walled(self) -> bool:
        """True if there are walls."""

    def call(self, entry: str, payload: bytes, files: Files, limits: Limits, environment: Mapping[str, str]) -> bytes:
        """See `Runner.call`."""


class FileCalls:
    """The opening of one copy's files: what is known beforehand to be asked of them is asked in one process, as each takes longer to start
    than to read a file. Where that process does not end well, and for what was not known, a call has a process of its own, as with
    a `Runner`: what is told of a file is the same.
    """

    def __init__(
        self, runner: WalledCalls, scheme: Scheme, plan: NotebookPlan, files: Files, seconds: float = ALL_SECONDS
    ) -> None:
        """seconds: what all that is asked of the files may take, from the first call on."""
        light = {name: content for name, content in files if len(content) <= _LIGHT}
        self._runner, self._wanted = runner, list(_wanted(scheme, plan, light))
        self._told: dict[tuple[str, bytes], bytes] | None = None
        self._seconds, self._until = seconds, 0.0

    def left(self) -> float:
        """Seconds that are left for what is asked of the files; the clock starts here."""
        self._until = self._until or time.monotonic() + self._seconds
        return max(0.0, self._until - time.monotonic())

    @property
    def walled(self) -> bool:
        """True if there are walls."""
        return self._runner.walled

    def call(self, entry: str, payload: bytes, files: Files, limits: Limits, environment: Mapping[str, str]) -> bytes:
        """See `Runner.call`; TimeoutError too once the files have had all their time."""
        if self._told is None:
            self._told = self._all()
        if (answer := self._told.get((entry, payload))) is not None:
            return answer
        return self._runner.call(entry, payload, files, self._bounded(limits), environment)

    def _bounded(self, limits: Limits) -> Limits:
        if not (left := self.left()):
            raise TimeoutError
        return msgspec.structs.replace(limits, total_seconds=min(limits.total_seconds, left))

    def _all(self) -> dict[tuple[str, bytes], bytes]:
        if len(self._wanted) < 2 or not self.walled:
            return {}
        asked = several_payload([(entry.partition(":")[2], given) for entry, given in self._wanted])
        answers: list[bytes | None] = []
        with contextlib.suppress(TimeoutError, Closed, TooLong, msgspec.DecodeError):
            raw = self._runner.call(_SEVERAL, asked, [], self._bounded(LIMITS), {})
            answers = msgspec.msgpack.decode(raw, type=list[bytes | None])
        return {call: answer for call, answer in zip(self._wanted, answers, strict=False) if answer is not None}


def _wanted(scheme: Scheme, plan: NotebookPlan, contents: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The calls that the files of a copy will be opened with."""
    names = sorted(contents)
    drawn: set[str] = set()
    for planned in plan.files:
        if name := named(names, planned.asked.name, planned.asked.formats):
            yield _READ_DELIVERABLE, payload(planned.asked, name, contents[name])
            drawn.add(name)
    for question in scheme.questions:
        form = question.form
        if isinstance(form, WorkbookForm) and (name := named(names, form.file, ("xlsx",))):
            yield _READ_WORKBOOK, payload(form, name, contents[name])
            drawn.add(name)
    for name in sorted(drawn):
        yield _DRAW, drawing.payload(contents[name], b"")


class HandedWorkbook(msgspec.Struct, frozen=True):
    """The answer that a workbook gives to a question: None where there is no file, which `said` then tells; and the file, if any.

    unsure: whether it could not be opened, and a person is to look at it.
    """

    question: str
    tree: CheckedTree
    said: str = ""
    file: HandedFile | None = None
    unsure: bool = False


def workbooks(scheme: Scheme, files: Files, runner: WalledCalls) -> Iterator[HandedWorkbook]:
    """The answers that are read in files, whatever the copy sent for these questions."""
    contents = dict(files)
    for question in scheme.questions:
        form = question.form
        if not isinstance(form, WorkbookForm):
            continue
        name = named(sorted(contents), form.file, ("xlsx",))
        if not name:
            sentence = f"Sans réponse : le classeur « {form.file}.xlsx » {_NOT_RECEIVED}."
            yield HandedWorkbook(question.id, CheckedTree(None), sentence)
        else:
            content = contents[name]
            tree = CheckedTree(_read(form, name, content, runner))
            refusal = refusal_of(tree.node)
            kind = "xlsx" if read_in_file(tree.node) and not refusal else ""
            file = HandedFile(question.id, form.file, inert(name)[:80], len(content), kind)
            yield HandedWorkbook(question.id, tree, file=file, unsure=refusal in _UNOPENED)


def deliverables(plan: NotebookPlan, files: Files, runner: WalledCalls) -> Iterator[HandedFile]:
    """The finding on each file that a notebook asks for and people judge."""
    contents = dict(files)
    for planned in plan.files:
        wanted = planned.asked
        name = named(sorted(contents), wanted.name, wanted.formats)
        yield (_examined(wanted, name, contents[name], runner) if name else deliverable.missing(wanted, _NOT_RECEIVED))


def _examined(wanted: FileAsked, name: str, content: bytes, runner: WalledCalls) -> HandedFile:
    size = len(content)
    if size > MAX_BYTES:
        return deliverable.refused(wanted, name, "lourd", size)
    if not runner.walled:
        return deliverable.refused(wanted, name, "sans_murs", size)
    try:
        asked = payload(wanted, name, content)
        raw = runner.call(_READ_DELIVERABLE, asked, [], LIMITS, {})
        file = msgspec.json.decode(raw, type=HandedFile)
        # What comes from beside a hostile file is data: it names nothing.
        kind = file.kind if file.kind in NOUNS else ""
        return msgspec.structs.replace(
            file, id=wanted.id, asked=wanted.name, name=inert(name)[:80], size=size, kind=kind
        )
    except (TimeoutError, Closed, TooLong, msgspec.DecodeError):
        return deliverable.refused(wanted, name, "lent", size)


def show_files(
    cells: list[dict[str, Any]], plan: NotebookPlan, scheme: Scheme, files: Files, runner: WalledCalls
) -> tuple[tuple[HandedFile, ...], dict[str, DocumentPages]]:
    """Write into a copy's cells, in place, what is shown of its files to whoever reads it; what was found of the deliverables, and those whose
    pages are to be drawn once the marks are written, by cell.

    A deliverable is shown by the cell that asks for it, the workbook of a question by the answer's own cell, just above the tests cell.
    """
    contents, names = dict(files), sorted(name for name, _ in files)
    later: dict[str, DocumentPages] = {}
    findings, shown, tables = (
        list[HandedFile](),
        dict[str, list[dict[str, Any]]](),
        dict[str, list[dict[str, Any]]](),
    )
    for finding, planned in zip(deliverables(plan, files, runner), plan.files, strict=True):
        name = named(names, planned.asked.name, planned.asked.formats)
        pages = list(still_pages(finding.kind, contents.get(name, b""), runner)) if finding.kind else []
        if finding.kind in office.PROGRAMS and not office.lacking(finding.kind) and runner.walled:
            later[finding.id] = DocumentPages(finding.kind, digest(contents[name]))
        if finding.kind == "xlsx":
            # A question may be read in it too: its sheets are not drawn twice, and its mechanics are told by the file.
            tables[name] = [o for o in pages if "text/html" in o["data"] and not for_graders(o)]
        findings.append(finding)
        shown[finding.id] = [_told(finding), *pages]
    read = {q.id: q.form for q in scheme.questions if isinstance(q.form, WorkbookForm)}
    answer: dict[str, Any] | None = None
    for cell in cells:
        meta = cell["metadata"].get("nbgrader") or {}
        id = meta.get("grade_id")
        if id in shown:
            cell["outputs"] = _neutral(shown[id])
        elif cell["cell_type"] == "code" and meta.get("solution"):
            answer = cell
        elif id in read and answer is not None:
            name = named(names, read[id].file, ("xlsx",))
            if name not in tables:
                tables[name] = list(still_tables(contents.get(name, b""), runner))
            answer["outputs"] = [*answer["outputs"], *_neutral(tables[name])]
    return tuple(findings), later


def _neutral(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Outputs of ours made neutral as any, with what tells those for graders apart."""
    return [made | {"metadata": output["metadata"]} for output in outputs for made in neutral_outputs([output])]


def unopened(record: MarkingRecord) -> dict[str, str]:
    """The files of a copy that the machine did not open, and that a person is to read: by name, why, of REFUSALS."""
    return {
        file.name: code
        for file in record.files
        for code in _UNOPENED
        if refusal_of(record.answers.get(file.id)) == code
        or any(fault.endswith(REFUSALS[code]) for fault in file.faults)
    }


def _told(file: HandedFile) -> dict[str, Any]:
    """The finding on a file, in words."""
    lines = [f"Fichier demandé : {file.asked}", file.said, *file.faults, *file.aside]
    return output({"text/plain": "\n".join(lines)})


def still_pages(kind: str, content: bytes, runner: WalledCalls) -> Iterator[dict[str, Any]]:
    """Outputs that show a file: tables of its sheets, then images of its pages; a sentence where they are to come, or cannot be drawn."""
    if not runner.walled or not content:
        return
    drawn = _drawn(content, b"", runner)
    if kind == "ods":
        yield output({"text/plain": NOT_READ})
    yield from _told_sheets(drawn)
    if kind not in office.PROGRAMS:
        late = isinstance(runner, FileCalls) and not runner.left()
        yield from page_outputs(drawn, _LATE if late else "")
    elif lacking := office.lacking(kind):
        yield from page_outputs(drawn, f" ({lacking} n'est pas installé sur la machine qui corrige)")
    else:
        yield output({"text/plain": TO_COME})


def page_outputs(drawn: drawing.StillPages, why: str = "") -> Iterator[dict[str, Any]]:
    """Outputs that show pages, and say of those that are not shown. why: the reason, in brackets, where there is none."""
    for page in drawn.pages:
        mimetype = "image/png" if page.startswith(b"\x89PNG") else "image/jpeg"
        yield output({mimetype: base64.b64encode(page).decode(), "text/plain": "Page du fichier"})
    if drawn.more:
        yield output({"text/plain": f"Pages non montrées ici : {drawn.more}. Le fichier est à télécharger."})
    elif not drawn.pages:
        yield output({"text/plain": f"Ses pages n'ont pas été dessinées{why}. Le fichier est à télécharger."})


def digest(content: bytes) -> str:
    """The digest by which the pages of a document are kept."""
    return hashlib.blake2b(content, digest_size=12).hexdigest()


def pages_of(content: bytes, pdf: bytes, runner: WalledCalls) -> drawing.StillPages:
    """The pages of a document that LibreOffice drew as a PDF, and nothing of its sheets; none without walls to open it behind."""
    if not pdf or not runner.walled:
        return drawing.StillPages()
    return msgspec.structs.replace(_drawn(content, pdf, runner), tables=[], mechanics=b"")


def still_tables(content: bytes, runner: WalledCalls) -> Iterator[dict[str, Any]]:
    """Outputs that show the sheets of a workbook, and none of its pages."""
    if runner.walled and content:
        yield from _told_sheets(_drawn(content, b"", runner))


def _drawn(content: bytes, pdf: bytes, runner: WalledCalls) -> drawing.StillPages:
    try:
        raw = runner.call(_DRAW, drawing.payload(content, pdf), [], LIMITS, {})
        return msgspec.msgpack.decode(raw, type=drawing.StillPages)
    except (TimeoutError, Closed, TooLong, msgspec.DecodeError):
        return drawing.StillPages()


def _told_sheets(drawn: drawing.StillPages) -> Iterator[dict[str, Any]]:
    """Outputs that show a workbook's mechanics, then its sheets."""
    with contextlib.suppress(msgspec.DecodeError):  # of a file whose mechanics are not told
        held = msgspec.msgpack.decode(drawn.mechanics, type=WorkbookMechanics)
        data = {"text/html": mechanics_table(held), "text/plain": "Construction du classeur"}
        yield output(data) | {"metadata": FOR_GRADERS}
    yield from map(_sheet, drawn.tables)


def _sheet(table: str) -> dict[str, Any]:
    return output({"text/html": table, "text/plain": "Feuille du classeur"})


def output(data: dict[str, str]) -> dict[str, Any]:
    """An output of a marked notebook that shows data, by their type."""
    return {"output_type": "display_data", "metadata": {}, "data": data}


def _read(form: WorkbookForm, name: str, content: bytes, runner: WalledCalls) -> Any:
    if len(content) > MAX_BYTES:
        return refused(name, "lourd")
    if not runner.walled:
        return refused(name, "sans_murs")
    try:
        asked = payload(form, name, content)
        raw = runner.call(_READ_WORKBOOK, asked, [], LIMITS, {})
        return msgspec.json.decode(raw)
    except (TimeoutError, Closed, TooLong, msgspec.DecodeError):
        return refused(name, "lent")
