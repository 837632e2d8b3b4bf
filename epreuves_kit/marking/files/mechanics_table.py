"""The mechanics of a workbook as one table of inert HTML: a line for what there is, with its sheet and cells, and one for all that there is not."""

from __future__ import annotations

import html

from epreuves.wording.french import FIXED, listed
from epreuves.wording.inert import inert
from epreuves_kit.marking.files.mechanics import Mechanism, WorkbookMechanics

#: What each line is called, and how its absence is told; empty where nobody looks for it.
_LINES = {
    "contents": ("Contenu", ""),
    "filters": ("Filtre", "aucun filtre"),
    "lists": ("Listes déroulantes", "aucune liste déroulante"),
    "checks": ("Saisies contrôlées", ""),
    "rules": ("Mises en forme conditionnelles", "aucune mise en forme conditionnelle"),
    "frozen": ("Lignes ou colonnes figées", "aucune ligne ni colonne figée"),
    "charts": ("Graphiques", "aucun graphique"),
    "pivots": ("Tableaux croisés", ""),
    "names": ("Cellules et tableaux nommés", "aucune cellule nommée"),
    "errors": ("Cellules en erreur", "aucune cellule en erreur"),
    "hidden": ("Masqué", "rien de masqué"),
    "protected": ("Protégé", ""),
    "comments": ("Commentaires", ""),
    "merged": ("Cellules fusionnées", ""),
}
CAPTION = "Comment le classeur est construit"
#: Said of a workbook whose format is not read.
NOT_READ = (
    f"Classeur LibreOffice (.ods){FIXED}: ses formules, filtres, listes déroulantes et mises en forme conditionnelles ne sont pas relevés ici. "
    "Téléchargez-le pour les voir."
)


def mechanics_table(held: WorkbookMechanics) -> str:
    """The table; whatever the mechanics hold, nothing of it is markup."""
    lines = []
    for kind, (label, _) in _LINES.items():
        if parts := getattr(held, kind):
            lines.append(_line(label, "".join(map(_part, parts))))
    absent = [no for kind, (_, no) in _LINES.items() if no and not getattr(held, kind) and kind not in held.unread]
    if absent:
        sentence = listed(absent)
        lines.append(_line("Absent", f"<p>{sentence[0].upper()}{sentence[1:]}.</p>"))
    unread = [_LINES[kind][0] for kind in held.unread if kind in _LINES]
    if unread:
        names = listed(f"{label[0].lower()}{label[1:]}" for label in unread)
        lines.append(
            _line("Non lu", f"<p>Le fichier ne laisse pas lire{FIXED}: {names}. Téléchargez-le pour les voir.</p>")
        )
    return f"<table><caption>{CAPTION}</caption><tbody>{''.join(lines)}</tbody></table>"


def _line(label: str, content: str) -> str:
    return f'<tr><th scope="row">{label}</th><td>{content}</td></tr>'


def _part(part: Mechanism) -> str:
    sentence = html.escape(inert(part.said))
    return (
        f"<p><strong>{html.escape(inert(part.sheet))}</strong>{FIXED}: {sentence}</p>"
        if part.sheet
        else f"<p>{sentence}</p>"
    )
