"""The référentiel and its comparison on a terminal."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from epreuves.referentiel.export import compter
from epreuves.referentiel.modalite import contexte, parties, qui
from epreuves.referentiel.model import Referentiel
from epreuves.referentiel.rapprochement import Rapprochement


def page(referentiel: Referentiel) -> RenderableType:
    """Give the whole référentiel: title, tree, table of the épreuves, counts."""
    certification = referentiel.certification
    titre = f"{certification.titre} — niveau {certification.niveau}, {certification.certificateur}"
    comptes = compter(referentiel)
    bilan = (
        f"{comptes['activites']} activités, {comptes['competences']} compétences, "
        f"{comptes['groupes']} groupes de critères, {comptes['criteres']} critères, "
        f"{comptes['epreuves']} épreuves."
    )
    return Group(arbre(referentiel, titre), Text(), tableau(referentiel), Text(bilan))


def arbre(referentiel: Referentiel, titre: str) -> Tree:
    """Give the tree activité → compétence → critères."""
    racine = Tree(Text(titre, style="bold"))
    for activite in referentiel.activites:
        branche = racine.add(_code(activite.code, activite.libelle))
        for competence in activite.competences:
            ligne = _code(competence.code, competence.libelle)
            if competence.libelle_perdu:
                ligne.append(" [libellé officiel perdu]", style="dim")
            rameau = branche.add(ligne).add(Text(competence.groupe.titre, style="italic"))
            for critere in competence.criteres:
                rameau.add(_code(critere.id, critere.libelle))
    return racine


def tableau(referentiel: Referentiel) -> Table:
    """Give the table of the épreuves, one row each."""
    table = Table(title="Épreuves", title_style="bold")
    for colonne in ("Identifiant", "Épreuve", "Compétences", "Qui", "Contexte", "Parties"):
        # Codes are copied from here: they are never cut, prose is.
        table.add_column(colonne, overflow="fold", no_wrap=colonne in ("Identifiant", "Compétences"))
    for epreuve in referentiel.epreuves:
        plage = "–".join(dict.fromkeys((epreuve.competences[0], epreuve.competences[-1])))
        cellules = (
            epreuve.id,
            epreuve.titre,
            plage,
            qui(epreuve),
            contexte(epreuve),
            ", ".join(parties(epreuve)),
        )
        table.add_row(*map(Text, cellules))
    return table


def comparaison(rapprochement: Rapprochement) -> RenderableType:
    """Lay the official wording beside each label, then say what was not found."""
    table = Table(show_lines=True)
    for colonne in ("Code", "Libellé du projet", "Texte officiel"):
        table.add_column(colonne, overflow="fold", ratio=None if colonne == "Code" else 1)
    for ligne in rapprochement.lignes:
        if ligne.officiel is not None:
            officiel = Text(ligne.officiel)
        else:
            officiel = Text("perdu dans le document" if ligne.perdu else "introuvable", style="dim italic")
        table.add_row(Text(ligne.code, style="bold"), Text(ligne.libelle), officiel)
    trouvees = len(rapprochement.trouvees)
    bilan = [f"{trouvees} textes officiels trouvés sur {len(rapprochement.lignes)}."]
    bilan.append(f"libellés perdus dans le document : {_liste(rapprochement.perdues)}")
    if rapprochement.non_reconnues:
        bilan.append(f"passages non reconnus : {len(rapprochement.non_reconnues)}")
        for reste in rapprochement.non_reconnues:
            bilan.append(f"  ligne {reste.ligne}, {reste.raison} : {_court(reste.texte)}")
    bilan.append(f"introuvables : {_liste(rapprochement.introuvables)}")
    return Group(table, *map(Text, bilan))


def _code(code: str, libelle: str) -> Text:
    return Text.assemble((code, "bold cyan"), " ", libelle)


def _liste(codes: tuple[str, ...]) -> str:
    return ", ".join(codes) or "aucun"


def _court(texte: str, longueur: int = 120) -> str:
    return texte if len(texte) <= longueur else texte[: longueur - 1] + "…"
