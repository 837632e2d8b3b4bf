"""Files handed in beside a notebook, when it is marked: opened within the walls alone, and what they say given back as data."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

import msgspec

from epreuves.answers.files import deliverable
from epreuves.answers.files.answer import nothing
from epreuves.answers.files.deliverable import FileAsked, HandedFile
from epreuves.answers.files.finding import named
from epreuves.answers.files.kinds import MAX_BYTES
from epreuves.answers.files.workbook import payload, refused
from epreuves.answers.forms import WorkbookForm
from epreuves.answers.handing_in import NotebookPlan
from epreuves.answers.tree import CheckedTree
from epreuves.grading.neutral import NO_MATHS
from epreuves.marking.marks import Scheme
from epreuves.runner.files import Files
from epreuves.runner.frames import Closed, TooLong
from epreuves.runner.run import Limits
from epreuves.runner.sandbox import Runner

#: What the opening of one file may take.
LIMITS = Limits(total_seconds=60, memory_mib=1024, disk_mib=64)


class HandedWorkbook(msgspec.Struct, frozen=True):
    """The answer that a workbook gives to a question: None where there is no file, which `said` then tells."""

    question: str
    tree: CheckedTree
    said: str = ""


def workbooks(scheme: Scheme, files: Files, runner: Runner) -> Iterator[HandedWorkbook]:
    """The answers that are read in files, whatever the copy sent for these questions."""
    contents = dict(files)
    for question in scheme.questions:
        form = question.form
        if not isinstance(form, WorkbookForm):
            continue
        name = named(sorted(contents), form.file, ("xlsx",))
        if not name:
            said = nothing(form)
            yield HandedWorkbook(question.id, CheckedTree(None), f"Sans réponse : {said}.")
        else:
            yield HandedWorkbook(question.id, CheckedTree(_read(form, name, contents[name], runner)))


def deliverables(plan: NotebookPlan, files: Files, runner: Runner) -> Iterator[HandedFile]:
    """What is found of each file that a notebook asks for and people judge."""
    contents = dict(files)
    for planned in plan.files:
        wanted = planned.asked
        name = named(sorted(contents), wanted.name, wanted.formats)
        yield _examined(wanted, name, contents[name], runner) if name else deliverable.missing(wanted)


def _examined(wanted: FileAsked, name: str, content: bytes, runner: Runner) -> HandedFile:
    size = len(content)
    if size > MAX_BYTES:
        return deliverable.refused(wanted, name, "lourd", size)
    if not runner.walled:
        return deliverable.refused(wanted, name, "sans_murs", size)
    try:
        asked = deliverable.payload(wanted, name, content)
        found = runner.call("epreuves.answers.files.deliverable:read", asked, [], LIMITS, {})
        return msgspec.json.decode(found, type=HandedFile)
    except (TimeoutError, Closed, TooLong, msgspec.DecodeError):
        return deliverable.refused(wanted, name, "lent", size)


def file_outputs(found: HandedFile) -> list[dict[str, Any]]:
    """What the cell that asks for a file shows of it to whoever reads the copy."""
    lines = [found.said, *found.faults, *found.aside]
    shown = "".join(f"<li>{html.escape(line[0].upper() + line[1:])}</li>" for line in lines)
    head = f"<strong>Fichier demandé : {html.escape(found.asked)}</strong>"
    data = {
        "text/html": f'<div class="{NO_MATHS}">{head}<ul>{shown}</ul></div>',
        "text/plain": " ; ".join(lines),
    }
    return [{"output_type": "display_data", "metadata": {}, "data": data}]


def _read(form: WorkbookForm, name: str, content: bytes, runner: Runner) -> object:
    if len(content) > MAX_BYTES:
        return refused(name, "lourd")
    if not runner.walled:
        return refused(name, "sans_murs")
    try:
        asked = payload(form, name, content)
        found = runner.call("epreuves.answers.files.workbook:read", asked, [], LIMITS, {})
        return msgspec.json.decode(found)
    except (TimeoutError, Closed, TooLong, msgspec.DecodeError):
        return refused(name, "lent")
