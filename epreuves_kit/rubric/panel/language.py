"""Hints on the language of a text, for criteria on spelling and syntax: by Grammalecte where it is installed, never a level nor a point.

Grammalecte is a program of its own, given plain text and bounded in time, memory and what it answers; within walls where there are some.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from markdown_it import MarkdownIt

from epreuves.answers.keys import fold
from epreuves.wording.french import counted, listed
from epreuves.wording.inert import composed, inert, visible_text
from epreuves_kit.runner import bubble, office

#: What a criterion on language says, once folded.
_LANGUAGE = re.compile(r"\b(orthograph|syntax|grammair|grammatical|redactionnel)")
#: Seconds of its time, KiB of memory, characters that are read of a copy and of a word, and bytes of the answer.
SECONDS, _MEMORY, MAXIMUM_CHARACTERS, _LONGEST_WORD, _BYTES = 4, 1_000_000, 40_000, 40, 2_000_000
#: Hints told of a text, and characters around what is told.
MOST, _AROUND = 40, 40
#: Typography, which notebooks do not type as printers do, and what is no mistake: its own names of options.
_LEFT = "apos esp nbsp typo unit num eepi minis nf chim date"
#: One bound a command: Debian's shell takes no second one.
_RUN = (
    'ulimit -t {seconds} && ulimit -v {memory} && d=$(mktemp -d) && trap \'rm -rf "$d"\' EXIT && cat > "$d/texte" && '
    '{program} -f "$d/texte" -j -off {left} | head -c {bytes}'
)
#: What is said where nothing can be told.
UNAVAILABLE = "Indications de langue indisponibles : ce texte n'a pas pu être relu."
_TOO_LONG = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")
_WORD = re.compile(r"[^\W_]+")


class LanguageHint(msgspec.Struct, frozen=True):
    """A place to look at in a text: what stands before it, itself, what stands after it, why, and what could be written instead."""

    before: str
    words: str
    after: str
    said: str
    instead: tuple[str, ...] = ()


class TextHints(msgspec.Struct, frozen=True):
    """The hints on a text, the first of them, and how many more there are."""

    hints: tuple[LanguageHint, ...] = ()
    more: int = 0


def of_language(criterion: str) -> bool:
    """True if the text of a criterion asks for spelling or syntax."""
    return _LANGUAGE.search(fold(criterion)) is not None


def program() -> str:
    """Path of Grammalecte's command; empty where there is none, or no shell that could bound it."""
    return (shutil.which("grammalecte-cli") or "") if sys.platform != "win32" else ""


def hints(texts: Sequence[str], given: Iterable[str] = ()) -> list[TextHints] | None:
    """The hints on each of some texts in Markdown; None where they cannot be had.

    given: texts whose words are no mistakes of spelling, as the names of the case are not.
    """
    lines = [list(_lines(text)) for text in texts]
    answered = _answered([line for own in lines for line in own])
    if answered is None:
        return None
    names = {fold(word) for text in given for word in _WORD.findall(text)}
    hinted, at = [], 1
    for own in lines:
        of_text = [hint for number, line in enumerate(own, at) for hint in _told(line, answered.get(number), names)]
        at += len(own)
        hinted.append(TextHints(tuple(of_text[:MOST]), max(0, len(of_text) - MOST)))
    return hinted


def summary(counts: Mapping[str, int]) -> str:
    """The number of hints, and the tabs that they are under; counts: by tab."""
    total = sum(counts.values())
    if not total:
        return "Aucune indication de langue sur les écrits de cette copie."
    where = listed(tab or "Autres" for tab, count in counts.items() if count)
    return f"{counted(total, 'indication')} de langue, sous les écrits de {where}. À lire, et non à compter : un nom propre, un terme de métier ou une tournure voulue peuvent y être."


class _Grammar(
    msgspec.Struct, rename={"start": "nStart", "end": "nEnd", "said": "sMessage", "instead": "aSuggestions"}
):
    start: int
    end: int
    said: str = ""
    instead: list[str] = []


class _Spelling(msgspec.Struct, rename={"start": "nStart", "end": "nEnd"}):
    start: int
    end: int


class _Paragraph(
    msgspec.Struct, rename={"number": "iParagraph", "grammar": "lGrammarErrors", "spelling": "lSpellingErrors"}
):
    number: int
    grammar: list[_Grammar]
    spelling: list[_Spelling]


class _LanguageAnswer(msgspec.Struct):
    data: list[_Paragraph]


def _answered(lines: Sequence[str]) -> dict[int, _Paragraph] | None:
    """Grammalecte's answer on lines, by their number from 1; None where it gives none, or not in time."""
    if not program():
        return None
    script = _RUN.format(seconds=SECONDS, memory=_MEMORY, program=program(), left=_LEFT, bytes=_BYTES)
    command = ["/bin/sh", "-c", script]
    try:
        output = _said(office.walls(command) if bubble.program() else command, "\n".join([*lines, ""]).encode())
        answer = msgspec.json.decode(output, type=_LanguageAnswer)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return {paragraph.number: paragraph for paragraph in answer.data}


def _said(command: list[str], text: bytes) -> bytes:
    """A command's output for a text; nothing where it is late, and then it is ended with all that it started."""
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    ) as process:
        try:
            return process.communicate(text, SECONDS + 1)[0]
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return b""


def _told(line: str, paragraph: _Paragraph | None, names: set[str]) -> Iterator[LanguageHint]:
    """The hints on a line, in its order."""
    if paragraph is None:
        return
    remarks = [(g.start, g.end, g.said, tuple(g.instead[:3])) for g in paragraph.grammar]
    for spelling in paragraph.spelling:
        word = line[spelling.start : spelling.end]
        if not any(c.isdigit() for c in word) and not all(fold(w) in names for w in _WORD.findall(word)):
            remarks.append((spelling.start, spelling.end, "Mot absent du dictionnaire.", ()))
    for start, end, why, instead in sorted(remarks):
        if 0 <= start < end <= len(line):
            before, after = line[max(0, start - _AROUND) : start], line[end : end + _AROUND]
            yield LanguageHint(before, line[start:end], after, inert(why), tuple(map(inert, instead)))


@functools.cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _lines(text: str) -> Iterator[str]:
    """The sentences of a Markdown text as plain lines: no code, no address, no sign of its own; what nobody sees is left out."""
    shown = visible_text(composed(text[:MAXIMUM_CHARACTERS]))
    for token in _markdown().parse(shown):
        if token.type != "inline":
            continue
        pieces = []
        for piece in token.children or ():
            if piece.type in ("text", "softbreak", "hardbreak"):
                pieces.append(piece.content if piece.type == "text" else " ")
            elif piece.type in ("code_inline", "image"):
                pieces.append("…")
        line = _TOO_LONG.sub("…", " ".join("".join(pieces).split()))
        if line:
            yield line
