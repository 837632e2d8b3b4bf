"""A workbook's tree read as an answer, and compared: values, then what is asked of them (formulas, formats, sheets, frozen headers).

The canonical value is `{"cellules": {name: value}, "lignes": rows or None, "fautes": {element: sentence}}`: `lignes` as a
table's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from epreuves.answers.equality import COARSE, Comparison, agreements, too_rounded
from epreuves.answers.files.kinds import ASIDE, NOUNS, REFUSALS
from epreuves.answers.files.workbook import NO_VALUE, READ
from epreuves.answers.forms import Scalar, TableForm, WorkbookForm
from epreuves.answers.keys import fold
from epreuves.answers.numbers import Refusal, shown
from epreuves.wording.french import listed, plural

#: Share of the values that must be right for formats, sheets and frozen headers to count: a mould without figures earns nothing.
_WORTH = 0.5
#: Rows that a sentence names, and faults that are told.
_ROWS, _FAULTS = 8, 6
#: Under which key an author gives the rows, where cells are asked for too.
ROWS = "lignes"
#: What a spreadsheet shows in the place of a value, and what is then to be looked at.
_TEXT = "une cellule dont elle part contient du texte, ou un nombre mal tapé"
ERRORS = {
    "#VALUE!": _TEXT,
    "#NAME?": "le nom d'une fonction ou d'une cellule n'est pas connu du tableur",
    "#REF!": "une cellule dont elle part n'existe plus",
    "#DIV/0!": "elle divise par zéro, ou par une cellule vide",
    "#N/A": "elle cherche une valeur qui n'est pas là",
    "#NUM!": "son résultat n'est pas un nombre possible",
    "#NULL!": "deux de ses plages n'ont pas de cellule commune",
}
_SAVE = "ouvrez le classeur dans LibreOffice ou Excel et enregistrez-le"


class ReadWorkbook(NamedTuple):
    """A canonical value, what was left aside, and what is to be mended."""

    value: dict[str, Any]
    note: str
    doubt: str


def nothing(form: WorkbookForm) -> str:
    """The sentence on a file that is not there."""
    return f"il n'y a pas de classeur « {form.file}.xlsx » dans le dossier du notebook"


def read_answer(
    form: WorkbookForm,
    tree: Any,
    read_one: Callable[[Scalar, Any], Any],
    read_table: Callable[[TableForm, Any], tuple[list[Any], str]],
) -> ReadWorkbook:
    """Read a tree: that of a file, else what an author gives: a dictionary by name, its table under « lignes », or the table alone.

    Raises Refusal where nothing of it can be read.
    """
    by_name = _by_name(tree)
    if by_name is not None and READ in by_name:
        return _of_file(form, by_name, read_one, read_table)
    given: dict[str, Any] = by_name or {}
    lines = given.get(ROWS) if form.cells else tree
    cells = {name: read_one(of, given[name]) for name, of in form.cells.items() if name in given}
    rows = None
    if form.table is not None and lines is not None:
        rows, _ = read_table(form.table, lines)
    lacking = [name for name in form.cells if name not in cells] + (
        [ROWS] if form.table is not None and rows is None else []
    )
    unknown = [str(name) for name in given if name not in (*form.cells, ROWS)] if form.cells else []
    if unknown or not (cells or rows):
        raise Refusal(
            "type",
            f"le corrigé d'un classeur donne ses valeurs par nom ; inconnu : {listed(unknown) or 'tout'}",
        )
    doubt = f"il manque {listed(f'« {name} »' for name in lacking)}" if lacking else ""
    return ReadWorkbook(_canonical(cells, rows, {}), "", doubt)


def with_mistake(expected: Any, wrong: Any) -> Any:
    """The canonical value of a workbook that is right but for a mistake, whose author gives the values concerned alone."""
    lines = expected["lignes"] if wrong["lignes"] is None else wrong["lignes"]
    return expected | {"cellules": expected["cellules"] | wrong["cellules"], "lignes": lines}


def _canonical(cells: dict[str, Any], rows: list[Any] | None, faults: dict[str, str]) -> dict[str, Any]:
    return {"cellules": cells, "lignes": rows, "fautes": faults}


def _by_name(tree: Any) -> dict[str, Any] | None:
    """A dictionary's node by its names; None for any other."""
    match tree:
        case {"$": "dict", "paires": pairs}:
            return {name: value for name, value in pairs if isinstance(name, str)}
    return None


