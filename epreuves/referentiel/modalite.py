"""The modality of an épreuve in French words: who, on what, in which parts, with which deliverables."""

from epreuves.referentiel.model import Contexte, Epreuve, Oral, Partie, Travail


def qui(epreuve: Epreuve) -> str:
    """Say who does the written part: « individuel », « groupe de 2 à 3 », « groupe de 3 »."""
    if epreuve.travail is Travail.INDIVIDUEL or epreuve.groupe is None:
        return "individuel"
    if epreuve.groupe.minimum == epreuve.groupe.maximum:
        return f"groupe de {epreuve.groupe.minimum}"
    return f"groupe de {epreuve.groupe.minimum} à {epreuve.groupe.maximum}"


def contexte(epreuve: Epreuve) -> str:
    """Say where the case comes from: « vécu » or « fictif »."""
    return {Contexte.VECU: "vécu", Contexte.FICTIF: "fictif"}[epreuve.contexte]


def parties(epreuve: Epreuve) -> list[str]:
    """Say the parts of an épreuve in order: « écrit », « oral collectif », « REX individuel »…"""
    oraux = {
        Oral.AUCUN: "sans oral",
        Oral.COLLECTIF: "oral collectif",
        Oral.INDIVIDUEL: "oral individuel",
        Oral.GRAND_ORAL: "grand oral",
    }
    noms = {Partie.ECRIT: "écrit", Partie.ORAL: oraux[epreuve.oral], Partie.REX: "REX individuel"}
    return [noms[partie] for partie in epreuve.parties]


def modalite(epreuve: Epreuve) -> str:
    """Write the whole modality, one thing a line: title, who and how, task, themes, trial, deliverables."""
    lignes = [
        epreuve.titre,
        f"Travail {qui(epreuve)}, contexte {contexte(epreuve)} : {', '.join(parties(epreuve))}",
        epreuve.consigne,
    ]
    if epreuve.tirage is not None:
        lignes.append(f"Thèmes tirés au sort : {', '.join(epreuve.tirage.themes)}")
    if epreuve.essais is not None:
        lignes.append(f"Essai auprès de {epreuve.essais.professionnels} professionnels au moins")
    titres = {Partie.ECRIT: "À l'écrit", Partie.ORAL: "À l'oral", Partie.REX: "Dans le REX"}
    lignes += [f"{titres[partie]} : {livrable}" for partie, livrable in epreuve.livrables]
    return "\n".join(lignes)
