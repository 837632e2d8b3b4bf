"""Measure of a text that stands in another: five-word runs in common, over those of the shorter one, less what was given to everybody.

Containment, and not the share of both together: a short text taken whole from a long one is whole in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set

import msgspec

from epreuves.answers.keys import fold
from epreuves.wording.inert import composed, visible_text

#: Words of a run: fewer are anybody's, more forgive a word changed here and there.
RUN = 5
#: Runs of its own under which a text is not compared, about forty words.
LEAST_OWN = 36
#: A run is an expression of the course where it stands in more than this share of the copies, and in this many at least: where copies
#: are few, a third of them would be the two that are looked for.
COMMON_SHARE, COMMON_COPIES = 1 / 3, 6
#: Words of a passage in common that is told whatever share of the text it makes.
LONG_PASSAGE = 25
#: The share of the shorter text from which two are told, where none is asked for.
USUAL_SHARE = 0.2
#: Characters of a text that are compared: what is longer is no answer that people read.
MAXIMUM_TEXT = 60_000
#: Places of the same run in one text that are looked at for the longest passage: a word typed ten thousand times has no more.
_PLACES = 8
#: Couples that are kept, those most alike.
MAXIMUM_COUPLES = 400

# Apostrophes and hyphens part words, as « d'accord » and « d’accord » are the same two.
_WORD = re.compile(r"[^\W_]+")
_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d"))


class WordedText(msgspec.Struct, frozen=True):
    """A text as it is shown, its words as they are compared, and where each stands in it (first character, and one past the last)."""

    shown: str
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    cut: bool = False


def worded(text: str) -> WordedText:
    """The words of a text, without case, accents or signs; what nobody sees in it is left out, so that it parts no word."""
    shown = visible_text(composed(text[: MAXIMUM_TEXT + 1])).translate(_JOINERS)
    matches = list(_WORD.finditer(shown[:MAXIMUM_TEXT]))
    words, places = [], []
    for word in matches:
        folded = fold(word[0])
        words.append(folded)
        places.append(word.span())
    return WordedText(shown[:MAXIMUM_TEXT], tuple(words), tuple(places), len(text) > MAXIMUM_TEXT)


def runs(words: Sequence[str]) -> list[int]:
    """The five-word runs of a text, in order, each as a number: the same for the same words, in one process."""
    # Python's own hash of strings: a million of runs take a second and little room, and nobody can prepare two that are alike.
    return [hash(run) for run in zip(*(words[at:] for at in range(RUN)), strict=False)]


def share(own: Set[int], other: Set[int]) -> float:
    """The share of the shorter text's runs that stand in the other, from 0 to 1; 0 where one has none."""
    shorter = min(len(own), len(other))
    return len(own & other) / shorter if shorter else 0.0


class SoughtText(msgspec.Struct, frozen=True):
    """A text to compare. copy: of which it is, by rank; people: who wrote it, never compared with what they wrote elsewhere.

    earlier: True if it is of another session: two such are not compared, and they make no expression common. quoted: runs that are
    its writers' own elsewhere.
    """

    copy: int
    people: frozenset[str]
    text: WordedText
    earlier: bool = False
    quoted: frozenset[int] = frozenset()


class TextCouple(msgspec.Struct, frozen=True):
    """Two texts that resemble each other, by their rank, the first one before the other.

    share: of the shorter one, in ]0, 1]. words: of it, in common. passage: the longest one, as the first text has it, and its length in words.
    spans: where the words in common stand in each text, as (first character, one past the last), apart and in order.
    """

    first: int
    second: int
    share: float
    words: int
    passage: str
    passage_words: int
    spans: tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]


