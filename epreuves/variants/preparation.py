"""`preparer`, the first call of every notebook: lay the candidate's own data in `donnees/`, read them, and say in French what they hold."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from epreuves.answers.handing_in import KEY, VARIANT
from epreuves.machine import replace
from epreuves.variants import archive, tables
from epreuves.variants.attribution import ALPHABET, seat_digest, seed, variant
from epreuves.variants.candidate import ACCOUNT, Candidate, hold, resolve
from epreuves.variants.candidate import FILE as WORKED_AS
from epreuves.variants.dictionary import Dictionary, Field, Table, from_package
from epreuves.variants.identifying import Identified, identify
from epreuves.variants.palette import lay_palette
from epreuves.variants.published import (
    FOLDER,
    PUBLISHED_FILE,
    REX_FILE,
    VARIANTS_FOLDER,
    ExamSession,
    PublishedSitting,
    read_published,
    read_rex,
)
from epreuves.variants.sitting import tell
from epreuves.variants.tables import TableError
from epreuves.wording.errors import KitError
from epreuves.wording.french import counted
from epreuves.wording.typography import spaced

_TYPES = {
    "integer": "nombre entier",
    "number": "nombre",
    "string": "texte",
    "date": "date",
    "datetime": "date et heure",
    "boolean": "oui ou non (booléen)",
}


class UnknownTable(KitError, KeyError):
    """No table of that name; says which there are."""

    def __str__(self) -> str:
        return str(self.args[0])


class Data(Mapping[str, pd.DataFrame]):
    """The tables of one variant of an épreuve: a mapping name → DataFrame, shown as a list of tables and
    fields.
    """

    def __init__(self, epreuve: str, variant: str, dictionary: Dictionary, tables: Mapping[str, pd.DataFrame]):
        self.epreuve = epreuve
        self.variant = variant
        self.dictionary = dictionary
        self._tables = dict(tables)

    def __getitem__(self, name: str) -> pd.DataFrame:
        try:
            return self._tables[name]
        except (KeyError, TypeError):
            names = ", ".join(f"« {table} »" for table in self._tables)
            raise UnknownTable(f"Il n'y a pas de table « {name} ». Tables disponibles : {names}.") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def tirage_du_rex(self) -> np.random.RandomState:
        """Random numbers for the new facts of a REX, always the same for a variant; KitError where `rex.json`, which comes with it after the oral,
        is not in the current folder.
        """
        try:
            key = read_rex((Path.cwd() / REX_FILE).read_bytes())
        except OSError:
            raise KitError(
                f"Il manque le fichier {REX_FILE}, remis avec ce notebook après l'oral : placez-le à côté de lui, puis relancez la cellule."
            ) from None
        return np.random.RandomState(seed(key, self.epreuve, self.variant))

    def __repr__(self) -> str:
        lines = [f"{self.dictionary.title} — variante {self.variant}, {counted(len(self), 'table')}"]
        for name, frame in self.items():
            table = self.dictionary.tables[name]
            lines += ["", f"{name} — {_resume(table, frame)}"]
            lines += [f"    {field.name} : {_field(field)}" for field in table.fields]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        tables = "".join(_html(name, self.dictionary.tables[name], frame) for name, frame in self.items())
        return (
            f"<p><strong>{escape(self.dictionary.title)}</strong> — variante {self.variant}, "
            f"{counted(len(self), 'table')}</p>{tables}"
        )


def _resume(table: Table, frame: pd.DataFrame) -> str:
    description = f" {table.description}" if table.description else ""
    return f"{table.title}, {counted(len(frame), 'ligne')}.{description}"


def _field(field: Field) -> str:
    unite = f", en {field.unite}" if field.unite else ""
    description = f" — {field.description}" if field.description else ""
    lacking = "" if field.constraints.required else " ; peut manquer"
    return f"{_TYPES[field.type]}{unite}{lacking}{description}"


# JupyterLab sets cells to the right, as figures; these are words.
_LEFT = ' style="text-align:left"'


def _html(name: str, table: Table, frame: pd.DataFrame) -> str:
    rows = (
        (
            f"<code>{escape(field.name)}</code>",
            _TYPES[field.type] + ("" if field.constraints.required else " (peut manquer)"),
            escape(field.unite) or "—",
            escape(spaced(field.description)) or "—",
        )
        for field in table.fields
    )
    lines = "".join(
        f'<tr><th scope="row"{_LEFT}>{field}</th>{"".join(f"<td{_LEFT}>{cell}</td>" for cell in cells)}</tr>'
        for field, *cells in rows
    )
    heads = "".join(f'<th scope="col"{_LEFT}>{head}</th>' for head in ("champ", "type", "unité", "description"))
    return (
        f"<table><caption{_LEFT}><code>{escape(name)}</code> — {escape(spaced(_resume(table, frame)))}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    )


PACKAGE = "datapackage.json"
IMPOSED_VARIANT = "EPREUVES_VARIANTE"
_WHO = "Votre identifiant (prenom.nom, celui que l'école vous a donné), puis Entrée : "
_PUBLISH_AGAIN = "demandez à votre formateur·rice de republier l'épreuve, puis téléchargez-la de nouveau."


def preparer(epreuve: str, candidat: str | None = None) -> Data:
    """Lay the data of the candidate's variant in `donnees/`, in the current folder, and return the tables by
    name.

    The candidate is the one named (and then remembered in `candidat.txt`), else EPREUVES_CANDIDAT,
    `candidat.txt`, JUPYTERHUB_USER; else who types it, and where nobody can, the system's user. EPREUVES_VARIANTE imposes a letter whoever the
    candidate is: marking sets it. Sets the colours of charts where the candidate did not (`palette`). Prints whose data these are; raises KitError with a sentence
    where they cannot be laid.
    """
    folder = Path.cwd()
    imposed = os.environ.get(IMPOSED_VARIANT, "").strip().upper()
    if imposed:
        if len(imposed) != 1 or imposed not in ALPHABET:
            expected = f"une lettre de {ALPHABET[0]} à {ALPHABET[-1]} est attendue."
            raise KitError(f"{IMPOSED_VARIANT} vaut « {imposed} » : {expected}")
        who, identified, letter = None, None, imposed
        sitting = PublishedSitting()
    else:
        exam_session = _exam_session(folder, epreuve)
        who, identified = _candidate(folder, candidat, exam_session)
        letter = variant(exam_session, epreuve, who.name)
        sitting = exam_session.sitting
        if (folder / REX_FILE).exists():
            # What comes after the oral has no hours.
            sitting = PublishedSitting(allowed=sitting.allowed)
    files = _files(folder, epreuve, letter)
    data = _read(files, epreuve, letter)
    change = _lay(folder / FOLDER, files, letter)
    lay_palette()
    _announce(_announced(letter, who, identified, data, change), letter)
    if who is not None and (identified is None or not identified.known):
        _offer_another_name(epreuve, who)
    tell(sitting, identified)
    return data


def _exam_session(folder: Path, epreuve: str) -> ExamSession:
    file = folder / PUBLISHED_FILE
    if not file.exists():
        if (folder / VARIANTS_FOLDER).is_dir():
            raise KitError(f"Il manque le fichier {PUBLISHED_FILE} dans « {folder} » : {_PUBLISH_AGAIN}")
        raise KitError(_wrong_folder(folder, epreuve))
    try:
        exam_session = read_published(file.read_bytes())
    except OSError as error:
        raise KitError(f"Le fichier « {file} » ne s'ouvre pas ({_reason(error)}) : {_PUBLISH_AGAIN}") from None
    except KitError as error:
        raise KitError(f"{error} Pour réparer : {_PUBLISH_AGAIN}") from None
    if exam_session.epreuve != epreuve:
        raise KitError(
            f"Ce dossier est celui de l'épreuve « {exam_session.epreuve} », pas de « {epreuve} » : "
            "ouvrez le notebook depuis le dossier de son épreuve."
        )
    return exam_session


def _wrong_folder(folder: Path, epreuve: str) -> str:
    return (
        f"Les données de l'épreuve « {epreuve} » ne sont pas dans le dossier de travail, « {folder} ». "
        f"Ouvrez le notebook depuis son propre dossier, celui qui contient {PUBLISHED_FILE} et "
        f"{VARIANTS_FOLDER}/, tel qu'il vous a été remis ; n'en déplacez pas le notebook seul."
    )


def _candidate(folder: Path, argument: str | None, exam_session: ExamSession) -> tuple[Candidate, Identified | None]:
    """The candidate and, where the session gives codes and no account says who sits here, what their code says."""
    who = resolve(folder, argument)
    # A computer's account says who works there, and not under which name the session knows them.
    account = who.name if who is not None and who.origin == ACCOUNT and not _seated(exam_session, who.name) else ""
    if (who is None or account) and (typed := _asked(account)):
        argument, who = typed, Candidate(typed, f"retenu dans {WORKED_AS}")
    if who is None:
        raise KitError(
            "Votre nom n'est écrit nulle part : ajoutez une cellule et exécutez-y "
            'preparer("…", candidat="prenom.nom"), avec l\'identifiant sous lequel vous rendez votre copie.'
        )
    identified = None
    if exam_session.sitting.codes and not who.by_account:
        who, identified = identify(folder, who, exam_session, _answered)
        argument = who.name
    if argument and argument.strip():
        try:
            hold(folder, who.name, identified.code if identified is not None else "")
        except OSError as error:
            raise KitError(
                f"Votre nom ne peut pas être retenu dans « {folder} » ({_reason(error)}) : "
                "vérifiez que vous avez le droit d'écrire dans ce dossier."
            ) from None
    return who, identified


def _seated(exam_session: ExamSession, name: str) -> bool:
    return seat_digest(exam_session.key, exam_session.epreuve, name) in exam_session.places


def _asked(account: str) -> str:
    """The name that the candidate types, their computer's account for nothing, where a page can ask; else empty."""
    own = f"{_WHO.removesuffix(' : ')} (Entrée seule : « {account} ») : " if account else _WHO
    answer = _answered(own)
    if answer and answer != "".join(answer.split()).casefold():
        # Each spelling has a variant of its own.
        again = f"« {answer} » : est-ce l'identifiant que l'école vous a donné ? Entrée seule : oui ; sinon, tapez-le, puis Entrée : "
        answer = _answered(spaced(again)) or answer
    return "" if answer is None else answer or account


