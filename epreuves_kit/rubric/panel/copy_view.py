"""The view of a copy that a grader has, by compétence: an autograded notebook read, its contents decided, then written as HTML of the kit's own."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from epreuves.answers.files.deliverable import HandedFile
from epreuves.answers.files.finding import beginning
from epreuves.answers.files.kinds import MAX_BYTES
from epreuves.answers.files.workbook import read_in_file
from epreuves.answers.handing_in import shows_form
from epreuves.referentiel.levels import Level
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import words
from epreuves.wording.inert import inert
from epreuves.wording.remedies import remedy
from epreuves_kit.course.after_oral import REX
from epreuves_kit.course.folders import Course
from epreuves_kit.course.stamps import TEXT_STUB
from epreuves_kit.feedback.lines import QuestionLine
from epreuves_kit.feedback.page import environment
from epreuves_kit.feedback.view import Feedback, spelled_in, view
from epreuves_kit.gradebook.marked_notebook import (
    MarkingRecord,
    UnreadableMarkedNotebook,
    contents,
    declared_help,
    for_graders,
    get,
)
from epreuves_kit.gradebook.rows import NotebookFile, Rows, Unknown
from epreuves_kit.grading.later_pages import LaterPages, draw_waiting
from epreuves_kit.grading.neutral import neutral_text
from epreuves_kit.marking.dependencies import titles
from epreuves_kit.marking.in_words import Answer, answer
from epreuves_kit.referentiel.model import Oral, Referentiel
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.rubric import released
from epreuves_kit.rubric.appreciation import Copy, Criterion
from epreuves_kit.rubric.guidance import Guide, Guides
from epreuves_kit.rubric.jury_words import JuryWords
from epreuves_kit.rubric.panel.codes_cited import Cited, Line, cited
from epreuves_kit.rubric.panel.inert import MAXIMUM_TEXT, markdown_html, picture, table_html
from epreuves_kit.rubric.panel.quoted_view import Figures, QuotedFigures, Tables, tables_of
from epreuves_kit.rules import jury_rules
from epreuves_kit.rules.sentences import in_panel, own_criteria

#: Bytes of a copy that are read: hostile ones are cut below this when they are marked.
MAXIMUM_BYTES = 120_000_000


def read(path: Path) -> tuple[list[dict[str, Any]], MarkingRecord | None]:
    """An autograded notebook: its cells as plain dictionaries, sources whole, and the record (None: not marked by the kit).

    Raises UnreadableMarkedNotebook, whose sentence names the file, where it is no notebook of version 4.
    """
    data = contents(path)
    if len(data) > MAXIMUM_BYTES:
        raise UnreadableMarkedNotebook(
            f"La copie corrigée « {path.name} » pèse {len(data) // 1_000_000} Mo : c'est trop pour être montrée."
        )
    try:
        tree = _tree(data)
        cells = [_cell(c) for c in tree["cells"]]
        if tree["nbformat"] != 4:
            raise ValueError("version")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UnreadableMarkedNotebook(
            f"La copie corrigée « {path.name} » n'est pas un notebook lisible : corrigez-la de nouveau ({remedy('autograde', '--force')})."
        ) from None
    return cells, get({"metadata": tree.get("metadata") or {}})


def with_pages(places: Course, path: Path) -> tuple[list[dict[str, Any]], MarkingRecord | None]:
    """The same, the pages of its documents drawn and in their places; for what is written to be kept. Raises as `read`."""
    pages = LaterPages(places.root)
    draw_waiting(pages, path)
    cells, record = read(path)
    pages.shown(cells, record)
    return cells, record


def _tree(data: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):  # Python's own JSON, with NaN or halves of characters
        return json.loads(data, parse_constant=lambda _: None)


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    metadata = cell.get("metadata")
    return {
        "id": str(cell.get("id", "")),
        "cell_type": str(cell["cell_type"]),
        "source": "".join(cell["source"]),
        "metadata": metadata if isinstance(metadata, dict) else {},
        "outputs": [o for o in cell.get("outputs") or () if isinstance(o, dict)],
        "attachments": cell["attachments"] if isinstance(cell.get("attachments"), dict) else {},
    }


#: Images and their characters, in a whole copy: beyond, a page would weigh more than a browser is given at once.
MAXIMUM_IMAGES, MAXIMUM_IMAGE_CHARACTERS = 60, 24_000_000
#: Characters of code or output shown of one cell.
MAXIMUM_SHOWN = 8_000
#: Blocks shown of the cells that a candidate added in one place.
MAXIMUM_BLOCKS = 80
_BANNER = "bandeau-de-correction"
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class CopyBlock(msgspec.Struct, frozen=True):
    """A piece of a copy. kind: "html" or "mechanics" of a workbook (inert already), "image" (an address of data), "code", "output", "error" or "note" (texts).

    typed: whether a candidate wrote it as text.
    """

    kind: str
    content: str
    typed: bool = False


class Writing(msgspec.Struct, frozen=True):
    """A text that is judged: its title, what was asked (inert HTML), the text with the cells added under it, its length in words.

    text: what was typed, for programs that read it; never shown as it is. id: of its cell, on a passage of which a remark can be hung; empty for a
    file. figures: hints on those that it quotes; codes: those of the data that it cites.
    """

    title: str
    asked: str
    blocks: tuple[CopyBlock, ...]
    words: int
    comment: str = ""
    text: str = ""
    id: str = ""
    figures: Figures | None = None
    codes: tuple[Cited, ...] = ()


class QuestionView(msgspec.Struct, frozen=True):
    """A question marked by machine: its mark, the answer received, its figures, and the candidate's cells."""

    line: QuestionLine
    answer: Answer | None
    figures: tuple[CopyBlock, ...]
    work: tuple[CopyBlock, ...]


