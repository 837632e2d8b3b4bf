"""The lint's rules on length: words to read, words to write and answers to find, against the duration that is printed.

The pace is that of a candidate who has learnt the trade: eight minutes an answer, ten finished words a minute, two hundred read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.french import counted
from epreuves_kit.authoring.statements import Line, lines, writings
from epreuves_kit.authoring.text import Sujet
from epreuves_kit.proof.findings import Finding
from epreuves_kit.proof.structure_rules import outline, words

MINUTES_AN_ANSWER, WRITTEN_A_MINUTE, READ_A_MINUTE = 8, 10, 200
#: How much longer than printed the work may be, by that pace; how much longer than the work the printed duration, in proportion: the clock of
#: those who sat the épreuve cold passes before the rule, and is the longer one wherever files are handed in.
OVER, UNDER = 0.15, 0.4
#: Words of instructions, and paragraphs of them, that may be read before nothing else gets done.
MOST_WORDS, MOST_PARAGRAPHS = 3_000, 150
#: Words of a line that somebody writes.
_WORDS_A_LINE = 12
_DURATION = re.compile(r"\*\*(?:(\d{1,2})\s*(?:h|heures?)(?:\s*(\d{2}))?|(\d{2,3})\s*min(?:utes)?)\*\*")
_LENGTH = re.compile(r"\b(\d{2,4})\s+mots\b|\b(\w+)\s+lignes\b")
_NUMBERS = {"cinq": 5, "huit": 8, "dix": 10, "douze": 12, "quinze": 15, "vingt": 20, "trente": 30}


def workload_rules(epreuve: EpreuveId, sujet: Sujet) -> Iterator[Finding]:
    """All the rules on the length of one text."""

    def finding(rule: str, message: str, line: int = 0) -> Finding:
        return Finding(rule, epreuve, message, "avertissement", sujet.file, line=line)

    read, paragraphs = words(sujet), _paragraphs(sujet)
    if read > MOST_WORDS:
        yield finding("longueur", f"{counted(read, 'mot')} à lire : restez sous {counted(MOST_WORDS, 'mot')}")
    if paragraphs > MOST_PARAGRAPHS:
        sentence = f"{counted(paragraphs, 'paragraphe')} : restez sous {counted(MOST_PARAGRAPHS, 'paragraphe')}"
        yield finding("longueur", sentence)
    printed = next(((line, match) for line in lines(sujet) if (match := _DURATION.search(line.text))), None)
    if printed is None:
        return
    line, match = printed
    due = int(match[3]) if match[3] else 60 * int(match[1]) + int(match[2] or 0)
    answers, _ = outline(sujet)
    written = sum(_lengths(sujet))
    real = MINUTES_AN_ANSWER * answers + written / WRITTEN_A_MINUTE + read / READ_A_MINUTE
    if not real / (1 + OVER) <= due <= real * (1 + UNDER):
        message = (
            f"la durée annoncée est de {counted(due, 'minute')} et le travail en demande {round(real)} : "
            f"{counted(answers, 'réponse')} à {MINUTES_AN_ANSWER} minutes, {counted(written, 'mot')} à écrire, {counted(read, 'mot')} à lire"
        )
        yield finding("duree", message, line.number)


def _paragraphs(sujet: Sujet) -> int:
    """Runs of lines of prose: titles, tables and lists are none."""
    prose = [line for line in lines(sujet) if not re.match(r"\s*(?:[#|>*-]|\d+\.)", line.text)]
    return sum(
        before is None or line.number != before.number + 1 for before, line in zip([None, *prose], prose, strict=False)
    )


def _lengths(sujet: Sujet) -> list[int]:
    """The number of words that each writing asks for: the first length that stands below its heading, or below a text's last question."""
    starts = [heading.line.number for heading in writings(sujet)]
    if not starts:
        cells = [cell.line for cell in sujet.cells if cell.role == "tests"]
        starts = cells[-1:] or [0]
    ends = [*starts[1:], 10**9]
    return [_length([line for line in lines(sujet) if a <= line.number < b]) for a, b in zip(starts, ends, strict=True)]


def _length(below: list[Line]) -> int:
    for line in below:
        for match in _LENGTH.finditer(line.text):
            if match[1]:
                return int(match[1])
            if match[2].casefold() in _NUMBERS:
                return _WORDS_A_LINE * _NUMBERS[match[2].casefold()]
    return 0