def _answered(question: str) -> str | None:
    """The answer that somebody types; None where no page asks, or they interrupt: a sentence then says what to do."""
    try:
        return input(question).strip()
    except Exception:
        return None


def _files(folder: Path, epreuve: str, letter: str) -> dict[str, bytes]:
    where = f"{VARIANTS_FOLDER}/{letter}.zip"
    try:
        return archive.read((folder / where).read_bytes())
    except FileNotFoundError:
        if not (folder / VARIANTS_FOLDER).is_dir() and not (folder / PUBLISHED_FILE).exists():
            raise KitError(_wrong_folder(folder, epreuve)) from None
        raise KitError(f"Il manque l'archive de vos données, « {where} » : {_PUBLISH_AGAIN}") from None
    except OSError as error:
        raise KitError(
            f"L'archive « {where} » ne s'ouvre pas ({_reason(error)}) : fermez les programmes qui l'utilisent et relancez la "
            f"cellule ; si cela ne suffit pas, {_PUBLISH_AGAIN}"
        ) from None
    except KitError as error:
        raise KitError(f"L'archive « {where} » est abîmée — {error}. Pour réparer : {_PUBLISH_AGAIN}") from None


def _read(files: Mapping[str, bytes], epreuve: str, letter: str) -> Data:
    where = f"L'archive « {VARIANTS_FOLDER}/{letter}.zip »"
    try:
        if PACKAGE not in files:
            raise KitError(f"{PACKAGE} n'y est pas.")
        name, letter_read, dictionary = from_package(files[PACKAGE])
        if (name, letter_read) != (epreuve, letter):
            raise KitError(f"elle contient la variante {letter_read} de « {name} ».")
        return Data(epreuve, letter, dictionary, _frames(dictionary, files))
    except TableError as error:
        raise KitError(f"{where} contient une table illisible — {error}. Pour réparer : {_PUBLISH_AGAIN}") from None
    except KitError as error:
        raise KitError(f"{where} n'est pas celle de cette épreuve : {error} Pour réparer : {_PUBLISH_AGAIN}") from None


