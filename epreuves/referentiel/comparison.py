"""The official wording beside each label, code by code, and what could not be found."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

import msgspec

from epreuves.referentiel.model import Competence, Epreuve, Referentiel, modality
from epreuves.referentiel.official import EpreuveText, GroupText, OfficialDocument, UnrecognisedLine

Kind = Literal["activite", "competence", "groupe", "critere", "epreuve"]

_A = TypeVar("_A")
_B = TypeVar("_B")


class ComparisonLine(msgspec.Struct, frozen=True):
    """One code: the project's label and the official wording, None when the document does not give it.

    The code of a group is its compétence's followed by « -groupe ».
    """

    kind: Kind
    code: str
    label: str
    official: str | None
    lost: bool = False


class OfficialComparison(msgspec.Struct, frozen=True):
    """The comparison of the référentiel with one official document, in the référentiel's order."""

    lines: tuple[ComparisonLine, ...]
    unrecognised: tuple[UnrecognisedLine, ...]

    @property
    def found(self) -> tuple[ComparisonLine, ...]:
        return tuple(line for line in self.lines if line.official is not None)

    @property
    def not_found(self) -> tuple[str, ...]:
        """Codes whose official wording should be in the document and is not."""
        return tuple(line.code for line in self.lines if line.official is None and not line.lost)

    @property
    def lost_codes(self) -> tuple[str, ...]:
        """Compétences known to have lost their wording, and without one in this document either."""
        return tuple(line.code for line in self.lines if line.official is None and line.lost)


def compare(referentiel: Referentiel, document: OfficialDocument) -> OfficialComparison:
    """Lay the official wording beside each label.

    Activities and compétences are found by their code, épreuves by the range of their compétences, groups by
    their rank in their activity, criteria by their rank in their group. Where the document has fewer or more
    of them than the référentiel, order and resemblance decide, so that one loss does not shift the rest.
    """
    activities = {text.code: text for text in document.activities}
    competences = {text.code: text for text in document.competences}
    lines: list[ComparisonLine] = []
    leftovers: list[UnrecognisedLine] = []
    for activity in referentiel.activities:
        found = activities.pop(activity.code, None)
        lines.append(
            ComparisonLine(
                "activite", activity.code, activity.label, found.text if found is not None else None
            )
        )
        theirs = [group for group in document.groups if group.activity == activity.code]
        pairs, extra = pair_up(activity.competences, theirs, _group_likeness)
        leftovers.extend(UnrecognisedLine(g.line, g.title, "groupe de critères en trop") for g in extra)
        for competence, group in zip(activity.competences, pairs, strict=True):
            code, label = competence.code, competence.label
            found = competences.pop(code, None)
            lost = competence.lost_label and found is None
            lines.append(
                ComparisonLine("competence", code, label, found.text if found is not None else None, lost)
            )
            _group(competence, group, lines, leftovers)
    known = {activity.code for activity in referentiel.activities}
    leftovers.extend(
        UnrecognisedLine(group.line, group.title, "groupe de critères hors de toute activité connue")
        for group in document.groups
        if group.activity not in known
    )
    for text in (*activities.values(), *competences.values()):
        said = f"{text.code} - {text.text}"
        leftovers.append(UnrecognisedLine(text.line, said, "code absent du projet"))
    _epreuves(referentiel.epreuves, document.epreuves, lines, leftovers)
    leftovers.extend(document.unrecognised)
    return OfficialComparison(tuple(lines), tuple(sorted(leftovers, key=lambda rest: rest.line)))


def _group(
    competence: Competence,
    group: GroupText | None,
    lines: list[ComparisonLine],
    leftovers: list[UnrecognisedLine],
) -> None:
    title = group.title if group is not None else None
    lines.append(ComparisonLine("groupe", f"{competence.code}-groupe", competence.group.title, title))
    theirs = group.criteres if group is not None else ()
    pairs, extra = pair_up(competence.criteres, theirs, lambda c, text: likeness(c.label, text))
    for critere, text in zip(competence.criteres, pairs, strict=True):
        lines.append(ComparisonLine("critere", critere.id, critere.label, text))
    if group is not None:
        reason = f"critère en trop dans le groupe de {competence.code}"
        leftovers.extend(UnrecognisedLine(group.line, text, reason) for text in extra)


def _epreuves(
    ours: Sequence[Epreuve],
    theirs: Sequence[EpreuveText],
    lines: list[ComparisonLine],
    leftovers: list[UnrecognisedLine],
) -> None:
    by_range: dict[tuple[str, str], EpreuveText] = {}
    for text in theirs:
        range_ = (text.first_line, text.last_line)
        if range_ in by_range:
            reason = f"épreuve de {range_[0]} à {range_[1]} déjà lue plus haut"
            leftovers.append(UnrecognisedLine(text.line, text.title, reason))
        else:
            by_range[range_] = text
    for epreuve in ours:
        reading = by_range.pop((epreuve.competences[0], epreuve.competences[-1]), None)
        official = "\n".join(piece for _, piece in reading.sections) if reading is not None else None
        lines.append(ComparisonLine("epreuve", epreuve.id, modality(epreuve), official))
    for (first_line, last_line), text in by_range.items():
        reason = f"épreuve de {first_line} à {last_line}, absente du projet"
        leftovers.append(UnrecognisedLine(text.line, text.title, reason))


def pair_up(
    ours: Sequence[_A], theirs: Sequence[_B], note: Callable[[_A, _B], float]
) -> tuple[list[_B | None], list[_B]]:
    """Pair two ordered lists without crossing: one of theirs or None for each of ours, and theirs left over.

    As many on both sides: rank decides. Otherwise the pairing whose `note` (0..1) adds up to the most, found
    by dynamic programming (Needleman and Wunsch, 1970, without a penalty for gaps).
    """
    n, m = len(ours), len(theirs)
    if n == m:
        return list(theirs), []
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    notes = [[note(a, b) for b in theirs] for a in ours]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            taken = notes[i][j] + best[i + 1][j + 1] if notes[i][j] > 0 else 0.0
            best[i][j] = max(taken, best[i + 1][j], best[i][j + 1])
    pairs: list[_B | None] = []
    extra: list[_B] = []
    i = j = 0
    while i < n and j < m:
        if notes[i][j] > 0 and best[i][j] == notes[i][j] + best[i + 1][j + 1]:
            pairs.append(theirs[j])
            i, j = i + 1, j + 1
        elif best[i][j] == best[i][j + 1]:
            extra.append(theirs[j])
            j += 1
        else:
            pairs.append(None)
            i += 1
    pairs.extend([None] * (n - i))
    extra.extend(theirs[j:])
    return pairs, extra


def _group_likeness(competence: Competence, group: GroupText) -> float:
    our = " ".join((competence.group.title, *(critere.label for critere in competence.criteres)))
    return likeness(our, " ".join((group.title, *group.criteres)))


def likeness(a: str, b: str) -> float:
    """Share of word stems that two texts have in common (Dice's coefficient, 0..1)."""
    stems_a, stems_b = _stems(a), _stems(b)
    if not stems_a or not stems_b:
        return 0.0
    return 2 * len(stems_a & stems_b) / (len(stems_a) + len(stems_b))


def _stems(text: str) -> set[str]:
    """Words of four letters at least, without accents, cut to six: enough to see through inflexions."""
    flat = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return {word[:6] for word in re.findall(r"[a-z0-9]{4,}", flat)}