def _of_file(
    form: WorkbookForm,
    by_name: dict[str, Any],
    read_one: Callable[[Scalar, Any], Any],
    read_table: Callable[[TableForm, Any], tuple[list[Any], str]],
) -> ReadWorkbook:
    name, code = shown(by_name[READ]), by_name.get("refus")
    if isinstance(code, str):
        kind = code.removeprefix("format ")
        reason = (
            REFUSALS.get(code)
            or f"c'est {NOUNS.get(kind, 'un autre fichier')} : enregistrez-le au format .xlsx (Excel)"
        )
        raise Refusal("fichier", f"« {name} » : {reason}")
    faults: dict[str, str] = {}
    cells: dict[str, Any] = {}
    seen = _by_name(by_name.get("cellules")) or {}
    for label, of in form.cells.items():
        cell = _by_name(seen.get(label))
        if cell is None:
            faults[f"cellule {label}"] = (
                f"la cellule « {label} » n'est pas trouvée : écrivez « {label} » dans une cellule et la valeur juste à sa droite, "
                f"ou donnez ce nom à la cellule"
            )
            continue
        where = f"feuille « {shown(cell['feuille'])} », cellule {cell['adresse']} (« {label} »)"
        if cell.get("ailleurs"):
            faults[f"cellule {label}"] = (
                f"« {label} » est écrit à plusieurs endroits, avec des valeurs différentes : n'en gardez qu'un"
            )
            continue
        try:
            cells[label] = _value(of, cell["valeur"], read_one)
        except Refusal as refusal:
            faults[f"cellule {label}"] = f"{where} : {refusal.sentence}"
        else:
            if label in form.formulas and not cell["formule"]:
                faults[f"formule {label}"] = (
                    f"{where} : une valeur y est tapée, une formule qui part d'autres cellules est demandée"
                )
    rows, note = None, ""
    if form.table is not None:
        table = _by_name(by_name.get("table"))
        rows, note = _rows(form, form.table, table, faults, read_table)
    formatted = by_name.get("format")
    for label in form.formats:
        if label not in (formatted if isinstance(formatted, list) else []):
            faults[f"format {label}"] = f"aucune mise en forme conditionnelle ne porte sur « {label} »"
    present = {fold(str(title)) for title in by_name.get("feuilles") or ()}
    for sheet in form.sheets:
        if fold(sheet) not in present:
            faults[f"feuille {sheet}"] = f"il n'y a pas de feuille « {sheet} »"
    if form.frozen and not by_name.get("figees"):
        faults["figer"] = (
            "la ligne d'en-tête du tableau n'est pas figée (cellule sous l'en-tête, puis menu Affichage, figer les volets)"
        )
    aside = [ASIDE[code] for code in by_name.get("de cote") or () if code in ASIDE]
    notes = [f"lu dans « {name} », tel qu'il a été enregistré", *aside, note]
    # A sheet that is named and not there is the first thing to mend.
    ordered = sorted(faults.values(), key=lambda sentence: not sentence.startswith("il n'y a pas de feuille"))
    return ReadWorkbook(_canonical(cells, rows, faults), " ; ".join(filter(None, notes)), " ; ".join(ordered[:_FAULTS]))


def _value(of: Scalar, value: Any, read_one: Callable[[Scalar, Any], Any]) -> Any:
    if value is None:
        raise Refusal("vide", "la cellule est vide")
    if isinstance(value, str) and value in ERRORS:
        raise Refusal("formule", f"la formule donne {value} : {ERRORS[value]}")
    if value == NO_VALUE:
        raise Refusal("sans_valeur", f"la formule n'a pas de valeur enregistrée : {_SAVE}")
    return read_one(of, value)