def _frames(dictionary: Dictionary, files: Mapping[str, bytes]) -> dict[str, Any]:
    frames = {}
    for name, table in dictionary.tables.items():
        file = f"{name}.csv"
        if file not in files:
            raise TableError(f"« {file} » n'y est pas")
        try:
            frames[name] = tables.read(table, files[file])
        except TableError as error:
            raise TableError(f"« {file} », {error}") from None
    return frames


def _lay(folder: Path, files: Mapping[str, bytes], letter: str) -> list[str]:
    """Write the files whose content differs; return those that had been modified by hand since they were
    laid.
    """
    before = {name: _bytes(folder / name) for name in files}
    to_write = [name for name in files if before[name] != files[name]]
    same_variant = before.get(PACKAGE) == files[PACKAGE]
    # The description goes last: interrupted, the folder still says that it is not the variant it should be.
    for name in sorted(to_write, key=lambda name: name == PACKAGE):
        _laid(folder / name, files[name])
    return [name for name in to_write if same_variant and before[name] is not None]


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _laid(path: Path, content: bytes) -> None:
    try:
        replace(path, content)
    except OSError as error:
        if isinstance(error, PermissionError) and path.exists():
            why = "remplacé : il est sans doute ouvert dans un tableur (Excel, LibreOffice). Fermez-le"
        else:
            why = f"écrit ({_reason(error)}) : vérifiez la place libre sur le disque et votre droit d'écrire dans ce dossier"
        raise KitError(
            f"Le fichier « {FOLDER}/{path.name} » ne peut pas être {why}, puis relancez cette cellule."
        ) from None


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _announce(sentences: str, letter: str) -> None:
    """Show what was prepared; a notebook keeps the variant beside it, for a group's parts to be told apart."""
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        print(sentences)
    else:
        display({"text/plain": sentences}, metadata={KEY: {VARIANT: letter}}, raw=True)


