"""An export as a whole: which files, with what in them, all written or none."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from epreuves.machine import replace_all
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed, plural
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.exports import badges, case, moodle, spreadsheets
from epreuves_kit.exports.results import Results, gather
from epreuves_kit.exports.tables import ExportColumn, ExportTable, tables
from epreuves_kit.jury.record import JuryRecord
from epreuves_kit.referentiel.model import Referentiel
from epreuves_kit.rules.jury_rules import JuryRules
from epreuves_kit.variants import session as sessions

#: Folders of a course that go to candidates, or that other commands fill.
_OTHERS = ("source", "release", "datasets", "sujets", "submitted", "autograded", "feedback")


def check_folder(folder: Path, root: Path) -> None:
    """Raise KitError where a folder is one of the course's own."""
    whole = folder.resolve()
    if any(whole.is_relative_to((root / name).resolve()) for name in _OTHERS):
        raise KitError(
            f"« {folder} » est un dossier du cours, qui peut être distribué : choisissez-en un autre avec {parameter('export csv', '--sortie')}."
        )


def write(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write files, all or none, by their path in a folder, which is made, in the place of those that are there; gives their paths. Raises KitError."""
    paths = {folder / name: content for name, content in files.items()}
    try:
        replace_all(paths, 0o600)
    except OSError as error:
        raise KitError(
            f"« {folder} » : les fichiers ne peuvent pas y être écrits ({error.strerror or error})."
        ) from None
    return list(paths)


Format = Literal["csv", "xlsx", "moodle", "badges"]


class Export(msgspec.Struct, frozen=True):
    """The things to write: files by their path, a sentence on each that needs one, and warnings.

    stale: patterns, by which files of an earlier export are found that this one would not write.
    """

    files: dict[str, bytes]
    told: dict[str, str] = {}
    warnings: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()


class ExportAsked(msgspec.Struct, frozen=True):
    """The request for an export: candidates (all where none is named), the day it is dated from, the school's address or empty."""

    candidates: tuple[str, ...] = ()
    day: datetime.date = datetime.date(1970, 1, 1)
    address: str = ""


def framework(official: Referentiel, asked: ExportAsked) -> Export:
    """The référentiel alone."""
    made = case.package(official, asked.day, case.address(asked.address))
    sentence = f"{len(made['CFItems'])} éléments du référentiel"
    return Export({"referentiel-case.json": case.content(made)}, {"referentiel-case.json": sentence})


def moodle_framework(official: Referentiel) -> Export:
    """The référentiel as Moodle imports it."""
    name = "moodle-referentiel.csv"
    counts = (
        (len(official.activities), "activité"),
        (len(official.competences), "compétence"),
        (len(official.criteres), "critère"),
    )
    return Export({name: moodle.framework(official)}, {name: listed(counted(*pair) for pair in counts)})


def of_cohort(format: Format, record: JuryRecord, rules: JuryRules, asked: ExportAsked) -> Export:
    """An export of results. Raises KitError where there is no candidate, and as `results.gather` does."""
    made = {"csv": _csv, "xlsx": _xlsx, "moodle": _moodle, "badges": _badges}[format]
    address = case.address(asked.address)
    results = gather(record, rules, asked.candidates)
    if not results.decisions:
        raise KitError(
            f"Aucun candidat : inscrivez-les d'après la liste de l'école ({remedy('candidats import', 'LISTE.xlsx')})."
        )
    return made(results, record.places.root, msgspec.structs.replace(asked, address=address))


def _csv(results: Results, root: Path, asked: ExportAsked) -> Export:
    made = tables(results)
    files = {f"{table.name}.csv": spreadsheets.csv_content(table) for table in made}
    return Export(files, {f"{table.name}.csv": counted(len(table.rows), "ligne") for table in made})


def _xlsx(results: Results, root: Path, asked: ExportAsked) -> Export:
    name, made = "resultats.xlsx", tables(results)
    return Export({name: spreadsheets.xlsx_content(made)}, {name: f"{len(made)} feuilles et une notice"})


def _moodle(results: Results, root: Path, asked: ExportAsked) -> Export:
    grades, outcomes = "moodle-notes.csv", "moodle-objectifs.csv"
    files, warnings = {outcomes: moodle.outcomes(results.referentiel)}, []
    sentences = {outcomes: f"{len(results.referentiel.competences)} objectifs"}
    if moodle.graded(
        verdict for decision in results.decisions for verdict in (*decision.epreuves, *decision.competences)
    ):
        files[grades], sentences[grades] = moodle.grades(results), counted(len(results.decisions), "ligne")
    else:
        warnings.append("Aucune compétence n'a encore de note complète : le fichier des notes n'est pas écrit.")
    if odd := [
        decision.candidate
        for decision in results.decisions
        if spreadsheets.neutral(decision.candidate) != decision.candidate
    ]:
        warnings.append(
            f"L'identifiant « {odd[0]} » commence comme une formule : {grades} est pour Moodle, ne l'ouvrez pas dans un tableur."
        )
    return Export(files, sentences, tuple(warnings))


def _badges(results: Results, root: Path, asked: ExportAsked) -> Export:
    session = sessions.read(root)
    issue = badges.Issue(session.name, session.key, asked.day, asked.address)
    made = badges.badges(results.referentiel, results.decisions, results.emails, issue)
    warnings = [] if made else ["Aucune compétence n'est validée : il n'y a pas de badge à émettre."]
    without = {badge.candidate for badge in made} - set(results.emails)
    if without:
        many = counted(len(without), "candidat")
        warnings.append(
            f"{many} sans adresse de courriel dans le carnet de notes : leur identifiant en tient lieu, qu'un porte-badges ne reconnaît pas."
        )
    files = {f"badges/{badge.file}": case.content(badge.credential) for badge in made}
    files["badges/badges.csv"] = spreadsheets.csv_content(_index(made, results))
    folders = badges.folders_of(decision.candidate for decision in results.decisions).values()
    sentences = {
        "badges/badges.csv": f"la liste de {counted(len(made), 'badge')} NON {plural(len(made), 'signé').upper()}, à signer par l'école"
    }
    return Export(files, sentences, tuple(warnings), tuple(f"badges/{folder}/*{badges.SUFFIX}" for folder in folders))


def _index(made: Iterable[badges.Badge], results: Results) -> ExportTable:
    """A line for each credential, with whose it is: the credentials do not tell it."""
    titles = "Candidat", "Nom", "Compétence", "Libellé de la compétence", "Identité hachée", "État", "Fichier"
    rows = tuple(
        (
            badge.candidate,
            badge.name,
            badge.code,
            results.referentiel.competence(badge.code).label,
            "adresse de courriel" if badge.candidate in results.emails else "identifiant",
            "non signé",
            badge.file,
        )
        for badge in made
    )
    return ExportTable("badges", "Badges", "Un badge par compétence validée.", tuple(map(ExportColumn, titles)), rows)