def _rows(
    form: WorkbookForm,
    asked: TableForm,
    table: dict[str, Any] | None,
    faults: dict[str, str],
    read_table: Callable[[TableForm, Any], tuple[list[Any], str]],
) -> tuple[list[Any] | None, str]:
    headers = listed(f"« {name} »" for name in (*asked.key, *asked.columns))
    if table is None:
        faults[ROWS] = f"le tableau n'est pas trouvé : écrivez ses en-têtes, {headers}, sur une même ligne"
        return None, ""
    columns, lines = table["colonnes"], table["lignes"]
    where = f"feuille « {shown(table['feuille'])} »"
    lacking = [name for name in (*asked.key, *asked.columns) if name not in columns]
    if lacking:
        faults[ROWS] = (
            f"{where} : il manque {'la colonne' if len(lacking) == 1 else 'les colonnes'} {listed(f'« {name} »' for name in lacking)} à côté des autres en-têtes"
        )
        return None, ""
    if not lines:
        faults[ROWS] = f"{where} : il n'y a aucune ligne sous les en-têtes {headers}"
        return None, ""
    for at, line in enumerate(lines):
        for column, value in zip(columns, line, strict=True):
            if isinstance(value, str) and value in ERRORS:
                faults[ROWS] = (
                    f"{where}, ligne {table['numeros'][at]}, colonne « {column} » : la formule donne {value} : {ERRORS[value]}"
                )
                return None, ""
            if value == NO_VALUE:
                faults[ROWS] = (
                    f"{where}, ligne {table['numeros'][at]}, colonne « {column} » : la formule n'a pas de valeur enregistrée : {_SAVE}"
                )
                return None, ""
    node = {
        "$": "tableau",
        "index": {"noms": [None], "cles": list(range(len(lines))), "defaut": True},
        "colonnes": columns,
        "lignes": lines,
    }
    try:
        rows, note = read_table(asked, node)
    except Refusal as refusal:
        faults[ROWS] = f"{where} : {refusal.sentence}"
        return None, ""
    typed = _by_name(table.get("tapees")) or {}
    for name in form.formulas:
        if at_rows := [row for row in typed.get(name) or () if isinstance(row, int)]:
            numbers = ", ".join(map(str, at_rows[:_ROWS])) + (", …" if len(at_rows) > _ROWS else "")
            faults[f"formule {name}"] = (
                f"{where}, colonne « {name} », {plural(len(at_rows), 'ligne')} {numbers} : "
                f"{'une valeur y est tapée' if len(at_rows) == 1 else 'des valeurs y sont tapées'}, une formule est demandée"
            )
    return rows, note


class _Element(NamedTuple):
    """One thing that counts: its weight, the share of it that is earned, and what is said where it is not whole."""

    weight: int
    share: float
    said: str


def judge_workbook(
    form: WorkbookForm,
    expected: Any,
    received: Any,
    tolerance: float,
    gap: float,
    of_rows: Callable[[TableForm, Any, Any], Comparison],
) -> Comparison:
    """Compare canonical values. Elements: each cell, each column of the table, each formula, format and sheet asked for, and the
    frozen headers.

    A formula counts where its value is right, the rest where half of the values are: nobody is paid for an empty mould.
    """
    faults: dict[str, str] = received["fautes"]
    values = list(_values(form, expected, received, tolerance, gap, of_rows))
    elements = [element for _, element in values]
    shares = dict(values)
    earned = sum(e.weight * e.share for e in elements) / sum(e.weight for e in elements)
    for label in form.formulas:
        behind = shares[f"cellule {label}" if label in form.cells else ROWS]
        held = behind.share >= _WORTH and f"formule {label}" not in faults
        elements.append(_Element(1, float(held), faults.get(f"formule {label}", "")))
    settings = [
        *(f"format {n}" for n in form.formats),
        *(f"feuille {n}" for n in form.sheets),
        *(["figer"] if form.frozen else []),
    ]
    for setting in settings:
        elements.append(_Element(1, float(earned >= _WORTH and setting not in faults), faults.get(setting, "")))
    total = sum(e.weight for e in elements)
    share = sum(e.weight * e.share for e in elements) / total
    right = sum(int(e.weight * e.share + 1e-9) for e in elements)
    sentences = [e.said for e in elements if e.said and e.share < 1]
    remarks = tuple(
        f"{sentence[0].upper()}{sentence[1:].rstrip('.')}." for sentence in dict.fromkeys(sentences[:_FAULTS])
    )
    return Comparison(share, right, total, remarks)


def _values(
    form: WorkbookForm,
    expected: Any,
    received: Any,
    tolerance: float,
    gap: float,
    of_rows: Callable[[TableForm, Any, Any], Comparison],
) -> Iterator[tuple[str, _Element]]:
    for label, value in expected["cellules"].items():
        of, element = form.cells[label], f"cellule {label}"
        given = received["cellules"].get(label)
        if given is None:
            yield (
                element,
                _Element(1, 0.0, received["fautes"].get(element, f"il manque la cellule « {label} »")),
            )
        elif agreements(of, [value], [given], tolerance, gap)[0]:
            yield element, _Element(1, 1.0, "")
        elif too_rounded(of, value, given):
            sentence = f"la cellule « {label} » est trop arrondie : l'accord s'arrête à deux chiffres, gardez-en trois"
            yield element, _Element(1, COARSE, sentence)
        else:
            yield element, _Element(1, 0.0, f"la valeur de la cellule « {label} » est à revoir")
    if form.table is not None and expected["lignes"] is not None:
        weight = len(form.table.columns)
        if received["lignes"] is None:
            yield ROWS, _Element(weight, 0.0, received["fautes"].get(ROWS, "il manque le tableau"))
        else:
            comparison = of_rows(form.table, expected["lignes"], received["lignes"])
            yield ROWS, _Element(weight, comparison.share, f"dans le tableau : {' '.join(comparison.remarks)}")
