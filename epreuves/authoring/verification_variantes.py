"""The lint's dynamic rules, on each variant: the reference earns all, a blank nothing, each named mistake
its own share.

The only module of authoring that calls the runner and the marking: it asks of it what a candidate's copy
would ask.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from epreuves.answers.portable import portable
from epreuves.authoring.constats import Constat
from epreuves.authoring.construction import CARNET_REX
from epreuves.authoring.demonstration import PROSE, Demonstration, regles_chiffres
from epreuves.authoring.regles_texte import JUGES_SANS_ERREUR
from epreuves.authoring.releve import Releve, relever
from epreuves.machine import cores
from epreuves.marking.bareme import Bareme
from epreuves.marking.notation import Mark, mark
from epreuves.marking.reference import ErreurReference, compute
from epreuves.runner import Limits
from epreuves.runner.files import read_folder
from epreuves.runner.sandbox import shared
from epreuves.variantes.seance import DOSSIER_VARIANTES
from epreuves.wording.french import counted, number

Progres = Callable[[str], None]


def verifier_variantes(
    epreuve: str,
    sujets: Mapping[str, str],
    source: Mapping[str, bytes],
    release: Mapping[str, bytes],
    archives: Mapping[str, bytes],
    progress: Progres | None = None,
    demos: Mapping[str, Demonstration] | None = None,
) -> Iterator[Constat]:
    """Findings on each notebook and variant (letter → archive); all is built in a temporary folder, nothing
    else is read.

    `sujets` are the notebooks' names, the épreuve's own first, each with the text that it is built from;
    `demos` what the demonstration writes in them. A released notebook is run once, on the first variant: it goes from top to bottom and earns nothing.
    """
    dire = progress or (lambda _: None)
    with tempfile.TemporaryDirectory(prefix="verification-") as provisoire:
        dossier = Path(provisoire) / "source"
        dossier.mkdir()
        for nom, contenu in source.items():
            (dossier / nom).write_bytes(contenu)
        (dossier / DOSSIER_VARIANTES).mkdir()
        for lettre, contenu in archives.items():
            (dossier / DOSSIER_VARIANTES / f"{lettre}.zip").write_bytes(contenu)
        for nom, fichier in sujets.items():
            demo = (demos or {}).get(nom)
            for constat in _carnet(epreuve, nom, dossier, release, tuple(archives), dire, demo):
                # The marking knows a notebook by its file's name; a finding, by the épreuve and the text.
                yield msgspec.structs.replace(constat, epreuve=epreuve, fichier=constat.fichier or fichier)


def _carnet(
    epreuve: str,
    nom: str,
    dossier: Path,
    release: Mapping[str, bytes],
    lettres: tuple[str, ...],
    dire: Progres,
    demo: Demonstration | None,
) -> Iterator[Constat]:
    """Findings on one notebook of the folder."""
    titre = epreuve if nom != CARNET_REX else f"{epreuve}, {nom}"
    baremes: dict[str, Bareme] = {}
    # A reference is a process of its own: threads are enough to have one a core.
    with ThreadPoolExecutor(cores()) as equipe:
        demandes = [(lettre, equipe.submit(compute, dossier / nom, lettre)) for lettre in lettres]
        dire(f"{titre} : réponses et erreurs de la source")
        with tempfile.TemporaryDirectory(prefix="releve-") as ailleurs:
            releves = relever(Path(shutil.copytree(dossier, ailleurs, dirs_exist_ok=True)), nom, lettres)
        for lettre, demande in demandes:
            dire(f"{titre} : variante {lettre}")
            try:
                baremes[lettre] = demande.result()
            except ErreurReference as erreur:
                yield Constat("reference", nom, str(erreur))
                continue
            yield from regles_bareme(baremes[lettre], releves[lettre], ecrits_seuls=nom == CARNET_REX)
            if demo is not None:
                given = {q.id: (q.form, q.expected) for q in baremes[lettre].questions}
                yield from regles_chiffres(epreuve, f"sujets/{epreuve}/{PROSE}", demo, nom, lettre, given)
    yield from memes_erreurs(list(baremes.values()))
    if baremes:
        dire(f"{titre} : version distribuée, exécutée")
        yield from _distribuee(
            next(iter(baremes.values())), release[nom], f"release/{epreuve}/{nom}", dossier
        )


def memes_erreurs(baremes: Sequence[Bareme]) -> Iterator[Constat]:
    """A mistake is named on every variant, or a cohort's mistakes could not be counted."""
    nommees = {
        b.variant: {(question.id, m.code) for question in b.questions for m in question.mistakes}
        for b in baremes
    }
    toutes = set().union(*nommees.values()) if nommees else set()
    for bareme in baremes:
        for question, code in sorted(toutes - nommees[bareme.variant]):
            yield Constat(
                "codes", bareme.epreuve, f"variante {bareme.variant} : l'erreur « {code} », nommée sur "
                "d'autres, ne l'est pas",
                cellule=question,
            )  # fmt: skip


