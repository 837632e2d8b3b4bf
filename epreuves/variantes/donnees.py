"""What `preparer` returns: the tables of a variant, by name, with what they hold said in French."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

import pandas as pd

from epreuves.variantes.dictionnaire import Champ, Dictionnaire, Table
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted

_TYPES = {
    "integer": "nombre entier",
    "number": "nombre",
    "string": "texte",
    "date": "date",
    "datetime": "date et heure",
    "boolean": "oui ou non (booléen)",
}


class TableInconnue(KitError, KeyError):
    """No table of that name; says which there are."""

    def __str__(self) -> str:
        return str(self.args[0])


class Donnees(Mapping[str, pd.DataFrame]):
    """The tables of one variant of an épreuve: a mapping name → DataFrame, shown as a list of tables and
    fields.
    """

    def __init__(
        self, epreuve: str, variante: str, dictionnaire: Dictionnaire, tables: Mapping[str, pd.DataFrame]
    ):
        self.epreuve = epreuve
        self.variante = variante
        self.dictionnaire = dictionnaire
        self._tables = dict(tables)

    def __getitem__(self, nom: str) -> pd.DataFrame:
        try:
            return self._tables[nom]
        except (KeyError, TypeError):
            connues = ", ".join(f"« {table} »" for table in self._tables)
            raise TableInconnue(f"Il n'y a pas de table « {nom} ». Tables disponibles : {connues}.") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __repr__(self) -> str:
        lignes = [f"{self.dictionnaire.titre} — variante {self.variante}, {counted(len(self), 'table')}"]
        for nom, frame in self.items():
            table = self.dictionnaire.tables[nom]
            lignes += ["", f"{nom} — {_resume(table, frame)}"]
            lignes += [f"    {champ.nom} : {_champ(champ)}" for champ in table.champs]
        return "\n".join(lignes)

    def _repr_html_(self) -> str:
        tables = "".join(_html(nom, self.dictionnaire.tables[nom], frame) for nom, frame in self.items())
        return (
            f"<p><strong>{escape(self.dictionnaire.titre)}</strong> — variante {self.variante}, "
            f"{counted(len(self), 'table')}</p>{tables}"
        )


def _resume(table: Table, frame: pd.DataFrame) -> str:
    description = f" {table.description}" if table.description else ""
    return f"{table.titre}, {counted(len(frame), 'ligne')}.{description}"


def _champ(champ: Champ) -> str:
    unite = f", en {champ.unite}" if champ.unite else ""
    description = f" — {champ.description}" if champ.description else ""
    manque = "" if champ.contraintes.required else " ; peut manquer"
    return f"{_TYPES[champ.type]}{unite}{manque}{description}"


def _html(nom: str, table: Table, frame: pd.DataFrame) -> str:
    lignes = "".join(
        f'<tr><th scope="row"><code>{escape(champ.nom)}</code></th><td>{_TYPES[champ.type]}'
        f"{'' if champ.contraintes.required else ' (peut manquer)'}</td><td>{escape(champ.unite) or '—'}</td>"
        f'<td style="text-align:left">{escape(champ.description) or "—"}</td></tr>'
        for champ in table.champs
    )
    return (
        f"<table><caption><code>{escape(nom)}</code> — {escape(_resume(table, frame))}</caption>"
        '<thead><tr><th scope="col">champ</th><th scope="col">type</th><th scope="col">unité</th>'
        f'<th scope="col">description</th></tr></thead><tbody>{lignes}</tbody></table>'
    )
