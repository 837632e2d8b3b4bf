"""The candidates enrolled: shown, taken from a school's list, given back to a spreadsheet."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec

from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import counted, listed
from epreuves.wording.remedies import remedy
from epreuves_kit.exam.asking import Outcome, OutcomeTable, some
from epreuves_kit.exam.list_file import TEXTS, WORKBOOKS
from epreuves_kit.operations.declared import REPLACE, SURE, Doing, Parameter, Parameters, operation

if TYPE_CHECKING:
    from epreuves_kit.course.folders import Course
    from epreuves_kit.exam.enrol import EnrolledCandidate, Enrolment, State
    from epreuves_kit.exam.school_list import SchoolList

#: What the page says of a list as it was shown, to be brought back with its acceptance.
SHOWN = "digest"
#: Who takes a person out, where nobody has said their name.
_SECRETARY = "Secrétariat"
_STATES: tuple[tuple[State, str], ...] = (
    ("nouveau", "nouveau candidat"),
    ("changé", "candidat changé"),
    ("inchangé", "candidat inchangé"),
)


class CandidatesParameters(Parameters, frozen=True):
    """No parameter."""


@operation("candidats", label="Voir les candidats inscrits", title="Candidats", lines="candidat")
def candidates(doing: Doing, asked: CandidatesParameters) -> Outcome:
    """Inscrire les candidats d'après la liste de l'école, la montrer, la rendre à un tableur.

    Seule, la commande montre qui est inscrit. Code de sortie : 2 si le carnet de notes ou un fichier du cours ne se lit pas.
    """
    enrolled = _enrolled(doing.course)
    if not enrolled:
        return Outcome(
            (f"Personne n'est inscrit. Prenez la liste de l'école : {remedy('candidats import', 'liste.xlsx')}",)
        )
    lines = tuple(
        (candidate.surname, candidate.first_name, candidate.id, candidate.email, candidate.campus, candidate.asks)
        for candidate in enrolled
    )
    table = OutcomeTable(("Nom", "Prénom", "Identifiant", "Courriel", "Campus", "Blocs"), lines)
    return Outcome((f"{counted(len(enrolled), 'candidat inscrit')}.",), tables=(table,), objects=tuple(enrolled))


def _enrolled(course: Course) -> list[EnrolledCandidate]:
    from epreuves_kit.exam.enrol import candidates
    from epreuves_kit.rules import jury_rules

    return candidates(course, jury_rules.read(course.root))


class ImportParameters(Parameters, frozen=True):
    """The list; True to take it for real."""

    list: Annotated[
        Path,
        Parameter(
            "La liste : un classeur (.xlsx, .ods, .xls) ou un .csv.",
            "La liste de l'école",
            metavar="FICHIER",
            kind="file",
            accept=(*WORKBOOKS, *TEXTS),
            refusal="n'est pas un tableau : choisissez un classeur (.xlsx, .ods, .xls) ou un .csv.",
        ),
    ]
    simulated: Annotated[bool, Parameter("Dire ce qui changerait, sans rien écrire.", flag="--simuler")] = False


@operation(
    "candidats import", label="Inscrire ces candidats", title="Inscription", accept="Inscrire quand même", sure=SURE
)
def import_list(doing: Doing, asked: ImportParameters) -> Outcome:
    """Inscrire les candidats d'une liste : noms et courriels au carnet de notes, naissance, campus, blocs et aménagements dans les fichiers du cours.

    Il faut une colonne « Identifiant », ou « Nom » et « Prénom » : l'identifiant est alors fait des deux, « lea.fontaine ». Personne n'est
    retiré, et une case vide ne change rien. Deux noms qui se ressemblent sont demandés avant. Code de sortie : 0 si la liste est inscrite,
    2 si elle est fautive, ou si une question attend une réponse ; toutes ses fautes sont alors dites, et rien n'est inscrit.
    """
    from epreuves_kit.exam import enrol
    from epreuves_kit.rules import jury_rules

    course = doing.course
    doing.progress("Lecture de la liste", 0, 0)
    given, planned = plan(course, doing.here / asked.list)
    # The page has shown what it would do, and brings back what it showed.
    if doing.brought.get(SHOWN, digest(planned)) != digest(planned):
        raise KitError(
            "Le cours ou la liste a changé depuis ce qui vous a été montré : rien n'est inscrit. Donnez la liste de nouveau."
        )
    look = tuple(cell.said for cell in given.unclear)
    changed = planned.count("inchangé") < len(planned.lines)
    sentences = [*told(given, planned)]
    table = OutcomeTable(
        ("Candidat·e", "Identifiant", "État", "Ce qui change"),
        tuple((row.candidate.name, row.candidate.id, row.state, " ; ".join(row.changes)) for row in planned.lines),
    )
    if asked.simulated:
        sentences.append("Rien n'est écrit : c'était une simulation.")
        return Outcome(tuple(sentences), (*look, *planned.warnings), tables=(table,))
    if planned.warnings and SHOWN not in doing.brought:
        doing.confirm("\n".join(sentences), (*look, *planned.warnings))
    doing.progress("Inscription des candidats", 0, 0)
    enrol.write(course, jury_rules.read(course.root), planned)
    ended = "C'est inscrit." if changed else "Tout le monde était déjà inscrit : rien n'a changé."
    if SHOWN in doing.brought:  # what it would do has just been read
        return Outcome((sentences[0], ended), look)
    return Outcome((*sentences, ended), look, tables=(table,))


class PersonParameters(Parameters, frozen=True):
    """A person and what is known of them; what is left out stays as it is."""

    surname: Annotated[str, Parameter("Nom de famille.", "Nom", metavar="NOM")]
    first_name: Annotated[str, Parameter("Prénom.", "Prénom", metavar="PRÉNOM")]
    id: Annotated[
        str,
        Parameter(
            "Identifiant ; sans lui, il est fait du prénom et du nom.",
            "Identifiant",
            flag="--identifiant",
            metavar="ID",
            note="Vide : celui de cette personne si elle est inscrite, sinon prénom.nom.",
        ),
    ] = ""
    email: Annotated[str, Parameter("Adresse de courriel.", "Courriel", flag="--courriel", metavar="ADRESSE")] = ""
    birth: Annotated[
        str,
        Parameter("Date de naissance.", "Date de naissance (JJ/MM/AAAA)", flag="--naissance", metavar="JJ/MM/AAAA"),
    ] = ""
    birth_place: Annotated[
        str, Parameter("Lieu de naissance.", "Lieu de naissance", flag="--lieu-naissance", metavar="LIEU")
    ] = ""
    campus: Annotated[str, Parameter("Campus.", "Campus", flag="--campus", metavar="TEXTE")] = ""
    blocs: Annotated[
        str,
        Parameter("Blocs demandés ; sans eux, tous.", "Blocs demandés (vide : tous)", flag="--blocs", metavar="BLOCS"),
    ] = ""
    way: Annotated[
        str, Parameter("Voie d'accès, « VAE » par exemple.", "Voie d'accès", flag="--voie", metavar="TEXTE")
    ] = ""
    time: Annotated[
        str,
        Parameter(
            "Temps en plus : « un tiers », « 33 % », ou « non ».",
            "Temps en plus (« un tiers », « 33 % », « non »)",
            flag="--temps",
            metavar="PART",
        ),
    ] = ""
    pauses: Annotated[
        str,
        Parameter("Minutes de pause, ou « non ».", "Pauses (minutes, ou « non »)", flag="--pauses", metavar="MINUTES"),
    ] = ""
    assistant: Annotated[
        str,
        Parameter(
            "Avec un assistant : oui ou non.", "Un assistant (« oui », « non »)", flag="--assistant", metavar="OUI|NON"
        ),
    ] = ""


#: A name that becomes another, as an enrolment tells it.
_RENAMED = re.compile(r"(?:Nom|Prénom) : « (.+) » devient « (.+) »")


@operation(
    "candidats inscrire",
    label="Inscrire une personne",
    title="Inscription d'une personne",
    accept="Inscrire quand même",
    sure=SURE,
)
def enrol_one(doing: Doing, asked: PersonParameters) -> Outcome:
    """Inscrire une personne, ou corriger ce que l'on sait d'elle : identifiant, courriel, naissance, campus, blocs, voie, aménagement.

    Une personne déjà inscrite est reconnue à son nom, ou à son identifiant. Ce que l'on ne donne pas ne change pas. Un nom qui ressemble à un autre est demandé
    avant. Code de sortie : 0 si elle est inscrite, 2 si quelque chose est fautif, ou si une question attend une réponse ; rien n'est alors inscrit.
    """
    from epreuves_kit.exam import enrol, school_list
    from epreuves_kit.rules import jury_rules

    course, place = doing.course, "Cette personne"
    doing.progress("Lecture de la liste", 0, 0)
    values = {
        name: value
        for name in (
            "id",
            "surname",
            "first_name",
            "email",
            "birth",
            "birth_place",
            "campus",
            "blocs",
            "way",
            "time",
            "pauses",
            "assistant",
        )
        if (value := " ".join(getattr(asked, name).split())) or name in ("surname", "first_name")
    }
    if not (values["surname"] and values["first_name"]):
        raise KitError("Il faut un nom et un prénom.")
    rules = jury_rules.read(course.root)
    try:
        given = school_list.of_one(values, place)
        planned = enrol.plan(course, rules, given, place)
    except Faults as wrong:
        raise Faults(*(fault.replace(", ligne 1", "") for fault in wrong.faults)) from None
    if given.unclear:
        fields = school_list.GRANTED
        raise Faults(*(f"L'aménagement n'est pas compris : écrivez {fields[cell.field]}." for cell in given.unclear))
    [line] = planned.lines
    # Capitals alone are the same name.
    pairs = [(change, _RENAMED.fullmatch(change)) for change in line.changes if line.state == "changé"]
    renamed = [change for change, match in pairs if match and match[1].casefold() != match[2].casefold()]
    if planned.warnings or renamed:
        what = f"{line.candidate.name} ({line.candidate.id}) : {line.state}."
        if renamed:
            what = f"{line.candidate.id} est déjà inscrit·e, sous un autre nom : est-ce la même personne ? Sinon, donnez un autre identifiant."
        doing.confirm(what, [*planned.warnings, *(f"{change}." for change in renamed)])
    enrol.write(course, rules, planned)
    done = {"nouveau": "Inscription faite", "changé": "C'est corrigé", "inchangé": "Rien n'a changé"}
    who = f"{line.candidate.name} ({line.candidate.id})"
    changes = line.changes if line.state == "changé" else ()
    return Outcome((f"{done[line.state]} : {who}.", *(f"{change}." for change in changes)))


def _people(course: Course, epreuve: str) -> Iterable[tuple[str, str]]:
    from epreuves_kit.exam.enrol import told_apart

    return [(id, person.name) for id, person in told_apart(_enrolled(course)).items()]


class PersonOutParameters(Parameters, frozen=True):
    """The person, and why they go."""

    candidate: Annotated[
        str,
        Parameter("La personne, par son identifiant.", "Personne", metavar="CANDIDAT", kind="choice", options=_people),
    ]
    reason: Annotated[str, Parameter("Pourquoi, en une phrase.", "Pourquoi (facultatif)", flag="--motif")] = (
        "Personne inscrite par erreur."
    )


@operation(
    "candidats retirer",
    label="Retirer une personne",
    title="Retrait d'une personne",
    accept="Retirer cette personne",
    sure=SURE,
    author="Qui retire la personne.",
)
def take_out(doing: Doing, asked: PersonOutParameters) -> Outcome:
    """Retirer de la session une personne inscrite par erreur : son nom, son courriel, sa naissance, son aménagement, sa place.

    Une personne qui a une copie, un groupe ou un parchemin n'est pas retirée : il faut d'abord défaire cela. Un procès-verbal déjà écrit ne change pas. Code de sortie : 0 si elle est retirée, 2 si
    quelque chose est à défaire d'abord, si personne n'a confirmé ou si la session est close.
    """
    from epreuves_kit.exam import withdrawing
    from epreuves_kit.exam.enrol import chosen, told_apart

    course = doing.course
    enrolled = _enrolled(course)
    (person,) = chosen(enrolled, [asked.candidate])
    name = told_apart(enrolled)[person.id].name
    out = withdrawing.look_at(course, person.id)
    sentences = [
        f"{name} ne sera plus de la session : son nom, son courriel, sa naissance, son campus, ses blocs et son aménagement en seront ôtés. Pour qui ne s'est pas présenté, écrivez plutôt son absence."
    ]
    if out.parts:
        sentences.append(f"Ne compteront plus : {listed(out.parts)}.")
    if out.minutes:
        which = listed(f"n° {number}" for number in out.minutes)
        sentences.append(
            f"Le procès-verbal {which} nomme cette personne et ne change pas : écrivez ensuite un procès-verbal rectificatif."
        )
    doing.confirm("\n".join(sentences))
    doing.progress("Retrait de la personne", 0, 0)
    withdrawing.take_person_out(course, person.id, doing.author or _SECRETARY, asked.reason)
    return Outcome((f"{name} n'est plus de la session.",))


def plan(course: Course, path: Path) -> tuple[SchoolList, Enrolment]:
    """A list as it was read, and the enrolment that it would be. Raises KitError with all that is wrong in it."""
    from epreuves_kit.exam import enrol, school_list
    from epreuves_kit.rules import jury_rules

    given = school_list.read(path)
    return given, enrol.plan(course, jury_rules.read(course.root), given, path.name)


def digest(planned: Enrolment) -> str:
    """The digest that tells one enrolment from another: what was shown is what is written, or nothing is."""
    return hashlib.blake2b(msgspec.json.encode(planned, enc_hook=str), digest_size=16).hexdigest()


def told(given: SchoolList, planned: Enrolment) -> list[str]:
    """The sentences on a list before it is taken: numbers of new and changed, columns left aside, who is enrolled and not on it."""
    counts = [counted(many, noun) for state, noun in _STATES if (many := planned.count(state))]
    sentences = [f"{listed(counts)}."]
    if given.left_out:
        sentences.append(f"Colonnes laissées de côté : {listed(f'« {title} »' for title in given.left_out)}.")
    if planned.absent:
        names = some(f"{candidate.name} ({candidate.id})" for candidate in planned.absent)
        sentences.append(f"Déjà inscrits et absents de cette liste, laissés tels quels : {names}.")
    return sentences


class ExportCandidatesParameters(Parameters, frozen=True):
    """The file."""

    file: Annotated[Path, Parameter("Le fichier à écrire : .xlsx ou .csv.", metavar="FICHIER")] = Path(
        "exports/candidats.xlsx"
    )


@operation(
    "candidats export",
    label="Écrire la liste des candidats",
    title="Liste des candidats",
    accept="Remplacer le fichier",
    sure=REPLACE,
)
def export_list(doing: Doing, asked: ExportCandidatesParameters) -> Outcome:
    """Écrire la liste des candidats dans un tableur ; complétée, elle se reprend par « epreuves candidats import ».

    Code de sortie : 0 si le fichier est écrit, 2 sinon.
    """
    from epreuves_kit.exam.enrol import table
    from epreuves_kit.exports import making, spreadsheets

    kind = asked.file.suffix.casefold()
    if kind not in (".xlsx", ".csv"):
        raise KitError(f"« {asked.file} » : donnez un nom qui finit par .xlsx ou .csv.")
    place = doing.place(asked.file)
    doing.progress("Écriture de la liste", 0, 0)
    enrolled = _enrolled(doing.course)
    made = table(enrolled)
    content = spreadsheets.xlsx_content([made]) if kind == ".xlsx" else spreadsheets.csv_content(made)
    making.write({place.name: content}, place.parent)
    return Outcome((f"{counted(len(enrolled), 'candidat')}.",), files=(asked.file.as_posix(),))
