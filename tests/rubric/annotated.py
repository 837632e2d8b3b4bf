"""Texts of fictional candidates whose figures were annotated by hand, and what the hints on figures make of them.

Each file of `quoted/` holds the texts of one épreuve, a line of dashes between them, on the answers and tables of its variant A (`answers.json`): « {9 690 €|r} » is one of
the candidate's answers, « {10 450 €|x2} » contradicts question 2, « d » was given, « a » is anything else.
Rules were written on the texts of `tuned`; those of `second` were written when the rules stood, and the rules then mended on what they showed; those
of `held_out` were written last, and gave 39 contradictions out of 53 with 2 wrong (95 %) before one word, « autres », was added for them.
What is neither « r » nor « x » is a trap: it must not be called a contradiction, nor may a figure without annotation.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from epreuves_kit.marking.dependencies import titles
from epreuves_kit.rubric.panel.inert import markdown_html
from epreuves_kit.rubric.panel.quoted_marks import read_html
from epreuves_kit.rubric.quoted import Quoted, Reader, given
from epreuves_kit.rubric.quoted_facts import facts
from tests.course import ROOT

FOLDER = Path(__file__).parent / "quoted"
EPREUVES = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))
HALVES = ("tuned", "second", "held_out")
_ANNOTATED = re.compile(r"\{([^{}|]+)\|([rda]|x\d+)\}")


class Case:
    """An épreuve's answers and what its candidates were given."""

    def __init__(self, epreuve: str) -> None:
        frozen = json.loads((FOLDER / "answers.json").read_text(encoding="utf-8"))[epreuve]
        cells = json.loads((ROOT / "source" / epreuve / f"{epreuve}.ipynb").read_text(encoding="utf-8"))["cells"]
        for cell in cells:
            cell["source"] = "".join(cell["source"])
        graded = {
            c["metadata"].get("nbgrader", {}).get("grade_id"): c["source"] for c in cells if c["cell_type"] == "code"
        }
        locked = [
            c["source"]
            for c in cells
            if c["cell_type"] == "markdown"
            and c["metadata"]["nbgrader"]["locked"]
            and not c["metadata"]["nbgrader"].get("task")
        ]
        self.titles = titles(cells)
        self.reader = Reader(facts(frozen["answers"], self.titles, graded), given(locked, frozen["tables"].values()))

    def read(self, text: str) -> list[tuple[str, Quoted]]:
        """The figures of a text of Markdown, each with the passage that it stands in."""
        read = read_html(markdown_html(text))
        return [(read.passages[figure.passage].text, figure) for figure in self.reader.read(read.passages)]


case = functools.cache(Case)


def texts(epreuve: str, half: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The texts of a half: without its annotations, and these in order, each with the figure that it is about."""
    _, *parts = re.split(r"^=== (\w+)\n", (FOLDER / f"{epreuve}.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
    written = dict(zip(parts[::2], parts[1::2], strict=True)).get(half, "")
    for text in filter(None, map(str.strip, re.split(r"^---\n", written, flags=re.MULTILINE))):
        yield _ANNOTATED.sub(r"\1", text), [(match[1], match[2]) for match in _ANNOTATED.finditer(text)]


class Score(msgspec.Struct):
    """Counts over annotated figures."""

    right: int = 0
    wrong: int = 0
    contradictions: int = 0
    answers: int = 0
    recognised: int = 0
    mistaken: int = 0
    traps: int = 0
    faults: list[str] = []

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__struct_fields__))

    @property
    def precision(self) -> float:
        """Of the contradictions that were called, the share that are some, of the question that was named."""
        return self.right / ((self.right + self.wrong) or 1)

    @property
    def recall(self) -> float:
        """Of the contradictions, the share that were called."""
        return self.right / (self.contradictions or 1)

    @property
    def answer_recall(self) -> float:
        """Of the candidate's own answers, the share that were recognised."""
        return self.recognised / (self.answers or 1)

    @property
    def answer_precision(self) -> float:
        """Of what was recognised as an answer, the share that is one."""
        return self.recognised / ((self.recognised + self.mistaken) or 1)

    def summary(self, name: str) -> str:
        """One line of all of it."""
        return (
            f"{name}: contradictions {self.right}/{self.contradictions} ({self.recall:.0%}), {self.wrong} wrong, precision {self.precision:.1%}; "
            f"answers {self.recognised}/{self.answers} ({self.answer_recall:.0%}), precision {self.answer_precision:.1%}; traps {self.traps}"
        )


def _same(figure: Quoted, written: str) -> bool:
    digits, other = re.sub(r"\D", "", figure.text), re.sub(r"\D", "", written)
    return digits == other and bool(digits or written.split()[0] == figure.text.split()[0])


def measured(epreuve: str, half: str) -> Score:
    """What the hints make of an épreuve's texts."""
    score, subject = Score(faults=[]), case(epreuve)
    for text, notes in texts(epreuve, half):
        read, waiting = subject.read(text), list(notes)
        for passage, figure in read:
            at = next((n for n, (written, _) in enumerate(waiting) if _same(figure, written)), None)
            kind = waiting[at][1] if at is not None else "a"
            if at is not None:
                for _, skipped in waiting[:at]:
                    _count(score, skipped, None, subject, epreuve, text)
                waiting = waiting[at + 1 :]
            _count(score, kind, figure, subject, epreuve, passage)
        for written, skipped in waiting:
            _count(score, skipped, None, subject, epreuve, f"[{written}] {text}")
    return score


def _count(score: Score, kind: str, figure: Quoted | None, subject: Case, epreuve: str, passage: str) -> None:
    got = figure.kind if figure else "unread"
    question = ""
    if figure is not None and figure.fact is not None:
        number = re.match(r"Question (\d+)", subject.titles.get(figure.fact.question, ""))
        question = number[1] if number else ""
    shown = f"  {epreuve[:3]} {kind} {got} {question} « {figure.text if figure else ''} » {passage.strip()[:150]}"
    score.traps += kind in "da"
    if kind.startswith("x"):
        score.contradictions += 1
        hit = got == "contradiction" and question == kind[1:]
        score.right += hit
        score.wrong += got == "contradiction" and not hit
        score.mistaken += got == "answer"
        if not hit:
            score.faults.append("MISSED" + shown)
        return
    score.wrong += got == "contradiction"
    if got == "contradiction":
        score.faults.append("WRONG " + shown)
    if kind == "r":
        score.answers += 1
        score.recognised += got == "answer"
        if got != "answer":
            score.faults.append("answer" + shown)
    elif got == "answer":
        score.mistaken += 1
        score.faults.append("taken " + shown)
