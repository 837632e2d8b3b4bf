"""A school's list of candidates, read as a secretary has it: a workbook or a CSV, with French headers, in any usual encoding.

The headers are looked for in the first lines of each sheet; a column that is not known is left out, and told. What is wrong is told all
together, with its line and its column, and nothing is taken of a list that is at fault.

What a candidate is granted (a share of time, pauses, an assistant) is taken out of the words that stand around it, of which nothing is
kept: a reason may be among them. A cell that is not understood is told by its line, without what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec

from epreuves.answers.keys import fold
from epreuves.answers.numbers import Refusal
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import counted, listed, short_day
from epreuves_kit.course.arrangements import minutes, share, share_within, yes
from epreuves_kit.exam import list_file
from epreuves_kit.jury import births

#: What is found under a header, by the headers that schools write, without accents, capitals or signs; the first is the kit's own.
HEADERS = {
    "id": ("identifiant", "candidat", "login", "identifiant de connexion", "nom d utilisateur", "utilisateur", "numero etudiant", "n etudiant", "no etudiant", "numero d etudiant", "username", "id"),
    "surname": ("nom", "nom de famille", "nom d usage", "noms", "last name", "surname"),
    "first_name": ("prenom", "prenoms", "prenom usuel", "first name"),
    "email": ("courriel", "adresse de courriel", "email", "e mail", "mail", "adresse mail", "adresse e mail", "adresse email", "adresse electronique", "email address"),
    "birth": ("date de naissance", "naissance", "ne le", "nee le", "ne e le", "date naissance", "ddn", "birth date", "date of birth"),
    "birth_place": ("lieu de naissance", "commune de naissance", "ville de naissance", "ne a", "nee a", "ne e a"),
    "campus": ("campus", "site", "lieu", "centre", "ecole"),
    "blocs": ("blocs", "bloc", "blocs demandes", "blocs de competences"),
    "acquired": ("blocs acquis", "bloc acquis", "acquis", "blocs deja acquis", "blocs obtenus", "blocs valides"),
    "way": ("voie", "voie d acces", "modalite d acces", "acces", "dispositif"),
    "time": ("temps majore", "tiers temps", "temps", "temps supplementaire", "majoration", "majoration de temps", "amenagement", "amenagements"),
    "pauses": ("pauses", "pause", "pauses minutes", "pauses min", "minutes de pause"),
    "assistant": ("assistant", "assistante", "assistant e"),
}  # fmt: skip
#: The names of the kit's own columns, as people read them.
TITLES = {
    "id": "Identifiant",
    "surname": "Nom",
    "first_name": "Prénom",
    "email": "Courriel",
    "campus": "Campus",
    "blocs": "Blocs",
    "acquired": "Blocs acquis",
    "way": "Voie",
    "birth": "Date de naissance",
    "birth_place": "Lieu de naissance",
}
_FIELDS = {header: field for field, headers in HEADERS.items() for header in headers}
#: What a candidate is granted, and how a cell says it alone.
GRANTED = {
    "time": "« 33 % », « 1/3 » ou « tiers temps », ou « non »",
    "pauses": "un nombre de minutes, ou « non »",
    "assistant": "« oui » ou « non »",
}
#: What « oui » means under a header that says how much.
_THIRD = "tiers temps"
#: A column in which both names stand together cannot be told apart.
_TOGETHER = ("nom complet", "nom prenom", "nom et prenom", "prenom nom", "prenom et nom", "full name")
#: Lines among which headers are looked for; candidates that a list may have.
_FIRST, _MOST = 20, 5_000
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
#: Signs that a folder's name cannot have on some system, or that nbgrader keeps for itself.
_FORBIDDEN = re.compile(r'[/\\:*?"<>|+\x00-\x1f]')
_LONGEST = 80
#: Letters that have no accent to lose.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n"})


class Person(msgspec.Struct, frozen=True):
    """A line of a list. line: its number in the file; id: empty where the list has none; birth: as `short_day` writes it, empty where
    no cell says it; campus, blocs, acquired (blocs held already), way (of coming, « VAE »): None where no column says them;
    time, pauses, assistant: what the candidate is granted, None where no column or no cell says it.
    """

    line: int
    id: str
    surname: str
    first_name: str
    email: str = ""
    birth: str = ""
    birth_place: str = ""
    campus: str | None = None
    blocs: str | None = None
    acquired: str | None = None
    way: str | None = None
    time: Fraction | None = None
    pauses: int | None = None
    assistant: bool | None = None

    @property
    def name(self) -> str:
        """First name and surname."""
        return f"{self.first_name} {self.surname}".strip()


class UnclearGrant(msgspec.Struct, frozen=True):
    """A cell of what is granted that is not understood: its line, its column's title and field, who it is about."""

    line: int
    title: str
    field: str
    name: str

    @property
    def said(self) -> str:
        """A sentence that does not repeat what the cell says."""
        return (
            f"Ligne {self.line}, {self.name}, colonne « {self.title} » : l'aménagement n'est pas compris, et rien n'est changé pour "
            f"cette personne. Écrivez seulement {GRANTED[self.field]} dans cette case, et donnez la liste de nouveau."
        )


class SchoolList(msgspec.Struct, frozen=True):
    """A list as it was read: its people in order, what it says of each (fields), the columns that are left out, the cells of what is
    granted that are not understood, and the sheet.
    """

    people: tuple[Person, ...]
    fields: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    unclear: tuple[UnclearGrant, ...] = ()
    sheet: str = ""


