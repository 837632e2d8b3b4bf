"""A session: its name, its key, how many variants it has and its seats, as an instructor writes them, and as an épreuve was built with them.

At the course's root, `seance.yaml`:

    nom: Session de juin 2026
    cle: une phrase que personne ne devine avant l'épreuve
    variantes: 12
    epreuves: [e06, e17]
    recours: Écrivez au secrétariat de la certification dans les deux mois.
    conservation: 2027-06-30
    codes: oui
    permis:
      e06: {internet: oui, ia: declarer}
    dates:
      e06: {debut: 2026-06-10 09:00, fin: 2026-06-10 13:00, lieu: Salle 204}
    retard: {tolerance: 10, par_heure: 2, refus: 24}
    fuseau: Europe/Paris

the number of variants being twelve where it is not written, and the épreuves all those of the course; « recours » says to candidates how
to appeal, « permis » what an épreuve allows where that is not what its nature usually does, « codes » whether each candidate has a code to begin with, « conservation » until when what is personal is kept; what dates and lateness mean is the timetable's to say (`course.timetable`), and nothing of it is released. Beside it, if wanted, `places.csv` (`candidat;epreuve;variante`) and `groupes.csv` (see `groups`): on an épreuve done in groups each member has the place that gives the group's variant. What is released is `seance.json`: the
name, and of one épreuve its own key, its number of variants and its seats, each candidate standing there as a keyed hash. An épreuve's
own key is no secret once it has begun: the session's is, until the last one has, as all variants are drawn with it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from epreuves.answers.allowed import Allowed
from epreuves.answers.published_words import PublishedWords
from epreuves.referentiel.spelling import EpreuveId
from epreuves.variants.attribution import (
    ALPHABET,
    GROUPS_FILE,
    LEAST,
    MOST,
    USUAL,
    CandidateId,
    candidate_id,
    own_key,
    rex_key,
    seat_digest,
    variant,
    variant_of_group,
)
from epreuves.variants.published import PUBLISHED_FILE, ExamSession, PublishedSitting, read_published
from epreuves.wording import strict_csv
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.remedies import remedy
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.variants.identity import ByCandidate, Candidates
from epreuves_kit.wording import TO_WRITE, strict_yaml

FILE = "seance.yaml"
SEATS_FILE = "places.csv"
_COLUMNS, _REASON = ["candidat", "epreuve", "variante"], "motif"
#: The session of the repository's own course: its key is public, and so is what is drawn with it.
DEMONSTRATION_NAME = "Session de démonstration"
DEMONSTRATION_KEY = "le thé infuse quatre minutes à quatre-vingts degrés"
_WRITTEN = {
    "allowed": "permis",
    "appeal": "recours",
    "key": "cle",
    "late": "retard",
    "name": "nom",
    "variants": "variantes",
    "zone": "fuseau",
}


class Seat(msgspec.Struct, frozen=True):
    """One line of the seating table. reason: why a copy is marked as that variant, though it was given out as another; empty for a seat."""

    candidate: str
    epreuve: EpreuveId
    variant: str
    line: int = 0
    reason: str = ""


class WrittenSitting(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"begins": "debut", "ends": "fin", "place": "lieu"}
):
    """The sitting of an épreuve, as it is written: what YAML makes of a day and an hour is the timetable's to read.

    campus: those whose candidates sit this sujet, of an épreuve of which the session holds several.
    """

    begins: Any
    ends: Any
    place: Annotated[str, msgspec.Meta(max_length=200)] = ""
    campus: tuple[str, ...] = ()


class LateRule(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"per_hour": "par_heure", "refusal": "refus"}
):
    """The cost of lateness. tolerance: minutes without effect; per_hour: points for each hour begun past one's end; refusal: hours past
    it from which a copy counts zero, None for never.
    """

    tolerance: Annotated[int, msgspec.Meta(ge=0, le=1440)] = 0
    per_hour: Annotated[float, msgspec.Meta(ge=0, le=1000)] = 0
    refusal: Annotated[int, msgspec.Meta(ge=1, le=8760)] | None = None


#: Where hours are those of, unless a session says otherwise.
USUAL_ZONE = "Europe/Paris"


class WrittenSession(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename=_WRITTEN):
    """The content of `seance.yaml`, as it is written."""

    name: str
    key: str
    variants: int = USUAL
    epreuves: tuple[EpreuveId, ...] = ()
    appeal: str = ""
    conservation: datetime.date | None = None
    dates: dict[str, WrittenSitting] = msgspec.field(default_factory=dict)
    late: LateRule | None = None
    zone: str = USUAL_ZONE
    allowed: dict[str, Allowed] = msgspec.field(default_factory=dict)
    codes: Literal["oui", "non"] = "non"


#: What is said where there is no session.
_MISSING = (
    "le fichier manque ; écrivez-y deux lignes, « nom: Session de juin 2026 » et « cle: … » (une phrase quelconque)."
)


def written(root: Path) -> tuple[WrittenSession, strict_yaml.YamlDocument] | None:
    """The `seance.yaml` at `root`, with the document, for lines; None where there is none. Raises KitError."""
    path = root / FILE
    return strict_yaml.read_document(path, WrittenSession, _MISSING) if path.exists() else None


def read_written(content: bytes) -> tuple[WrittenSession, strict_yaml.YamlDocument]:
    """The same, of the content of a `seance.yaml`. Raises YamlRefused."""
    document = strict_yaml.parse(content)
    return strict_yaml.convert(document.value, WrittenSession, document), document


def unnamed(root: Path) -> bool:
    """True if the session at `root` is still called as a new course's is. Raises KitError."""
    pair = written(root)
    return pair is not None and TO_WRITE in pair[0].name


