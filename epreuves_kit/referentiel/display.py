"""The référentiel and its comparison with the official document, on a terminal and as plain JSON values."""

from typing import Any

import msgspec
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from epreuves.wording.french import counted
from epreuves_kit.referentiel.model import Referentiel, context, parts, who
from epreuves_kit.referentiel.official import OfficialComparison


def count_up(referentiel: Referentiel) -> dict[str, int]:
    """The number of things that the référentiel holds, by kind."""
    return {
        "activites": len(referentiel.activities),
        "competences": len(referentiel.competences),
        "groupes": len(referentiel.groups),
        "criteres": len(referentiel.criteres),
        "epreuves": len(referentiel.epreuves),
    }


def as_json(referentiel: Referentiel) -> dict[str, Any]:
    """The référentiel as counts and flat lists; each element names its parent, so that a spreadsheet can join them."""
    activity_of = {c.code: a.code for a in referentiel.activities for c in a.competences}
    return {
        "counts": count_up(referentiel),
        "certification": msgspec.to_builtins(referentiel.certification),
        "activites": [
            {"code": a.code, "libelle": a.label, "note": a.note, "competences": [c.code for c in a.competences]}
            for a in referentiel.activities
        ],
        "competences": [
            {
                "code": c.code,
                "libelle": c.label,
                "libelle_perdu": c.lost_label,
                "note": c.note,
                "activite": activity_of[c.code],
                "epreuve": ", ".join(epreuve.id for epreuve in referentiel.epreuves_of(c.code)),
            }
            for c in referentiel.competences
        ],
        "groupes": [
            {"competence": c.code, "titre": c.group.title, "criteres": [k.id for k in c.criteres]}
            for c in referentiel.competences
        ],
        "criteres": [
            {"id": k.id, "libelle": k.label, "note": k.note, "competence": c.code}
            for c in referentiel.competences
            for k in c.criteres
        ],
        "natures": msgspec.to_builtins(referentiel.natures),
        "epreuves": [
            {**msgspec.to_builtins(epreuve), "parties": [part.value for part in epreuve.parts]}
            for epreuve in referentiel.epreuves
        ],
    }


def comparison_as_json(comparison: OfficialComparison) -> dict[str, Any]:
    """The comparison as plain values: matched, missing_codes, lost, unmatched_lines."""
    return {
        "matched": [
            {"genre": line.kind, "code": line.code, "libelle": line.label, "officiel": line.official}
            for line in comparison.found
        ],
        "missing_codes": list(comparison.not_found),
        "lost": list(comparison.lost_codes),
        "unmatched_lines": msgspec.to_builtins(comparison.unrecognised),
    }


def page(referentiel: Referentiel) -> RenderableType:
    """The whole référentiel: title, tree, table of the épreuves, counts."""
    certification = referentiel.certification
    title = f"{certification.title} — niveau {certification.level}, {certification.certifier}"
    counts = count_up(referentiel)
    report = (
        f"{counted(counts['activites'], 'activité')}, {counted(counts['competences'], 'compétence')}, "
        f"{counted(counts['groupes'], 'groupe')} de critères, {counted(counts['criteres'], 'critère')}, "
        f"{counted(counts['epreuves'], 'épreuve')}."
    )
    return Group(tree(referentiel, title), Text(), tableau(referentiel), Text(report))


def tree(referentiel: Referentiel, title: str) -> Tree:
    """The tree activité → compétence → critères."""
    root = Tree(Text(title, style="bold"))
    for activity in referentiel.activities:
        branch = root.add(_code(activity.code, activity.label))
        for competence in activity.competences:
            line = _code(competence.code, competence.label)
            if competence.lost_label:
                line.append(" [libellé officiel perdu]", style="dim")
            twig = branch.add(line).add(Text(competence.group.title, style="italic"))
            for critere in competence.criteres:
                twig.add(_code(critere.id, critere.label))
    return root


def tableau(referentiel: Referentiel) -> Table:
    """The table of the épreuves, one row each."""
    table = Table(title="Épreuves", title_style="bold")
    # Codes are copied from here: they are never cut, prose is.
    table.add_column("Épreuve", min_width=max(len(epreuve.id) for epreuve in referentiel.epreuves))
    table.add_column("Compétences", no_wrap=True)
    table.add_column("Modalité")
    for epreuve in referentiel.epreuves:
        codes = "–".join(dict.fromkeys((epreuve.competences[0], epreuve.competences[-1])))
        modality = " ; ".join((who(epreuve), context(epreuve), ", ".join(parts(epreuve))))
        table.add_row(Text.assemble((epreuve.id, "bold"), f"\n{epreuve.title}"), codes, modality)
    return table


def comparison(comparison: OfficialComparison) -> RenderableType:
    """The official wording beside each label, then what was not found."""
    table = Table(show_lines=True)
    for column in ("Code", "Libellé du projet", "Texte officiel"):
        table.add_column(column, overflow="fold", ratio=None if column == "Code" else 1)
    for line in comparison.lines:
        if line.official is not None:
            official = Text(line.official)
        else:
            official = Text("perdu dans le document" if line.lost else "introuvable", style="dim italic")
        table.add_row(Text(line.code, style="bold"), Text(line.label), official)
    report = [f"{len(comparison.found)} textes officiels trouvés sur {len(comparison.lines)}."]
    report.append(f"libellés perdus dans le document : {_list(comparison.lost_codes)}")
    if comparison.unrecognised:
        report.append(f"passages non reconnus : {len(comparison.unrecognised)}")
        for rest in comparison.unrecognised:
            report.append(f"  ligne {rest.line}, {rest.reason} : {_court(rest.text)}")
    report.append(f"introuvables : {_list(comparison.not_found)}")
    return Group(table, *map(Text, report))


def _code(code: str, label: str) -> Text:
    return Text.assemble((code, "bold cyan"), " ", label)


def _list(codes: tuple[str, ...]) -> str:
    return ", ".join(codes) or "aucun"


def _court(text: str, length: int = 120) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