def _announced(
    letter: str, who: Candidate | None, identified: Identified | None, data: Data, laid_again: list[str]
) -> str:
    where = f"variante {letter} · {counted(len(data), 'table')} dans le dossier {FOLDER}/"
    if who is None:
        lines = [f"Variante imposée : {where}"]
    elif identified is not None and identified.known:
        lines = [f"Candidat·e : « {who.name} » (code reconnu) · {where}"]
    else:
        lines = [f"Candidat·e : « {who.name} » ({who.origin}) · {where}"]
    if laid_again:
        lines.append(
            f"Remis dans leur état d'origine : {', '.join(laid_again)}. Pour garder vos modifications, travaillez sur une "
            f"copie hors du dossier {FOLDER}/."
        )
    return "\n".join(lines)


#: The page's own command, which asks for the name anew: JupyterLab follows the attribute, and a page without it shows the text.
_ANOTHER_NAME = (
    '<p>Ce n\'est pas vous\N{NO-BREAK SPACE}? <button class="jp-mod-styled" data-commandlinker-command="epreuves:autre-candidat" '
    'data-commandlinker-args="{}">Donner un autre identifiant</button></p>'
)


def _offer_another_name(epreuve: str, who: Candidate) -> None:
    """Say how to give another name: by a button where the page has one, by word of mouth where an account of the school's says who works here."""
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    code = f'donnees = preparer("{epreuve}", candidat="prenom.nom")'
    plain = f"Ce n'est pas vous\N{NO-BREAK SPACE}? Ajoutez une cellule et exécutez-y\N{NO-BREAK SPACE}: {code}"
    if who.by_account:
        print("Ce n'est pas vous\N{NO-BREAK SPACE}? Prévenez la personne qui surveille.")
    elif get_ipython() is None:
        print(plain)
    else:
        display({"text/html": _ANOTHER_NAME, "text/plain": plain}, raw=True)
