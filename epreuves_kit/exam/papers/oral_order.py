"""The order of an oral: who is heard by which panel and when, worked out so that nobody is in two places, nor heard by who taught them.

A passage takes a group whole where it is heard together, else its members one after the other before the same panel. Solved by a solver of integer
programs: as early as can be, those first in the list first; the same demand gives the same order.
"""

from __future__ import annotations

import datetime
import itertools
import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

import msgspec
import numpy as np

from epreuves.answers.keys import fold
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, either, hour, listed
from epreuves_kit.exam.enrol import EnrolledCandidate
from epreuves_kit.exam.school_list import bare

#: Seconds that the solver may take.
_PATIENCE = 60
_PAUSE = re.compile(r"\s*(\d\d?)[:hH](\d\d)?\s*[-–]\s*(\d\d?)[:hH](\d\d)?\s*")


class HearingPanel(msgspec.Struct, frozen=True):
    """Those who hear candidates together, and where."""

    name: str
    place: str = ""
    jurors: tuple[str, ...] = ()


class Heard(msgspec.Struct, frozen=True):
    """Those who pass together, or one after the other before the same panel. group: its name, empty for somebody alone.

    granted: by candidate, the share of time that is added to their passage; a group heard together has that of who has most.
    """

    people: tuple[EnrolledCandidate, ...]
    group: str = ""
    together: bool = False
    granted: Mapping[str, Fraction] = {}

    @property
    def passages(self) -> list[tuple[tuple[EnrolledCandidate, ...], Fraction]]:
        """The people of each passage, and the share of time that is added to it."""
        each = [self.people] if self.together else [(person,) for person in self.people]
        return [(people, max(self.granted.get(person.id, Fraction(0)) for person in people)) for people in each]

    @property
    def names(self) -> str:
        """Their names, as a sentence lists them."""
        return listed(person.name for person in self.people)


class OralPassage(msgspec.Struct, frozen=True):
    """A passage before a panel: from when, until when, and who."""

    panel: HearingPanel
    begins: datetime.datetime
    ends: datetime.datetime
    people: tuple[EnrolledCandidate, ...]
    group: str = ""


def panels(text: str) -> list[HearingPanel]:
    """The panels that lines say: « Jury A, salle 12 : Nadia Roux, Idriss Koné »; one without a name where nothing is said. Raises KitError."""
    made = []
    for line in filter(None, map(str.strip, re.split(r"[\n;]", text))):
        head, _, jurors = line.partition(":")
        name, _, place = head.partition(",")
        names = tuple(juror for part in jurors.split(",") if (juror := part.strip()))
        made.append(HearingPanel(name.strip(), place.strip(), names))
    if len({fold(panel.name) for panel in made}) < len(made):
        raise KitError("Deux jurys ont le même nom : nommez-les autrement (« Jury A », « Jury B »).")
    return made or [HearingPanel("Jury")]


def text(panels: Iterable[HearingPanel]) -> str:
    """Panels as the lines that say them."""
    return "\n".join(
        f"{', '.join(filter(None, (panel.name, panel.place)))}{' : ' if panel.jurors else ''}{', '.join(panel.jurors)}"
        for panel in panels
    )


def tutors(text: str, people: Sequence[EnrolledCandidate]) -> dict[str, frozenset[str]]:
    """The jurors set apart from each candidate, by identifier: lines « Léa Fontaine : Nadia Roux, Idriss Koné ». people: who pass, each called by their name
    or by their identifier. Raises KitError."""
    keys = {fold(person.id): person.id for person in people}
    named = Counter(bare(person.name) for person in people)
    alone = {bare(person.name): person.id for person in people if named[bare(person.name)] == 1}
    apart = {}
    for line in filter(None, map(str.strip, re.split(r"[\n;]", text))):
        who, colon, names = line.partition(":")
        id = keys.get(fold(who.strip())) or alone.get(bare(who))
        if not colon:
            raise KitError(
                f"« {line} » : écrivez le nom du candidat, deux-points, puis les jurés qui ne doivent pas l'entendre."
            )
        if id is None and (several := [person.id for person in people if bare(person.name) == bare(who)]):
            raise KitError(f"Plusieurs personnes s'appellent {who.strip()} : écrivez {either(several)}.")
        if id is None:
            raise KitError(f"« {who.strip()} » n'est pas de ceux qui passent : vérifiez le nom.")
        apart[id] = frozenset(fold(name) for part in names.split(",") if (name := part.strip()))
    return apart