def bare(text: str) -> str:
    """The words of a text, without accents, capitals or signs, apart by one space; what is not Latin is not in it."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(text).translate(_LETTERS)))


def read(path: Path) -> SchoolList:
    """Read a list. Raises KitError where the file is none, Faults with all that is wrong in it."""
    sheets = list_file.sheets(path)
    for sheet, rows in sheets:
        for rank, (_, row) in enumerate(rows[:_FIRST]):
            fields = {_FIELDS.get(bare(cell), "") for cell in row}
            if "id" in fields or {"surname", "first_name"} <= fields:
                return _people(path.name, sheet, row, rows[rank + 1 :])
    seen = [cell for _, rows in sheets for _, row in rows[:1] for cell in row if cell]
    together = next((c for _, rows in sheets for _, row in rows[:_FIRST] for c in row if bare(c) in _TOGETHER), None)
    if together is not None:
        raise KitError(
            f"{path.name} : la colonne « {together} » réunit nom et prénom, et rien ne dit où finit l'un : séparez-les en deux colonnes, « Nom » et « Prénom »."
        )
    got = f" ; la première ligne est « {' ; '.join(seen[:8])} »" if seen else " ; le fichier est vide"
    raise KitError(
        f"{path.name} : aucune ligne d'en-têtes. Il faut une colonne « Identifiant », ou deux colonnes « Nom » et « Prénom »{got}."
    )


def of_one(values: Mapping[str, str], name: str) -> SchoolList:
    """A list of one person, of what is known of them by field. name: of the place where it was given. Raises Faults with all that is wrong."""
    titles = [HEADERS[field][0].capitalize() for field in values]
    return _people(name, "", titles, [(1, list(values.values()))])


def _people(name: str, sheet: str, titles: Sequence[str], rows: list[tuple[int, list[str]]]) -> SchoolList:
    where = f"{name}, feuille « {sheet} »" if sheet else name
    columns: dict[str, int] = {}
    left_out, faults = [], []
    for rank, title in enumerate(titles):
        field = _FIELDS.get(bare(title), "")
        if not field:
            left_out += [title] if title else []
        elif field in columns:
            both = listed([f"« {titles[columns[field]]} »", f"« {title} »"])
            faults.append(f"{where} : {both} disent la même chose ; gardez une seule de ces colonnes.")
        else:
            columns[field] = rank
    if faults:
        raise Faults(*faults)
    granting = {field: columns.pop(field) for field in GRANTED if field in columns}
    people: list[Person] = []
    unclear: list[UnclearGrant] = []
    for line, row in rows:
        values = {field: row[rank] if rank < len(row) else "" for field, rank in columns.items()}
        if not any(values.values()):
            continue
        faults += (
            f"{where}, ligne {line}, colonne « {titles[columns[field]]} » : {fault}" for field, fault in _wrong(values)
        )
        cells = {field: row[rank] for field, rank in granting.items() if rank < len(row) and row[rank]}
        granted = {field: _grant(field, titles[granting[field]], cell) for field, cell in cells.items()}
        person = Person(
            line,
            values.get("id", ""),
            values.get("surname", ""),
            values.get("first_name", ""),
            values.get("email", ""),
            _day(values.get("birth", "")),
            values.get("birth_place", ""),
            values.get("campus"),
            values.get("blocs"),
            values.get("acquired"),
            values.get("way"),
            **granted,
        )
        people.append(person)
        unclear += (
            UnclearGrant(line, titles[granting[field]], field, person.name or person.id)
            for field, value in granted.items()
            if value is None
        )
    if not people:
        raise KitError(f"{where} : les en-têtes sont là, et aucun candidat dessous.")
    if len(people) > _MOST:
        raise KitError(f"{where} : {counted(len(people), 'ligne')} ; une liste en a {_MOST} au plus.")
    if faults:
        raise Faults(*faults)
    return SchoolList(tuple(people), tuple(columns), tuple(left_out), tuple(unclear), sheet)


def _grant(field: str, title: str, cell: str) -> Any:
    """A cell's grant: a share, minutes, or True if an assistant is granted; None where that is not understood."""
    words = bare(cell)
    if field == "assistant":
        return yes(cell)
    if words in ("non", "aucun", "aucune", "sans"):
        return Fraction(0) if field == "time" else 0
    if field == "pauses":
        return minutes(cell)
    if words == "oui" and bare(title) == _THIRD:
        return Fraction(1, 3)
    exact = share(cell)
    return share_within(cell) if exact is None else exact


def _wrong(values: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The faults of a line: the field, and a sentence's end."""
    id = values.get("id")
    if id == "" and not (values.get("surname") and values.get("first_name")):
        yield "id", "la valeur manque ; écrivez l'identifiant, ou ôtez la ligne."
    if id is None or values.get("surname") or values.get("first_name"):
        for field in ("surname", "first_name"):
            if values.get(field) == "":
                yield field, "la valeur manque ; écrivez-la."
    if id and (match := _FORBIDDEN.search(id)):
        yield "id", f"« {id} » ne peut pas nommer un dossier, à cause de « {match[0]} » ; ôtez ce signe."
    elif id and (id.startswith(".") or len(id) > _LONGEST):
        yield (
            "id",
            f"« {id[:_LONGEST]} » ne peut pas être un identifiant : {_LONGEST} signes au plus, sans point au début.",
        )
    if (email := values.get("email")) and not _EMAIL.fullmatch(email):
        yield "email", f"« {email} » n'est pas une adresse ; corrigez-la, ou laissez la case vide."
    if birth := values.get("birth"):
        try:
            births.day_of(birth)
        except Refusal as refusal:
            yield "birth", f"{refusal}."
    elif values.get("birth_place"):
        yield "birth_place", "un lieu sans date ; écrivez aussi la date de naissance, ou laissez les deux cases vides."


def _day(written: str) -> str:
    """A day of birth in one writing; what is not one is told among the faults of its line."""
    try:
        return short_day(births.day_of(written)) if written else ""
    except Refusal:
        return ""