class Section(msgspec.Struct, frozen=True):
    """All that a copy holds of one compétence; an empty code gathers what belongs to none."""

    code: str
    label: str
    writings: tuple[Writing, ...]
    questions: tuple[QuestionView, ...]
    points: float
    maximum: float
    self_level: Level | None
    self_words: str


class CopyView(msgspec.Struct, frozen=True):
    """A whole copy as a grader sees it. notice: how it was read, where that was not as usual; mends: what was mended in it; help: the help
    that its candidate declares; facts: what its épreuve announces on these data, by lines; heard: headings and lines of the jury's own."""

    notice: str
    mends: tuple[str, ...]
    sections: tuple[Section, ...]
    help: str = ""
    facts: tuple[str, ...] = ()
    heard: tuple[tuple[str, tuple[str, ...]], ...] = ()


def copy_view(
    official: Referentiel,
    cells: Sequence[Mapping[str, Any]],
    record: MarkingRecord | None,
    rows: Rows,
    data: Tables | None = None,
    statements: Collection[str] = (),
) -> CopyView:
    """Decide what is shown of a copy.

    cells: an autograded notebook's, sources whole, with outputs and attachments. rows: its grades in the gradebook. data: of its variant,
    for the hints on figures; None to give no such hint. statements: of an ordinary notebook, the texts that it gave out.
    """
    kept = record or MarkingRecord(status="marked")
    feedback = view(official, "", cells, kept, rows)
    sections = _CopyReader(official, cells, kept, feedback, rows, statements).sections()
    if data is not None:
        sections = _with_hints(
            sections, QuotedFigures(cells, kept.answers, titles(cells), data), data.codes, spelled_in(cells)
        )
    return CopyView(feedback.notice, feedback.mends, sections, neutral_text(declared_help(record)))