def pauses(text: str) -> list[tuple[datetime.time, datetime.time]]:
    """The pauses that a text says: « 10:30-10:45, 12:30-13:30 ». Raises KitError."""
    made = []
    for part in filter(None, map(str.strip, re.split(r"[,;\n]", text))):
        match = _PAUSE.fullmatch(part)
        try:
            first, last = (
                datetime.time(int(match[at]), int(match[at + 1] or 0)) if match is not None else datetime.time(0)
                for at in (1, 3)
            )
        except ValueError:
            first = last = datetime.time(0)
        if match is None or first >= last:
            raise KitError(f"« {part} » n'est pas une pause : écrivez son début et sa fin, comme 12:30-13:30.")
        made.append((first, last))
    return made


def slots(
    begins: datetime.datetime,
    ends: datetime.datetime,
    minutes: int,
    turn: int,
    away: Sequence[tuple[datetime.time, datetime.time]],
) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """The passages that a day has room for, in order; after a pause, they begin again at its end. turn: minutes between two."""
    made = []
    at, length = begins, datetime.timedelta(minutes=minutes)
    while at + length <= ends:
        over = [last for first, last in away if at.time() < last and (at + length).time() > first]
        if over:
            at = datetime.datetime.combine(at.date(), max(over), at.tzinfo)
            continue
        made.append((at, at + length))
        at += length + datetime.timedelta(minutes=turn)
    return made


def order(
    heard: Sequence[Heard],
    juries: Sequence[HearingPanel],
    times: Sequence[tuple[datetime.datetime, datetime.datetime]],
    apart: Mapping[str, Collection[str]],
    busy: Mapping[str, Sequence[tuple[datetime.datetime, datetime.datetime]]],
    hearing: Mapping[str, Sequence[tuple[datetime.datetime, datetime.datetime]]] = {},
) -> list[OralPassage]:
    """The passages, panel by panel, in the order of time.

    apart: folded names of who must not hear a candidate; busy: when a candidate is elsewhere; hearing: when a juror, by a folded name, hears another oral.
    Raises KitError where no order holds.
    """
    panels_of = Counter(name for panel in juries for name in {fold(juror) for juror in panel.jurors})
    if several := dict.fromkeys(juror for panel in juries for juror in panel.jurors if panels_of[fold(juror)] > 1):
        raise KitError(
            f"Un juré entend un jury à la fois, et plusieurs jurys ont ici {listed(several)} : laissez chacun dans un seul."
        )
    usual = min(_gaps(times), default=datetime.timedelta())
    length = times[0][1] - times[0][0] if times else datetime.timedelta()
    spans = [_spans(group, length, usual) for group in heard]
    needed, room = sum(map(sum, spans)), len(juries) * len(times)
    if needed > room:
        raise KitError(
            f"Il faut {counted(needed, 'passage')}, et la journée n'en a que {room} : ajoutez un jury, une heure, ou raccourcissez les passages."
        )
    choices = [
        (rank, jury, first)
        for rank, group in enumerate(heard)
        for jury, panel in enumerate(juries)
        if not _kept_apart(group, panel, apart)
        for first in range(len(times) - sum(spans[rank]) + 1)
        # Members of a group are not parted by a pause, nor is a longer passage.
        if all(gap == usual for gap in _gaps(times[first : first + sum(spans[rank])]))
        and _free(_passages(group, panel, times[first:], spans[rank]), busy, hearing)
    ]
    chosen = _solved(spans, juries, times, choices)
    if chosen is None:
        raise KitError(_nowhere(heard, juries, choices))
    passages = []
    for rank, jury, first in chosen:
        passages += _passages(heard[rank], juries[jury], times[first:], spans[rank])
    ranks = {panel.name: rank for rank, panel in enumerate(juries)}
    return sorted(passages, key=lambda passage: (ranks[passage.panel.name], passage.begins))


def _kept_apart(group: Heard, panel: HearingPanel, apart: Mapping[str, Collection[str]]) -> bool:
    jurors = {fold(juror) for juror in panel.jurors}
    return any(jurors.intersection(apart.get(person.id, ())) for person in group.people)


