"""Writing a canonical value as a candidate would type it: as Python, or copied out of a French spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from epreuves.answers.formes import (
    Date,
    Entier,
    Forme,
    Graphique,
    Liste,
    Nombre,
    Pourcentage,
    Scalaire,
    Serie,
    Tableau,
)
from epreuves.wording import french


def python(form: Forme, value: Any) -> str:
    """A Python expression of the value, in the containers that pandas gives (Series, DataFrame)."""
    match form:
        case Serie():
            return f"pd.Series({_dict(form.valeurs, value, _plain, form.cle)})"
        case Tableau():
            columns = ", ".join(
                f"{name!r}: {_dict(of, [[key, row[name]] for key, row in value], _plain, form.cle)}"
                for name, of in form.colonnes.items()
            )
            frame = f"pd.DataFrame({{{columns}}})"
            return frame if len(form.cle) == 1 else f"{frame}.rename_axis({list(form.cle)!r})"
        case Liste():
            return "[" + ", ".join(_plain(form.de, v) for v in value) + "]"
    assert not isinstance(form, Graphique)  # it is drawn, not written
    return _plain(form, value)


def spreadsheet(form: Forme, value: Any) -> str:
    """A Python expression of the value as text copied from a spreadsheet: « 1 234,50 », « 12,5 % », rounded as shown there."""
    match form:
        case Serie():
            return _dict(form.valeurs, value, _typed, form.cle)
        case Tableau():
            write = {n: _column(of, [row[n] for _, row in value]) for n, of in form.colonnes.items()}
            rows = ", ".join(
                "{" + ", ".join([*(f"{n!r}: {k!r}" for n, k in zip(form.cle, _parts(key), strict=True)),
                                 *(f"{n!r}: {write[n](of, row[n])}" for n, of in form.colonnes.items())]) + "}"
                for key, row in value
            )  # fmt: skip
            return f"pd.DataFrame([{rows}])"
        case Liste():
            return "[" + ", ".join(_typed(form.de, v) for v in value) + "]"
    assert not isinstance(form, Graphique)
    return _typed(form, value)


def _dict(form: Scalaire, pairs: list[Any], write: Any, names: tuple[str, ...]) -> str:
    write = _column(form, [v for _, v in pairs]) if write is _typed else write
    return "{" + ", ".join(f"{_key(key, names)}: {write(form, v)}" for key, v in pairs) + "}"


def _column(form: Scalaire, values: list[Any]) -> Callable[[Scalaire, Any], str]:
    """How a column is typed: a reference gives percentages all in percent or all as ratios, a spreadsheet shows percent."""
    if not isinstance(form, Pourcentage):
        return _typed
    ratios = all(abs(v["valeur"]) <= 1 for v in values) and not any(v["signe"] for v in values)
    return lambda _, v: repr(_french(v["valeur"] * (100 if ratios else 1)) + " %")


def _key(key: Any, names: tuple[str, ...]) -> str:
    return repr(key) if len(names) == 1 else repr(tuple(_parts(key)))


def _parts(key: Any) -> list[str]:
    return [key] if isinstance(key, str) else list(key)


def _plain(form: Scalaire, value: Any) -> str:
    return repr(value["valeur"]) if isinstance(form, Pourcentage) else repr(value)


def _typed(form: Scalaire, value: Any) -> str:
    if isinstance(form, Pourcentage):
        return _column(form, [value])(form, value)
    if isinstance(form, Nombre):
        return repr(_french(value) + (f" {form.unite}" if form.unite else ""))
    if isinstance(form, Entier):
        return repr(_french(value))
    if isinstance(form, Date):
        return repr("/".join(reversed(value.split("-"))))
    return repr(value)


def _french(number: float) -> str:
    # With a plain space between thousands and the minus of a keyboard.
    return " ".join(french.number(number, 6).split()).replace("\N{MINUS SIGN}", "-")
