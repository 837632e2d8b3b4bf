"""The headings of a référentiel's sheet: the line that has them, and the field of each column, by the names that schools give."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from epreuves.answers.keys import fold
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import either, listed

#: Fields, by their headings without accents, capitals, signs, articles or the s of a plural; the first names the column in a message.
_HEADINGS = {
    "bloc": ("Bloc", "bloc competence", "ccp", "certificat competence professionnelle"),
    "activity": ("Activité", "activite type", "activite tache", "activite visee", "domaine activite", "activite professionnelle", "activite evaluee"),
    "competence": ("Compétence", "competence evaluee", "competence professionnelle", "competence attestee", "competence visee", "competence associee", "competence bloc"),
    "critere": ("Critère", "critere evaluation", "critere performance", "critere reussite", "critere indicateur", "critere indicateur evaluation", "indicateur evaluation"),
    "epreuve": ("Épreuve", "epreuve evaluation", "epreuve certification", "epreuve certificative"),
    "nature": ("Modalité", "modalite evaluation", "nature", "nature epreuve", "modalite epreuve", "type epreuve", "forme", "forme epreuve", "type evaluation"),
    "work": ("Individuel ou collectif", "individuel collectif", "individuel groupe", "individuel", "travail", "mode travail", "organisation travail", "modalite travail"),
    "oral": ("Oral", "soutenance"),
    "context": ("Contexte",),
    "short": ("Nom court", "court", "abrege"),
    "instruction": ("Consigne", "description epreuve", "consigne epreuve"),
    "deliverables": ("Livrable", "livrable attendu", "production attendue", "rendu", "rendu attendu"),
}  # fmt: skip
#: Fields whose codes may have a column of their own.
_CODED = ("bloc", "activity", "competence", "critere", "epreuve")
_CODES = frozenset(["code", "numero", "n", "no", "ref", "reference", "identifiant", "id"])
_LABELS = frozenset(["intitule", "libelle", "titre", "nom"])
_NOISE = frozenset(
    [
        "le",
        "la",
        "les",
        "l",
        "de",
        "des",
        "du",
        "d",
        "un",
        "une",
        "et",
        "ou",
        "a",
        "en",
        "pour",
        "par",
        "libelle",
        "intitule",
        "titre",
        "nom",
        "referentiel",
        "liste",
    ]
)
#: Lines among which headings are looked for; columns that make a line of headings.
_FIRST, _LEAST = 30, 2


class SheetColumns(msgspec.Struct, frozen=True):
    """The columns of a sheet by field, « competence_code » for a code's; titles: as they are written; left_out: those that are not known."""

    ranks: dict[str, int]
    titles: dict[str, str]
    left_out: tuple[str, ...]

    def has(self, field: str) -> bool:
        """True if a column is of that field, or of its code."""
        return field in self.ranks or f"{field}_code" in self.ranks

    def title(self, field: str) -> str:
        """A column as a message calls it: as it is written, or by the name that is expected."""
        return self.titles.get(field) or expected(field)


class SheetTable(msgspec.Struct, frozen=True):
    """The lines under the headings, with their numbers; above: the first text that stands over them, a title maybe."""

    columns: SheetColumns
    rows: tuple[tuple[int, list[str]], ...]
    above: str = ""


def expected(field: str) -> str:
    """The heading that a field is asked for by."""
    base, _, code = field.partition("_")
    return f"Code {_HEADINGS[base][0].casefold()}" if code else _HEADINGS[base][0]


def table(name: str, sheets: Sequence[tuple[str, list[tuple[int, list[str]]]]]) -> SheetTable:
    """The one sheet that has headings. Raises KitError where none has, or several, Faults where columns lack or are twice there."""
    best = {sheet: (place, rows) for sheet, rows in sheets if (place := _place(rows)) is not None}
    if not best:
        seen = next((row for _, rows in sheets for _, row in rows), None)
        got = f"la première ligne est « {' ; '.join(filter(None, seen))} »" if seen else "le fichier est vide"
        raise KitError(
            f"{name} : aucune ligne d'en-têtes ; {got}. Une ligne doit nommer les colonnes : {listed(map(expected, _HEADINGS))}, ou du moins "
            f"{listed(map(expected, ('activity', 'competence', 'critere', 'epreuve')))}."
        )
    if len(best) > 1:
        sheets_named = listed(f"« {sheet} »" for sheet in best)
        raise KitError(f"{name} : {sheets_named} ont toutes des en-têtes ; gardez une seule feuille.")
    (((rank, height), rows),) = best.values()
    above = next((cell for _, row in rows[:rank] for cell in row if cell), "")
    columns = _columns(f"{name}, ligne {rows[rank][0]}", _heads(rows, rank, height))
    return SheetTable(columns, tuple(rows[rank + height :]), " ".join(above.split()))