def _distribuee(bareme: Bareme, release: bytes, ou: str, dossier: Path) -> Iterator[Constat]:
    """The released notebook as a candidate who does nothing would hand it in: it runs, and is worth
    nothing.
    """
    carnet = json.loads(release)
    for cellule in carnet["cells"]:
        cellule["source"] = "".join(cellule["source"])
    environnement = {
        "NBGRADER_EXECUTION": "autograde",
        "EPREUVES_CANAL": "1",
        "EPREUVES_VARIANTE": bareme.variant,
    }
    execution = shared("auto").run(carnet, read_folder(dossier), Limits(), environnement)
    if not execution.end.complete:
        yield Constat(
            "execution",
            bareme.epreuve,
            f"le notebook ne va pas au bout : {execution.end.sentence}",
            fichier=ou,
        )
    for rang, faite in execution.cells.items():
        for sortie in faite.outputs:
            if sortie.get("output_type") == "error":
                id = carnet["cells"][rang]["metadata"]["nbgrader"]["grade_id"]
                dit = f"{sortie.get('ename')} : {sortie.get('evalue')}"
                yield Constat(
                    "execution",
                    bareme.epreuve,
                    f"distribuée, la cellule échoue ({dit})",
                    fichier=ou,
                    cellule=id,
                )
    for note in mark(bareme, execution.answers):
        if note.points:
            yield Constat(
                "vide",
                bareme.epreuve,
                f"sans rien faire, on gagne {counted(note.points, 'point')}",
                fichier=ou,
                cellule=note.question,
            )


def regles_bareme(bareme: Bareme, releve: Releve, ecrits_seuls: bool = False) -> Iterator[Constat]:
    """Findings on one variant: its scheme, asked of the marking itself with the answers that the source
    gave; pure. `ecrits_seuls`: a notebook that may hold no question.
    """

    def constat(regle: str, message: str, cellule: str = "") -> Constat:
        return Constat(regle, bareme.epreuve, f"variante {bareme.variant} : {message}", "erreur", "", cellule)

    if releve.echec:
        yield constat("reference", releve.echec)
        return
    if not bareme.questions and not ecrits_seuls:
        yield constat("reference", "la référence ne vérifie aucune question")
    for note in mark(bareme, releve.reponses):
        if note.points != note.maximum or note.outcome != "right":
            yield constat(
                "juste",
                f"la référence gagne {number(note.points)} sur {number(note.maximum)} ({note.sentence})",
                note.question,
            )
    for reponses in ({}, {question.id: portable(None) for question in bareme.questions}):
        for note in mark(bareme, reponses):
            if note.points:
                yield constat("vide", f"une copie vide gagne {counted(note.points, 'point')}", note.question)
    for question in bareme.questions:
        if not question.mistakes and type(question.form).__name__.casefold() not in JUGES_SANS_ERREUR:
            yield constat("sans_erreur", "aucune erreur n'est nommée", question.id)
        seule = msgspec.structs.replace(bareme, questions=(question,))
        for erreur in question.mistakes:
            note = mark(seule, {question.id: releve.erreurs[question.id][erreur.code]})[0]
            defaut = _defaut(note, erreur.code, erreur.sentence, question.points * erreur.part)
            if defaut:
                yield constat("erreur", f"l'erreur « {erreur.code} » {defaut}", question.id)


def _defaut(note: Mark, code: str, phrase: str, points: float) -> str:
    """What is wrong in the way a named mistake is marked; empty where all is well."""
    if note.outcome == "right":
        return "ne se distingue pas de la bonne réponse, à la tolérance près"
    if note.outcome != "mistake":
        return f"n'est pas reconnue ({note.sentence})"
    if note.mistake != code:
        return f"ne se distingue pas de l'erreur « {note.mistake} », à la tolérance près"
    if phrase.strip() not in note.sentence:
        return "est reconnue sans sa phrase"
    # Marks are rounded to the hundredth.
    if abs(note.points - points) > 0.005 + 1e-9:
        return f"garde {counted(note.points, 'point')} au lieu de {number(points)}"
    return ""