def _with_hints(
    sections: Sequence[Section], quoted: QuotedFigures, codes: Mapping[str, Line], spelled: Mapping[str, str]
) -> tuple[Section, ...]:
    """The sections with the figures of their writings held against the answers, and the codes that they cite told."""

    def of_writing(writing: Writing) -> Writing:
        typed = [at for at, block in enumerate(writing.blocks) if block.typed]
        shown, figures = quoted.held([writing.blocks[at].content for at in typed])
        blocks = list(writing.blocks)
        for at, content in zip(typed, shown, strict=True):
            blocks[at] = msgspec.structs.replace(blocks[at], content=content)
        return msgspec.structs.replace(
            writing, blocks=tuple(blocks), figures=figures, codes=cited(writing.text, codes, spelled)
        )

    return tuple(msgspec.structs.replace(s, writings=tuple(map(of_writing, s.writings))) for s in sections)


def announced(cells: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Lines printed by the given cells at the head of a notebook: before any cell of the candidate's, who could not change it."""
    lines: list[str] = []
    for cell in cells:
        meta = cell["metadata"].get("nbgrader") or {}
        if cell["cell_type"] != "code":
            continue
        if not meta.get("locked") or meta.get("grade") or meta.get("solution"):
            break
        for output in cell.get("outputs", ()):
            if output.get("output_type") == "stream" and output.get("name") == "stdout":
                lines += "".join(output["text"]).splitlines()
    # What `preparer` says of itself is no fact.
    return tuple(line.rstrip() for line in lines if line.strip() and not line.startswith("Variante "))


class _CopyReader:
    """One passage through the cells: what stands before a question's tests cell is its work, what stands under a text goes with it."""

    def __init__(
        self,
        official: Referentiel,
        cells: Sequence[Mapping[str, Any]],
        record: MarkingRecord,
        feedback: Feedback,
        rows: Rows,
        statements: Collection[str],
    ) -> None:
        self._known, self._statements = official, frozenset(statements)
        self._cells, self._record, self._told, self._rows = cells, record, feedback, rows
        self._titles = titles(cells)
        self._images = _Images()
        self._writings: dict[str, list[Writing]] = {}
        self._questions: dict[str, list[QuestionView]] = {}
        self._files = {file.id: file for file in record.files}
        self._lines = {line.id: line for block in feedback.competences for line in block.questions}

    def sections(self) -> tuple[Section, ...]:
        """The sections, in the order of the notebook."""
        self._pass()
        blocks = {block.code: block for block in self._told.competences}
        codes = dict.fromkeys([*blocks, *self._writings, *self._questions])
        return tuple(self._section(code, blocks.get(code)) for code in codes)

    def _section(self, code: str, block: Any) -> Section:
        questions = tuple(self._questions.get(code, ()))
        return Section(
            code,
            self._known.competence(code).label if code else "Autres cellules",
            tuple(self._writings.get(code, ())),
            questions,
            sum(q.line.points for q in questions),
            sum(q.line.maximum for q in questions),
            block.self_level if block else None,
            block.self_words if block else "",
        )

    def _pass(self) -> None:
        pending: list[Mapping[str, Any]] = []
        asked, under = "", ""
        # Of an ordinary notebook: what was given out since the last cell of nbgrader's, and whether that one is an answer.
        statement, answered = list[str](), False
        for cell in self._cells:
            meta = cell["metadata"].get("nbgrader") or {}
            id = str(meta.get("grade_id") or "")
            if shows_form(cell):
                # Of a form, what was drawn there.
                pending.append({**cell, "source": ""})
                under = ""
                continue
            if not id:
                if cell["source"] in self._statements:
                    answered = False
                    if cell["cell_type"] == "markdown":
                        statement.append(cell["source"])
                        asked = "\n\n".join(statement)
                    else:
                        pending.append(cell)
                elif cell["id"] != _BANNER and (under or answered):
                    self._add(under, cell)
                elif cell["id"] != _BANNER:
                    pending.append(cell)
                continue
            statement, answered = [], False
            if id in self._files and not meta.get("grade"):
                self._file(id, asked, cell)
                under = ""
            elif meta.get("task") or (meta.get("locked") and not meta.get("grade")):
                if cell["cell_type"] == "markdown" and not meta.get("task"):
                    asked = cell["source"]
                under = ""
            elif meta.get("grade") and meta.get("solution"):
                under = self._known.competence_of(id)
                self._write(under, id, asked, cell)
                answered = bool(self._statements)
            elif meta.get("grade"):
                self._ask(id, pending)
                pending, under = [], ""
            else:
                pending.append(cell)
                under = ""
        if pending:
            self._left(pending)

    def _write(self, code: str, id: str, asked: str, cell: Mapping[str, Any]) -> None:
        # What was given out in the place of a text is no text of the candidate's.
        text = cell["source"].replace(TEXT_STUB, "")
        cell = {**cell, "source": text}
        self._writings.setdefault(code, []).append(
            Writing(
                self._titles.get(id) or self._heading(asked) or id,
                markdown_html(asked) if asked else "",
                tuple(self._text(cell)),
                len(words(text)),
                self._rows.remarks.get(id, ""),
                text,
                id,
            )
        )

    def _heading(self, asked: str) -> str:
        """The heading of what an ordinary notebook asks; empty where it has none."""
        match = re.search(r"^#+ +(.+?)\s*$", asked, re.MULTILINE) if self._statements else None
        return match[1] if match else ""

    def _file(self, id: str, asked: str, cell: Mapping[str, Any]) -> None:
        """A file that was asked for, as the marking drew it: its own sentences are the record's."""
        file = self._files[id]
        notes = [CopyBlock("note", f"Fichier remis : {file.said}.")] if file.name else []
        notes += [CopyBlock("error", f"{fault[0].upper()}{fault[1:]}.") for fault in file.faults]
        notes += [CopyBlock("note", f"{aside[0].upper()}{aside[1:]}.") for aside in file.aside]
        drawn = [block for output in cell["outputs"][1:] for block in self._output(output)]
        title = self._titles.get(id) or id
        if any(writing.title == title for writing in self._writings.get(self._known.competence_of(id), ())):
            # Asked for under the heading of a writing, which stands just above.
            title = f"Fichier «\N{NO-BREAK SPACE}{file.asked}\N{NO-BREAK SPACE}»"
        shown = tuple(CopyBlock("note", b.content) if b.kind == "output" else b for b in (*notes, *drawn))
        self._writings.setdefault(self._known.competence_of(id), []).append(
            Writing(title, markdown_html(asked) if asked else "", shown, 0)
        )

    def _add(self, code: str, cell: Mapping[str, Any]) -> None:
        last = self._writings[code][-1]
        if len(last.blocks) < MAXIMUM_BLOCKS:
            added = (*last.blocks, CopyBlock("note", "Cellule ajoutée :"), *self._text(cell))
            typed = cell["source"] if cell["cell_type"] == "markdown" else ""
            count, text = last.words + len(words(typed)), f"{last.text}\n\n{typed}"
            self._writings[code][-1] = msgspec.structs.replace(last, blocks=added, words=count, text=text)

    def _ask(self, id: str, pending: Sequence[Mapping[str, Any]]) -> None:
        line = self._lines.get(id)
        if line is None:  # a tests cell that the gradebook does not know: no mark to show, but the work is
            line = QuestionLine(id, self._titles.get(id) or id, 0.0, 0.0, "", "Sans note", "")
        work = [block for cell in pending for block in self._text(cell)]
        figures = tuple(b for b in work if b.kind == "image")
        rest = tuple(b for b in work if b.kind != "image")[:MAXIMUM_BLOCKS]
        given = self._record.answers.get(id)
        # A workbook is shown by its sheets, among the work.
        answered = answer(given) if id in self._record.answers and not read_in_file(given) else None
        self._questions.setdefault(self._known.competence_of(id), []).append(
            QuestionView(line, answered, figures, rest)
        )

    def _left(self, pending: Sequence[Mapping[str, Any]]) -> None:
        own = [cell for cell in pending if cell["source"] not in self._statements]
        blocks = [block for cell in own for block in self._text(cell)][:MAXIMUM_BLOCKS]
        if blocks:
            self._writings.setdefault("", []).append(Writing("Cellules ajoutées", "", tuple(blocks), 0))

    def _text(self, cell: Mapping[str, Any]) -> list[CopyBlock]:
        """A cell's blocks: Markdown as HTML, or code and what it displayed."""
        if cell["cell_type"] == "markdown":
            if not cell["source"].strip():
                return []
            return [CopyBlock("html", markdown_html(cell["source"], cell["attachments"]), typed=True)]
        code = cell["source"].strip()
        blocks = [CopyBlock("code", _cut(neutral_text(cell["source"])))] if code else []
        return blocks + [block for output in cell["outputs"] for block in self._output(output)]

    def _output(self, output: Mapping[str, Any]) -> list[CopyBlock]:
        kind = output.get("output_type")
        if kind == "stream":
            return _plain("output", neutral_text(output.get("text")))
        if kind == "error":
            fault = f"{neutral_text(output.get('ename'))} : {neutral_text(output.get('evalue'))}"
            return _plain("error", fault)
        data = output.get("data")
        if kind not in ("display_data", "execute_result") or not isinstance(data, dict):
            return []
        if source := picture(data):
            return self._images.take(source)
        if "text/html" in data and (table := table_html(data["text/html"])):
            return [CopyBlock("mechanics" if for_graders(output) else "html", table)]
        if (written := neutral_text(data.get("text/markdown"))).strip():
            return [CopyBlock("html", markdown_html(written))]
        return _plain("output", neutral_text(data.get("text/latex") or data.get("text/plain")))


class _Images:
    """Images of a copy, as many as are shown."""

    def __init__(self) -> None:
        self._number, self._characters = 0, 0

    def take(self, source: str) -> list[CopyBlock]:
        self._number += 1
        self._characters += len(source)
        if self._number <= MAXIMUM_IMAGES and self._characters <= MAXIMUM_IMAGE_CHARACTERS:
            return [CopyBlock("image", source)]
        if self._number == MAXIMUM_IMAGES + 1 or self._characters - len(source) <= MAXIMUM_IMAGE_CHARACTERS:
            notice = "Cette copie contient trop d'images : les suivantes ne sont pas montrées ici."
            return [CopyBlock("note", notice)]
        return []


def _plain(kind: str, text: str) -> list[CopyBlock]:
    text = _ANSI.sub("", text).strip("\n")
    return [CopyBlock(kind, _cut(text))] if text.strip() else []


def _cut(text: str) -> str:
    most = min(MAXIMUM_SHOWN, MAXIMUM_TEXT)
    return text if len(text) <= most else f"{text[:most]}\n… ({len(text) - most} caractères de plus)"


_TONES = {"✓": "good", "◐": "part", "": "plain"}


class Tab(msgspec.Struct, frozen=True):
    """A compétence of a copy: its code as a tab's name (empty for what belongs to none), label, and HTML; group: whether it is of the
    collective notebook, beside a member's own."""

    code: str
    label: str
    html: str
    group: bool = False


def tabs(copy: CopyView, counted: Mapping[str, str]) -> tuple[Tab, ...]:
    """The fragments of a copy, in the order of its notebook; what was mended in it is told at the head of each.

    counted: how a compétence's points count, in a sentence, by code.
    """
    template = environment(Path(__file__).parent).get_template("copy.html.j2")
    written = tuple(s.code for s in copy.sections if s.code and s.writings)
    context = {
        "notice": copy.notice,
        "help": copy.help,
        "facts": copy.facts,
        "heard": copy.heard,
        "mends": copy.mends,
        "tones": _TONES,
        "written": written,
        "counted": counted,
    }
    return tuple(Tab(s.code, s.label, template.render(section=s, **context)) for s in copy.sections)


class Beside(msgspec.Struct, frozen=True):
    """All that is shown beside the copies of an épreuve: the guides of its criteria, and the jury's words."""

    criteria: tuple[Criterion, ...]
    guides: Guides
    words: JuryWords
    #: Guides drawn already, by notebook and variant: a copy's depend on nothing else.
    drawn: dict[tuple[str, str], dict[str, str]] = {}

    def of(self, copy: Copy, variant: str) -> dict[str, str]:
        """The guide of each criterion of a copy as HTML, by grade id; none for a criterion of which the author says nothing."""
        if (copy.notebook, variant) not in self.drawn:
            self.drawn[copy.notebook, variant] = self._draw(copy.notebook, variant)
        return self.drawn[copy.notebook, variant]

    def _draw(self, notebook: str, variant: str) -> dict[str, str]:
        template = environment(Path(__file__).parent).get_template("guide.html.j2")
        shown = {}
        for criterion in self.criteria:
            if criterion.notebook == notebook:
                guide = self.guides.of(criterion, variant)
                if guide != Guide():
                    notes = [(note.title, markdown_html(note.text)) for note in guide.notes]
                    shown[criterion.grade_id] = template.render(notes=notes, values=guide.values, lacking=guide.lacking)
        return shown


def page(
    gradebook: NotebookFile,
    root: Path,
    assignment: EpreuveId,
    copy: Copy,
    head: str = "",
    beside: Beside | None = None,
    whole: bool = False,
) -> dict[str, Any]:
    """A copy's content as a browser is sent it: its `tabs` and the `guides` of its criteria, or a `sentence` where it cannot be read; `pending` where pages
    of its documents are to come. root: the
    course's; head: what is said at the head of its own notebook. whole: pages that are still to come are drawn first.

    A member's own notebook is followed by the collective one, on which it looks back, where the member was given it.
    """
    counted = _counted(root, assignment, copy.notebook)
    official = referentiel(root)
    files: list[OfferedFile] = []
    guides: dict[str, str] = {}
    pages = LaterPages(root)
    pending = False

    def read_tabs(path: Path, notebook: str, before: str = "") -> tuple[Tab, ...]:
        nonlocal pending
        if whole:
            draw_waiting(pages, path)
        cells, record = read(path)
        pending = not pages.shown(cells, record) or pending
        data = tables_of(root, assignment, record.variant if record else "")
        statements = (
            released.read(Course(root), assignment, notebook).statements
            if record is not None and record.ordinary
            else ()
        )
        rows = gradebook.one(assignment, notebook, copy.students[0])
        seen = copy_view(official, cells, record, rows, data, statements)
        if not before:
            facts = announced(cells) if notebook == Path(REX).stem else ()
            notice = " ".join(filter(None, (seen.notice, head)))
            heard = beside.words.of(copy, copy.notebook == assignment) if beside else ()
            seen = msgspec.structs.replace(seen, notice=notice, facts=facts, heard=heard)
            guides.update(beside.of(copy, record.variant) if beside and record else {})
        shown = tabs(seen, counted)
        files.extend(downloads(official, record, before))
        return shown

    own = Path(copy.path)
    try:
        shown = read_tabs(own, copy.notebook)
    except (UnreadableMarkedNotebook, Unknown) as error:
        return {"tabs": [], "files": [], "guides": {}, "pending": False, "sentence": str(error)}
    collective = _collective(copy, assignment)
    if collective is not None:
        with contextlib.suppress(UnreadableMarkedNotebook, Unknown):  # told where that copy is judged
            shown += tuple(
                Tab(f"{_OF_GROUP}{tab.code or 'autres'}", f"Travail du groupe : {tab.label}", tab.html, True)
                for tab in read_tabs(collective, assignment, _OF_GROUP)
            )
    return {
        "tabs": msgspec.to_builtins(shown),
        "files": msgspec.to_builtins(files),
        "guides": guides,
        "pending": pending,
        "sentence": "",
    }


def written(official: Referentiel, gradebook: NotebookFile, assignment: EpreuveId, copy: Copy) -> dict[str, str]:
    """The texts of a copy's own notebook, by the grade id of their cells. Raises as `language_of`."""
    cells, record = read(Path(copy.path))
    shown = copy_view(official, cells, record, gradebook.one(assignment, copy.notebook, copy.students[0]))
    return {w.id: w.text for section in shown.sections for w in section.writings if w.id}


class CopyLanguage(msgspec.Struct, frozen=True):
    """The texts that hints on a copy's language read: those under each tab, in its order, and those that the épreuve gives."""

    texts: dict[str, tuple[str, ...]]
    given: tuple[str, ...]


def language_of(official: Referentiel, gradebook: NotebookFile, assignment: EpreuveId, copy: Copy) -> CopyLanguage:
    """The texts of a copy's own notebook. Raises UnreadableMarkedNotebook or Unknown, as `page` tells."""
    cells, record = read(Path(copy.path))
    shown = copy_view(official, cells, record, gradebook.one(assignment, copy.notebook, copy.students[0]))
    given = (c["source"] for c in cells if (c["metadata"].get("nbgrader") or {}).get("locked"))
    texts = {s.code: tuple(w.text for w in s.writings) for s in shown.sections if s.writings}
    return CopyLanguage(texts, tuple(given))


#: What the tabs of a collective notebook are called by, beside a member's own.
_OF_GROUP = "Groupe "


def _collective(copy: Copy, assignment: EpreuveId) -> Path | None:
    """The collective notebook beside a member's own; None where there is none, or where it is the copy itself."""
    path = Path(copy.path).with_name(f"{assignment}.ipynb")
    return path if copy.notebook != assignment and path.is_file() else None


class OfferedFile(msgspec.Struct, frozen=True):
    """A file that can be downloaded: id of the cell that asks for it, its compétence's tab, its name as it was handed in."""

    id: str
    tab: str
    name: str


def downloads(official: Referentiel, record: MarkingRecord | None, before: str = "") -> list[OfferedFile]:
    """The files that each compétence's tab offers: a workbook that a question reads and that people judge too is one file, offered once.

    before: what the tabs of that notebook are called by.
    """
    files: dict[tuple[str, str], OfferedFile] = {}
    for file in offered(record):
        tab = f"{before}{official.competence_of(file.id)}"
        files.setdefault((tab, file.name), OfferedFile(file.id, tab, file.name))
    return list(files.values())


def offered(record: MarkingRecord | None) -> list[HandedFile]:
    """The files of a copy that can be downloaded: those that were opened within the walls."""
    return [file for file in (record.files if record else ()) if file.kind]


def original(copy: Copy, assignment: EpreuveId, id: str) -> tuple[str, bytes]:
    """(a safe name, the bytes) of a file of a copy, for download; raises KitError where it is no longer what was marked.

    The name is made of the one asked for, the copy's number and the kind of the content: nothing of the candidate's is in it.
    """
    own, collective = Path(copy.path), _collective(copy, assignment)
    records = [read(path)[1] for path in (own, collective) if path is not None]
    file = next((file for record in records for file in offered(record) if file.id == id), None)
    name = next((n for n in os.listdir(own.parent) if file is not None and inert(n)[:80] == file.name), None)
    content = beginning(own.parent / name, MAX_BYTES + 1) if name is not None else None
    if file is None or content is None or len(content) != file.size:
        raise KitError("Ce fichier n'est plus celui qui a été corrigé : corrigez de nouveau la copie.")
    return f"{file.asked}-copie-{copy.number}.{file.kind}", content


def _counted(root: Path, assignment: EpreuveId, notebook: str) -> dict[str, str]:
    """Sentences on how the points of each compétence count, by code, for who judges one of an épreuve's notebooks; empty where the référentiel does not have it."""
    official = referentiel(root)
    epreuve = official.known(assignment)
    if epreuve is None:
        return {}
    try:
        rules = jury_rules.read(root)
    except Faults:  # what is wrong there is the jury's commands' to say
        return {}
    oral = epreuve.oral is not Oral.NONE_OFFERED and bool(rules.oral)
    own = own_criteria([notebook])
    rule = rules.of(assignment)
    return {code: in_panel(rule, oral, own, official.others_of(code, assignment)) for code in epreuve.competences}