def _place(rows: list[tuple[int, list[str]]]) -> tuple[int, int] | None:
    """The rank of the first line of headings, and 2 where they stand on two lines; None where there is none."""
    best: tuple[int, int] | None = None
    most = _LEAST - 1
    for rank in range(min(len(rows), _FIRST)):
        for height in (1, 2) if rank + 1 < len(rows) else (1,):
            count = len({field for field in _fields(_heads(rows, rank, height)) if field})
            # Of two that have as many, the one that takes no other line with it.
            if count > most or (best is not None and count == most and height < best[1]):
                most, best = count, (rank, height)
    return best


def _heads(rows: list[tuple[int, list[str]]], rank: int, height: int) -> list[str]:
    """The headings of a line; of two, those of the second where it has some: the first one's stand over several columns."""
    first, second = rows[rank][1], rows[rank + 1][1] if height == 2 else []
    wide = max(len(first), len(second))
    pairs = zip(first + [""] * (wide - len(first)), second + [""] * (wide - len(second)), strict=True)
    return [under or over for over, under in pairs]


def _columns(where: str, heads: list[str]) -> SheetColumns:
    ranks: dict[str, int] = {}
    left_out: list[str] = []
    faults: list[str] = []
    for rank, field in enumerate(_fields(heads)):
        head = " ".join(heads[rank].split())
        if not field:
            left_out += [head] if head else []
        elif field in ranks:
            faults.append(
                f"{where} : « {heads[ranks[field]]} » et « {head} » disent la même chose ; gardez l'une des deux colonnes."
            )
        else:
            ranks[field] = rank
    columns_so_far = SheetColumns(ranks, {}, ())
    for group in (("competence",), ("critere",), ("bloc", "activity"), ("epreuve", "nature")):
        if not any(map(columns_so_far.has, group)):
            columns = either(f"« {expected(field)} »" for field in group)
            faults.append(f"{where} : la colonne {columns} manque ; ajoutez-la, ou corrigez son en-tête.")
    if faults:
        raise Faults(*faults)
    titles = {field: " ".join(heads[rank].split()) for field, rank in ranks.items()}
    return SheetColumns(ranks, titles, tuple(left_out))


def _fields(heads: list[str]) -> list[str]:
    """The field of each heading, empty for one that is not known; « Code » alone is of the label at its right."""
    fields = [_field(head) for head in heads]
    for rank, head in enumerate(heads):
        after = fields[rank + 1] if rank + 1 < len(fields) else ""
        if after in _CODED and set(_words(head)) and set(_words(head)) <= _CODES:
            fields[rank] = f"{after}_code"
    for field in _CODED:
        # « Bloc » beside « Intitulé du bloc » has its codes.
        labelled = [bool(_LABELS & set(_words(heads[rank]))) for rank in _ranks(fields, field)]
        if sorted(labelled) == [False, True] and f"{field}_code" not in fields:
            fields[_ranks(fields, field)[labelled.index(False)]] = f"{field}_code"
    return fields


def _ranks(fields: list[str], field: str) -> list[int]:
    return [rank for rank, other in enumerate(fields) if other == field]


def _field(head: str) -> str:
    words = _words(re.sub(r"\([^)]*\)", " ", head))
    bare = " ".join(
        singular for word in words if word not in _NOISE and word not in _CODES if (singular := _singular(word))
    )
    base = _FIELDS.get(bare, "")
    if not base and bare.split(" ")[0] == "bloc":
        base = "bloc"
    coded = any(word in _CODES for word in words) and not _LABELS & set(words)
    if coded and base in _CODED:
        return f"{base}_code"
    return base


def _words(head: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold(head))


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def _key(heading: str) -> str:
    return " ".join(_singular(word) for word in _words(heading) if word not in _NOISE)


_FIELDS = {_key(heading): field for field, headings in _HEADINGS.items() for heading in headings}