def couples(texts: Sequence[SoughtText], given: Set[int], least: float = USUAL_SHARE) -> tuple[list[TextCouple], int]:
    """The couples of texts that resemble each other, those most alike first, and how many more there were.

    given: runs of what everybody was given. least: the share from which two are told; a long passage is told whatever the share.
    """
    ordered = [runs(sought.text.words) for sought in texts]
    own = [set(text_runs) - given - sought.quoted for text_runs, sought in zip(ordered, texts, strict=True)]
    common = _common(texts, own)
    own = [text_runs - common for text_runs in own]
    kept = []
    for first, second in _candidates(texts, own, least):
        shared = own[first] & own[second]
        alike = share(own[first], own[second])
        spans = tuple(_spans(texts[at].text, ordered[at], shared) for at in (first, second))
        start, length = _longest(ordered[first], ordered[second], shared)
        if alike < least and length + RUN - 1 < LONG_PASSAGE:
            continue
        places = texts[first].text.places
        passage = texts[first].text.shown[places[start][0] : places[start + length + RUN - 2][1]]
        words = min(_covered(ordered[at], shared) for at in (first, second))
        kept.append(TextCouple(first, second, alike, words, passage, length + RUN - 1, (spans[0], spans[1])))
    kept.sort(key=lambda couple: (-couple.share, -couple.passage_words, couple.first, couple.second))
    return kept[:MAXIMUM_COUPLES], max(0, len(kept) - MAXIMUM_COUPLES)


def _common(texts: Sequence[SoughtText], own: Sequence[Set[int]]) -> set[int]:
    """The runs that are expressions of the course, by how many copies of this session hold them."""
    by_copy: dict[int, set[int]] = {}
    for sought, text_runs in zip(texts, own, strict=True):
        if not sought.earlier:
            by_copy.setdefault(sought.copy, set()).update(text_runs)
    counts = Counter[int]()
    for held in by_copy.values():
        counts.update(held)
    most = len(by_copy) * COMMON_SHARE
    return {run for run, count in counts.items() if count > most and count >= COMMON_COPIES}


def _candidates(texts: Sequence[SoughtText], own: Sequence[Set[int]], least: float) -> Iterable[tuple[int, int]]:
    """Couples that hold enough runs in common, by an index of runs: texts that share none never meet."""
    index: dict[int, list[int]] = {}
    # Those of other sessions come first, and are asked for nothing: what is compared with them comes after.
    order = sorted(range(len(texts)), key=lambda at: (not texts[at].earlier, at))
    for at in order:
        sought, held = texts[at], own[at]
        if len(held) < LEAST_OWN:
            continue
        counts = Counter[int]()
        for run in held:
            holders = index.setdefault(run, [])
            if holders and not sought.earlier:
                counts.update(holders)
            holders.append(at)
        for other, count in counts.items():
            enough = count >= min(LONG_PASSAGE - RUN + 1, least * min(len(held), len(own[other])))
            if enough and texts[other].copy != sought.copy and not sought.people & texts[other].people:
                yield min(at, other), max(at, other)


def _spans(text: WordedText, ordered: Sequence[int], shared: Set[int]) -> tuple[tuple[int, int], ...]:
    """Places of the words in common in a text."""
    spans: list[tuple[int, int]] = []
    until = -1
    for at, run in enumerate(ordered):
        if run not in shared:
            continue
        start, end = text.places[at][0], text.places[at + RUN - 1][1]
        if at <= until:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        until = at + RUN
    return tuple(spans)


def _covered(ordered: Sequence[int], shared: Set[int]) -> int:
    """The number of words of a text that stand in a run in common."""
    count = until = 0
    for at, run in enumerate(ordered):
        if run in shared:
            count += at + RUN - max(at, until)
            until = at + RUN
    return count


def _longest(first: Sequence[int], second: Sequence[int], shared: Set[int]) -> tuple[int, int]:
    """(where it starts in the first text, its runs) of the longest passage that both hold in the same order; the first of equals."""
    places: dict[int, list[int]] = {}
    for at, run in enumerate(second):
        if run in shared and len(run_places := places.setdefault(run, [])) < _PLACES:
            run_places.append(at)
    best = (0, 0)
    before: dict[int, int] = {}
    for at, run in enumerate(first):
        now = {place: before.get(place - 1, 0) + 1 for place in places.get(run, ())}
        if now and (length := max(now.values())) > best[1]:
            best = (at - length + 1, length)
        before = now
    return best
