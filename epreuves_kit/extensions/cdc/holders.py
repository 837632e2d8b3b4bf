"""The civil identities of candidates: `titulaires.csv`, at the course's root, which the school fills.

A social security number has no place here, and nothing that looks like one is read, kept or repeated in a sentence.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from epreuves.answers.keys import fold
from epreuves.wording import french, strict_csv
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.inert import composed, visible_text
from epreuves_kit.exports.spreadsheets import MARK, neutral
from epreuves_kit.jury.births import Birth
from epreuves_kit.variants.identity import ByCandidate

FILE = "titulaires.csv"
COLUMNS = (
    "candidat",
    "nom de naissance",
    "nom d'usage",
    "prénom",
    "deuxième prénom",
    "troisième prénom",
    "sexe",
    "date de naissance",
    "commune de naissance",
    "code commune",
    "code postal",
    "pays de naissance",
    "code pays",
    "accès",
)
#: How one came to the certification: what the school writes, and the schema's own word.
ACCESS = {
    "formation initiale": "FORMATION_INITIALE_HORS_APPRENTISSAGE",
    "apprentissage": "FORMATION_INITIALE_APPRENTISSAGE",
    "formation continue": "FORMATION_CONTINUE_HORS_CONTRAT_DE_PROFESSIONNALISATION",
    "contrat de professionnalisation": "FORMATION_CONTINUE_CONTRAT_DE_PROFESSIONNALISATION",
    "VAE": "VAE",
    "équivalence": "EQUIVALENCE_DIPLOME_ETRANGER",
    "candidat libre": "CANDIDAT_LIBRE",
}
_SEXES = {"m": "M", "h": "M", "masculin": "M", "homme": "M", "f": "F", "feminin": "F", "femme": "F"}
_MOST_BYTES = 10_000_000
#: Letters that a name, a town or a country may have, as the published schema has it.
_LONGEST = 60
_DAY_FIRST, _YEAR_FIRST = re.compile(r"(\d\d?)[/.](\d\d?)[/.](\d{4})"), re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_TOWN_CODE, _POSTCODE = re.compile(r"(?:\d\d|2[AB])\d{3}"), re.compile(r"\d{5}")
_COUNTRY_CODE = re.compile(r"\d{3}")
#: A social security number, its signs apart or not, with or without its key; or what a spreadsheet makes of it.
_NUMBER = re.compile(r"(?<!\d)\d{5}(?:\d\d|2[AB])\d{6}(?:\d\d)?(?!\d)|\d(?:[.,]\d+)?E\+?1[24](?!\d)")
_BETWEEN = re.compile(r"[\s\u00a0\u202f.\-_/'’|]+")
_NUMBER_TITLE = re.compile(r"\b(?:nir|nirpp|nss|nia|secu|securite sociale|insee|numero national)\b")


class Holder(msgspec.Struct, frozen=True):
    """A person who was certified. line: in the file; first_names: one to three; month, day: None where nobody knows.

    town_code: INSEE's, « 99109 » for a country; postcode: French. access: the schema's word. What is not said is empty.
    """

    line: int
    candidate: str
    birth_name: str
    usual_name: str
    first_names: tuple[str, ...]
    sex: str
    year: int
    month: int | None
    day: int | None
    town: str
    town_code: str
    postcode: str
    country: str
    country_code: str
    access: str


class HolderLine(msgspec.Struct, frozen=True):
    """A line of the file, not yet understood: its number, and its values by column."""

    line: int
    values: dict[str, str]


def read(root: Path) -> ByCandidate[HolderLine]:
    """The lines of the file; none where there is no file. Raises Faults."""
    path = root / FILE
    if not path.exists():
        return ByCandidate()
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise KitError(f"{path} ne s'ouvre pas ({error.strerror or error}).") from None
    return parse(raw)


def parse(raw: bytes) -> ByCandidate[HolderLine]:
    """The lines of such a text. Raises Faults."""
    if len(raw) > _MOST_BYTES:
        raise KitError(f"{FILE} dépasse {_MOST_BYTES // 1_000_000} Mo : ce n'est pas la liste des titulaires.")
    _refuse_numbers(raw)
    titles, rows = strict_csv.table(raw, FILE, COLUMNS)
    by_candidate = ByCandidate[HolderLine]()
    faults = []
    for line, row in rows:
        if len(row) != len(titles):
            faults.append(strict_csv.uneven(FILE, line, titles, len(row)))
            continue
        values = {"candidat": row[0], **dict(zip(titles[1:], map(clean, row[1:]), strict=True))}
        candidate = values["candidat"]
        if not candidate.strip():
            faults.append(strict_csv.missing(FILE, line, "candidat"))
        elif candidate in by_candidate:
            faults.append(strict_csv.doubled(FILE, line, "candidat", candidate, by_candidate[candidate].line))
        else:
            by_candidate[candidate] = HolderLine(line, values)
    if faults:
        raise Faults(*faults)
    return by_candidate


def _refuse_numbers(raw: bytes) -> None:
    """Raise Faults where the file holds a social security number; the sentence does not repeat it."""
    try:
        rows = strict_csv.cells(raw)
    except strict_csv.CsvRefused:
        return  # said by who reads the table
    faults = []
    titles = next((row for _, row in rows if any(row)), [])
    faults += [
        f"{FILE}, colonne « {' '.join(title.split())} » : un numéro de sécurité sociale n'est jamais transmis par ce fichier ; ôtez la colonne."
        for title in titles
        if _NUMBER_TITLE.search(" ".join(re.findall(r"[a-z0-9]+", fold(title))))
    ]
    for line, row in rows:
        for rank, value in enumerate(row):
            if _NUMBER.search(_BETWEEN.sub("", value.upper())):
                field = " ".join(titles[rank].split()) if rank < len(titles) else f"colonne {rank + 1}"
                sentence = "cette valeur a la forme d'un numéro de sécurité sociale, qui ne doit pas être là ; ôtez-la."
                faults.append(strict_csv.at(FILE, line, field, sentence))
    if faults:
        raise Faults(*faults)


def clean(text: str) -> str:
    """A value as civil registers write it: accents in their letters, straight apostrophes, single spaces, nothing invisible."""
    return " ".join(visible_text(composed(text)).replace("’", "'").split())


def understood(lines: Iterable[HolderLine], last_day: datetime.date) -> list[Holder]:
    """These lines as persons, born before that day. Raises Faults with all that is wrong, also where two lines are one person."""
    lines = list(lines)
    if wrong := faults(lines, last_day):
        raise Faults(*wrong)
    people = [_holder(entry) for entry in lines]
    first: dict[tuple[object, ...], int] = {}
    doubled = []
    for person in people:
        who = (
            *map(fold, (person.birth_name, person.first_names[0])),
            person.year,
            person.month,
            person.day,
            person.town_code,
            person.postcode,
        )
        if who in first:
            doubled.append(
                f"{FILE}, ligne {person.line} : la même personne est déjà ligne {first[who]}, sous un autre identifiant ; gardez une seule ligne."
            )
        first.setdefault(who, person.line)
    if doubled:
        raise Faults(*doubled)
    return people


def faults(lines: Iterable[HolderLine], last_day: datetime.date) -> list[str]:
    """All that is wrong in these lines, in sentences; those who were born from that day on, too."""
    return [
        strict_csv.at(FILE, entry.line, field, sentence)
        for entry in lines
        for field, sentence in _wrong(entry.values, last_day)
    ]


def _holder(entry: HolderLine) -> Holder:
    values = entry.values
    year, month, day = _born(values["date de naissance"])
    abroad = _abroad(values)
    town_code, country_code = values["code commune"].upper(), values["code pays"]
    if abroad and town_code and not country_code:
        country_code = town_code[2:]
    return Holder(
        entry.line,
        values["candidat"],
        values["nom de naissance"],
        values["nom d'usage"],
        tuple(filter(None, (values[title] for title in ("prénom", "deuxième prénom", "troisième prénom")))),
        _SEXES[fold(values["sexe"])],
        year,
        month,
        day,
        values["commune de naissance"],
        town_code,
        "" if abroad or town_code else values["code postal"],
        values["pays de naissance"] if abroad else "",
        country_code if abroad else "",
        _ACCESS_BY[fold(values["accès"])],
    )


_ACCESS_BY = {"": "", **{fold(label): word for label, word in ACCESS.items()}}


def born(entry: HolderLine) -> str:
    """« née le 3 mars 2001 à Lyon », as far as a line says it and can be understood; empty where it has no date that can."""
    values = entry.values
    try:
        year, month, day = _born(values["date de naissance"])
    except ValueError:
        return ""
    sex = _SEXES.get(fold(values["sexe"]), "")
    word = {"F": "née", "M": "né"}.get(sex, "né·e")
    at = f"le {french.day(datetime.date(year, month, day))}" if month and day else f"en {year}"
    town = values["commune de naissance"]
    country = values["pays de naissance"] if _abroad(values) else ""
    where = f"{town} ({country})" if town and country else town or country
    return f"{word} {at}{' à ' + where if town else f', {where}' if where else ''}"


def _abroad(values: Mapping[str, str]) -> bool:
    return fold(values["pays de naissance"]) not in ("", "france")


def _born(written: str) -> tuple[int, int | None, int | None]:
    """Year, month and day, None for « 00 ». Raises ValueError."""
    if match := _DAY_FIRST.fullmatch(written):
        day, month, year = map(int, match.groups())
    elif match := _YEAR_FIRST.fullmatch(written):
        year, month, day = map(int, match.groups())
    else:
        raise ValueError(written)
    # A day of an unknown month is none.
    datetime.date(year, month or 1, (day or 1) if month else 1)
    if day and not month:
        raise ValueError(written)
    return year, month or None, day or None


def _wrong(values: Mapping[str, str], last_day: datetime.date) -> Iterator[tuple[str, str]]:
    """The faults in the values of a line: the column, and the sentence on it."""
    lacks = "la valeur manque ; écrivez-la."
    for title in COLUMNS[1:6]:
        value = values[title]
        if not value:
            if title in ("nom de naissance", "prénom"):
                yield title, lacks
        elif len(value) > _LONGEST:
            yield title, f"{len(value)} signes, {_LONGEST} au plus."
        elif any(c.isdigit() for c in value) or not any(c.isalpha() for c in value):
            yield title, f"« {value} » n'est pas un nom."
    if values["troisième prénom"] and not values["deuxième prénom"]:
        yield "deuxième prénom", "il manque, alors qu'il y en a un troisième."
    if not values["sexe"]:
        yield "sexe", lacks
    elif fold(values["sexe"]) not in _SEXES:
        yield "sexe", f"« {values['sexe']} » n'est ni « M » ni « F »."
    yield from _wrong_birth(values["date de naissance"], last_day)
    yield from _wrong_place(values)
    if fold(values["accès"]) not in _ACCESS_BY:
        ways = ", ".join(f"« {way} »" for way in ACCESS)
        yield "accès", f"« {values['accès']} » n'est pas une voie d'accès : {ways}, ou rien."


def _wrong_birth(written: str, last_day: datetime.date) -> Iterator[tuple[str, str]]:
    how = "écrivez-la comme 31/12/2001, ou 00/12/2001 et 00/00/2001 si le jour ou le mois n'est pas connu."
    if not written:
        yield "date de naissance", f"la valeur manque ; {how}"
        return
    try:
        year, month, day = _born(written)
    except ValueError:
        yield "date de naissance", f"« {written} » n'est pas une date ; {how}"
        return
    if year < 1900 or datetime.date(year, month or 1, day or 1) >= last_day:
        yield "date de naissance", f"« {written} » n'est pas entre 1900 et la délibération."


def _wrong_place(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    town, town_code = values["commune de naissance"], values["code commune"].upper()
    postcode, country, country_code = values["code postal"], values["pays de naissance"], values["code pays"]
    zero = "cinq signes ; si le tableur a ôté un zéro, remettez-le (01004)."
    for title in ("commune de naissance", "pays de naissance"):
        if len(values[title]) > _LONGEST:
            yield title, f"{len(values[title])} signes, {_LONGEST} au plus."
    if town_code and not _TOWN_CODE.fullmatch(town_code):
        yield "code commune", f"« {town_code} » n'est pas un code officiel géographique : {zero}"
    if _abroad(values):
        if town_code and not town_code.startswith("99"):
            yield "code commune", f"« {town_code} » est une commune française, et le pays est « {country} »."
        if country_code and not _COUNTRY_CODE.fullmatch(country_code):
            yield "code pays", f"« {country_code} » n'a pas trois chiffres (109 pour l'Allemagne)."
        elif country_code and town_code.startswith("99") and town_code[2:] != country_code:
            yield "code pays", f"« {country_code} » n'est pas le pays du code « {town_code} »."
        return
    if town_code.startswith("99"):
        yield "pays de naissance", f"le code « {town_code} » est celui d'un pays ; écrivez lequel."
        return
    if country_code:
        yield "code pays", "il ne s'écrit que pour une naissance à l'étranger, avec le pays ; videz la case."
    if not town:
        yield (
            "commune de naissance",
            "la valeur manque ; écrivez-la, ou le pays de naissance s'il n'est pas la France.",
        )
    if not town_code and not postcode:
        yield "code commune", "la valeur manque ; écrivez-la, ou le code postal."
    if not town_code and postcode and not _POSTCODE.fullmatch(postcode):
        yield "code postal", f"« {postcode} » n'est pas un code postal : {zero}"


def model(raw: bytes | None, people: Sequence[tuple[str, str, str, Birth | None]]) -> bytes:
    """The file with a line for each person (identifier, surname, first name, birth) that it has not yet: what is known filled in, the rest to be.

    raw: the file as it is, None for none; its own lines stay as they are, byte for byte. Raises Faults where it is no such file.
    """
    present = ByCandidate[HolderLine]() if raw is None else parse(raw)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    if raw is None:
        writer.writerow(COLUMNS)
    for candidate, surname, first_name, birth in people:
        if candidate not in present:
            row = dict.fromkeys(COLUMNS, "")
            row |= {"candidat": candidate.strip(), "nom de naissance": clean(surname), "prénom": clean(first_name)}
            if birth is not None:
                row |= {"date de naissance": french.short_day(birth.day), "commune de naissance": clean(birth.place)}
            writer.writerow(map(neutral, row.values()))
    added = out.getvalue().encode()
    if raw is None:
        return MARK.encode() + added
    return raw + (b"" if raw.endswith(b"\n") or not added else b"\r\n") + added