def epreuves_held(root: Path) -> tuple[str, ...]:
    """The épreuves that the session at `root` names, as they are written; none where it names none, or is not written. Raises KitError."""
    path = root / FILE
    return strict_yaml.read_file(path, WrittenSession, _MISSING).epreuves if path.exists() else ()


def appeal(root: Path) -> str:
    """The way in which candidates of the session at `root` appeal, as the school says it to them; empty where it says nothing. Raises KitError."""
    path = root / FILE
    return strict_yaml.read_file(path, WrittenSession, _MISSING).appeal.strip() if path.exists() else ""


def conservation(root: Path) -> datetime.date | None:
    """The day until which the session at `root` keeps what is personal, as the school set it; None where it set none. Raises KitError."""
    path = root / FILE
    return strict_yaml.read_file(path, WrittenSession, _MISSING).conservation if path.exists() else None


def zone_of(root: Path) -> ZoneInfo:
    """The time zone of the session at `root`; the usual one where none can be read."""
    try:
        pair = written(root)
        return ZoneInfo(USUAL_ZONE if pair is None else pair[0].zone)
    except (KitError, ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(USUAL_ZONE)


def now(root: Path) -> datetime.datetime:
    """The moment, by the clocks of the session at `root`: a server may be in another time zone."""
    return datetime.datetime.now(zone_of(root))


def read(root: Path, epreuve: EpreuveId | None = None, published: ExamSession | None = None) -> ExamSession:
    """The session of the course at `root`, for one épreuve, with the épreuve's own key; without épreuve, the session and its key. KitError
    names the file, the line and the field.

    published: the session that the épreuve was built with; its name is kept, as variants were dealt with it, its attempts, and its sitting.
    """
    path = root / FILE
    as_written = strict_yaml.read_file(path, WrittenSession, _MISSING)
    for field, text in (("nom", as_written.name), ("cle", as_written.key)):
        if not text.strip():
            raise KitError(f"{path} : « {field} » est vide.")
    if not LEAST <= as_written.variants <= MOST:
        due = f"un nombre de {LEAST} à {MOST} est attendu, reçu {as_written.variants}"
        raise KitError(f"{path}, champ « variantes » : {due}.")
    if not epreuve:
        return ExamSession(as_written.name, as_written.key, variants=as_written.variants)
    name, attempts = (as_written.name, {}) if published is None else (published.name, published.attempts)
    exam_session = ExamSession(
        name,
        own_key(as_written.key, epreuve),
        epreuve,
        variants=as_written.variants,
        attempts=attempts,
        sitting=PublishedSitting() if published is None else published.sitting,
    )
    table = seats_of(root, alphabet=exam_session.letters)
    seats = (*(p for p in table if p.epreuve == epreuve), *_of_groups(root, exam_session, table))
    places = {seat_digest(exam_session.key, epreuve, seat.candidate): seat.variant for seat in seats}
    return msgspec.structs.replace(exam_session, places=places, words=_words(root, epreuve))


def _words(root: Path, epreuve: EpreuveId) -> PublishedWords:
    """The words of the référentiel that an épreuve's candidates read; of one of a school's own, the labels of all compétences."""
    whole = referentiel(root)
    official = whole.known(epreuve)
    codes = [competence.code for competence in whole.competences] if official is None else official.competences
    in_parts = official is not None and official.report_part is not None
    parts: dict[str, str] = {part.id: part.title for part in whole.report_parts} if in_parts else {}
    return PublishedWords({code: whole.competence(code).label for code in codes}, parts)


def key_of_rex(root: Path, epreuve: EpreuveId) -> str:
    """The key that an épreuve's REX draws its new facts with. Raises KitError."""
    return rex_key(read(root).key, epreuve)


def _of_groups(root: Path, exam_session: ExamSession, table: tuple[Seat, ...]) -> list[Seat]:
    """The places of the members of groups; KitError where the seating table gives one of them another."""
    if not (root / GROUPS_FILE).exists():
        return []
    from epreuves_kit.variants.groups import read as read_the_groups

    written_seats = ByCandidate((place.candidate, place) for place in table if place.epreuve == exam_session.epreuve)
    places, faults = [], []
    for group in read_the_groups(root, exam_session.epreuve) or ():
        letter = variant_of_group(exam_session, exam_session.epreuve, group.name)
        for member in group.members:
            places.append(Seat(member.candidate, exam_session.epreuve, letter, member.line))
            written_seat = written_seats.get(member.candidate)
            if written_seat is not None and written_seat.variant != letter:
                faults.append(
                    f"{SEATS_FILE}, ligne {written_seat.line}, champ « variante » : « {member.candidate} » a la place "
                    f"{written_seat.variant}, mais son groupe « {group.name} » ({GROUPS_FILE}, ligne {member.line}) a la "
                    f"variante {letter} ; ôtez cette ligne, la variante de {exam_session.epreuve} est celle du groupe."
                )
    if faults:
        raise KitError("\n".join(faults))
    return places


def seats_of(root: Path, name: str = "", alphabet: str = ALPHABET) -> tuple[Seat, ...]:
    """The seating table of the course at `root`, empty where it has none; KitError has every fault, with its line and field.

    name: what is said of the file; by default, its whole path. alphabet: the letters that there are.
    """
    path = root / SEATS_FILE
    return read_seats(path.read_bytes(), name or str(path), alphabet) if path.exists() else ()


def read_seats(data_bytes: bytes, name: str = SEATS_FILE, alphabet: str = ALPHABET) -> tuple[Seat, ...]:
    """The seating table; KitError has every fault, with its line and field. alphabet: the letters that there are."""
    titles, lines = strict_csv.table(data_bytes, name, _COLUMNS, (_REASON,))
    faults: list[str] = []
    places: dict[tuple[CandidateId, str], Seat] = {}
    for number, values in lines:
        if len(values) != len(titles):
            faults.append(strict_csv.uneven(name, number, titles, len(values)))
            continue
        place = Seat(values[0], EpreuveId(values[1]), values[2].upper(), number, "".join(values[3:]))
        empty = [strict_csv.missing(name, number, c) for c, v in zip(_COLUMNS, values, strict=False) if not v]
        faults += empty
        if values[2] and (len(place.variant) != 1 or place.variant not in alphabet):
            expected = f"une lettre de {alphabet[0]} à {alphabet[-1]} est attendue, reçu « {values[2]} »."
            faults.append(strict_csv.at(name, number, "variante", expected))
        before = places.setdefault((candidate_id(place.candidate), place.epreuve), place)
        if before is not place and not empty:
            already = (
                f"« {place.candidate} » a déjà une place pour {place.epreuve}, ligne {before.line} ; "
                "gardez une seule des deux lignes."
            )
            faults.append(strict_csv.at(name, number, "candidat", already))
    if faults:
        raise Faults(*faults)
    return tuple(places.values())


#: Candidates named in a sentence at most.
_NAMED = 6


class SessionChange(msgspec.Struct, frozen=True):
    """The difference between a course and the session that an épreuve was built with: sentences on what would draw variants again,
    and on what would not."""

    redrawn: tuple[str, ...] = ()
    shown: str = ""


def published(root: Path, epreuve: EpreuveId) -> ExamSession | None:
    """The session that an épreuve was built with; None where it is not built, or the file can be read no more."""
    for step in ("source", "release"):
        try:
            return read_published((root / step / epreuve / PUBLISHED_FILE).read_bytes())
        except (OSError, KitError):
            continue
    return None


def held(root: Path, epreuve: EpreuveId) -> ExamSession:
    """The session as it is written, with the name that the épreuve's variants were drawn with where it is built."""
    return read(root, epreuve, published(root, epreuve))


def drawn_with(root: Path, epreuve: EpreuveId) -> ExamSession:
    """The session that the épreuve's variants hang on: the one that it was built with; as it is written where it is not built."""
    return published(root, epreuve) or read(root, epreuve)


def change(root: Path, epreuve: EpreuveId) -> SessionChange:
    """The changes written since an épreuve was built. Raises KitError where they cannot be read."""
    before = published(root, epreuve)
    if before is None:
        return SessionChange()
    now, title = read(root, epreuve, before), read(root).name
    shown = ""
    if title != before.name:
        shown = (
            f"{FILE}, champ « nom » : « {title} » s'affiche désormais, mais les variantes de {epreuve} restent celles de "
            f"« {before.name} », nom avec lequel l'épreuve a été construite."
        )
    sentences = []
    if before.key == read(root).key:
        sentences.append(
            f"{epreuve} a été construite par une version du kit qui distribuait la clé de toute la séance : ses variantes seraient "
            f"tirées de nouveau. Si l'épreuve a été distribuée, changez aussi la clé dans {FILE}."
        )
    elif now.key != before.key:
        sentences.append(
            f"{FILE}, champ « cle » : la clé a changé ; toutes les variantes de {epreuve} seraient tirées de nouveau."
        )
    if now.variants != before.variants:
        sentences.append(
            f"{FILE}, champ « variantes » : {now.variants} au lieu de {before.variants} ; les candidats de {epreuve} n'auraient plus "
            "la même variante."
        )
    if sentences:
        return SessionChange(tuple(sentences), shown)
    return SessionChange(tuple(_seats(root, epreuve, before, now)), shown)


def known_to_all(root: Path) -> str:
    """The warning on a session that has a name of its own and the demonstration's key; empty otherwise."""
    written = read(root)
    if written.key != DEMONSTRATION_KEY or written.name == DEMONSTRATION_NAME:
        return ""
    return (
        f"{FILE}, champ « cle » : c'est encore la clé de la démonstration, connue de tous, comme les données qu'elle donne. Écrivez-en "
        "une autre avant de distribuer."
    )


def refuse_or_announce(root: Path, epreuve: EpreuveId, announce: Callable[[str], None] | None) -> str:
    """Let an épreuve be built: gives what is to be said of it, empty as a rule.

    announce: told, before anything is written, what a new session does to the épreuve; without it, KitError where variants
    would be drawn again.
    """
    differences, before = change(root, epreuve), published(root, epreuve)
    if announce is not None:
        if before is not None and (differences.redrawn or differences.shown):
            announce(_announced(root, epreuve, before, differences))
        return ""
    if differences.redrawn:
        sentences = "\n".join(differences.redrawn)
        raise KitError(
            f"{sentences}\nLes copies faites avec les données déjà distribuées seraient corrigées sur d'autres données. Remettez ce qui "
            f"était écrit ; ou, si rien n'est encore distribué, {remedy('build', epreuve, '--nouvelle-seance')} tire tout de nouveau."
        )
    return differences.shown


def _announced(root: Path, epreuve: EpreuveId, before: ExamSession, differences: SessionChange) -> str:
    copies = sum(1 for _ in root.glob(f"submitted/*/{epreuve}"))
    sentences = list(differences.redrawn)
    if (title := read(root).name) != before.name:
        sentences.append(f"{FILE}, champ « nom » : « {before.name} » devient « {title} ».")
    sentences.append(f"Nouvelle séance pour {epreuve} : ses variantes sont tirées de nouveau ; distribuez-la ensuite.")
    if copies:
        many = f"{copies} copies sont déjà rendues : elles seront corrigées"
        which = many if copies > 1 else "1 copie est déjà rendue : elle sera corrigée"
        sentences.append(f"{which} sur d'autres données que celles qui ont servi.")
    return "\n".join(sentences)


def _seats(root: Path, epreuve: EpreuveId, before: ExamSession, now: ExamSession) -> list[str]:
    """A sentence where the seating table now gives somebody another variant, and one where seats have gone from it."""
    from epreuves_kit.variants.groups import read as groups

    every = groups(root, epreuve) if (root / GROUPS_FILE).exists() else None
    grouped = Candidates(m.candidate for g in every or () for m in g.members)
    moved = [
        f"{p.candidate} ({was} puis {p.variant})"
        for p in seats_of(root)
        if p.epreuve == epreuve and p.candidate not in grouped and not p.reason
        if (was := variant(before, epreuve, p.candidate)) != p.variant
    ]
    sentences = []
    if moved:
        more = f" et {len(moved) - _NAMED} de plus" if len(moved) > _NAMED else ""
        sentences.append(
            f"{SEATS_FILE} : depuis que {epreuve} a été construite, une autre variante est écrite pour {', '.join(moved[:_NAMED])}{more}."
        )
    # Of who has left a group no name is known here, and nothing hangs on it.
    gone = 0 if grouped else len(before.places.keys() - now.places.keys())
    if gone:
        which = "une place n'est plus écrite" if gone == 1 else f"{gone} places ne sont plus écrites"
        sentences.append(
            f"{SEATS_FILE} : depuis que {epreuve} a été construite, {which} ; la clé donnerait une autre variante."
        )
    return sentences