def _gaps(times: Sequence[tuple[datetime.datetime, datetime.datetime]]) -> list[datetime.timedelta]:
    return [after[0] - before[1] for before, after in itertools.pairwise(times)]


def _more(length: datetime.timedelta, share: Fraction) -> datetime.timedelta:
    """The time that a share adds to a passage, in whole minutes, as it is told."""
    minute = datetime.timedelta(minutes=1)
    return math.ceil(length // minute * share) * minute


def _spans(group: Heard, length: datetime.timedelta, turn: datetime.timedelta) -> list[int]:
    """The places of the day that each passage takes: more than one where it is longer."""
    return [
        1 if not share else -(-(length + _more(length, share) + turn) // (length + turn)) for _, share in group.passages
    ]


def _passages(
    group: Heard,
    panel: HearingPanel,
    times: Sequence[tuple[datetime.datetime, datetime.datetime]],
    spans: Sequence[int],
) -> list[OralPassage]:
    """The passages of a group that begins at the first of these times."""
    made, place = [], 0
    for (people, share), span in zip(group.passages, spans, strict=True):
        begins, ends = times[place]
        made.append(OralPassage(panel, begins, ends + _more(ends - begins, share), people, group.group))
        place += span
    return made


def _free(
    passages: Iterable[OralPassage],
    busy: Mapping[str, Sequence[tuple[datetime.datetime, datetime.datetime]]],
    hearing: Mapping[str, Sequence[tuple[datetime.datetime, datetime.datetime]]],
) -> bool:
    return all(
        not (passage.begins < until and passage.ends > since)
        for passage in passages
        for elsewhere in (
            *(busy.get(person.id, ()) for person in passage.people),
            *(hearing.get(fold(juror), ()) for juror in passage.panel.jurors),
        )
        for since, until in elsewhere
    )


def _solved(
    spans: Sequence[Sequence[int]],
    juries: Sequence[HearingPanel],
    times: Sequence[tuple[datetime.datetime, datetime.datetime]],
    choices: Sequence[tuple[int, int, int]],
) -> list[tuple[int, int, int]] | None:
    """One choice for each, no two at the same place; None where there is none. spans: the places that each takes."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    if not choices:
        return None
    once = [(rank, column) for column, (rank, _, _) in enumerate(choices)]
    taken = [
        (len(spans) + jury * len(times) + first + place, column)
        for column, (rank, jury, first) in enumerate(choices)
        for place in range(sum(spans[rank]))
    ]
    rows, columns = zip(*once, *taken, strict=True)
    shape = (len(spans) + len(juries) * len(times), len(choices))
    matrix = coo_array((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()
    least = np.concatenate([np.ones(len(spans)), np.zeros(shape[0] - len(spans))])
    # Early first; of two orders as early, the one that follows the list, then the panels.
    weight = [first * (1 + (len(spans) - rank) / (1000 * len(spans))) + jury / 1e5 for rank, jury, first in choices]
    solution = milp(
        np.array(weight),
        integrality=np.ones(len(choices)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, least, np.ones(shape[0])),
        options={"time_limit": _PATIENCE},
    )
    if solution.x is None:
        return None
    return [choice for choice, value in zip(choices, solution.x, strict=True) if value > 0.5]


def _nowhere(heard: Sequence[Heard], juries: Sequence[HearingPanel], choices: Sequence[tuple[int, int, int]]) -> str:
    possible = {rank for rank, _, _ in choices}
    nobody = [group.names for rank, group in enumerate(heard) if rank not in possible]
    if nobody:
        return (
            f"Aucun passage ne convient à {listed(nobody[:6])} : leurs autres épreuves, les autres oraux des jurés, ou les jurés qui ne doivent pas les entendre, prennent tout. "
            "Ajoutez un jury ou une heure."
        )
    return "Aucun ordre ne convient à tous : ajoutez un jury ou une heure, ou ôtez une incompatibilité."


def rows(passages: Sequence[OralPassage]) -> list[tuple[str, str, str, str]]:
    """The order as a table shows it: hour, panel, place, who."""
    return [
        (
            f"{hour(passage.begins)}\N{NO-BREAK SPACE}–\N{NO-BREAK SPACE}{hour(passage.ends)}",
            passage.panel.name,
            passage.panel.place or "—",
            f"{listed(person.name for person in passage.people)}{f' (groupe {passage.group})' if passage.group else ''}",
        )
        for passage in passages
    ]
