"""The persons that the jury certified, told to the Caisse des Dépôts, and what it answers."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, listed
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.exam.asking import ASIDE, TOLD, Outcome, OutcomeTable
from epreuves_kit.operations.declared import Doing, Parameter, Parameters, Variation, operation

if TYPE_CHECKING:
    from epreuves_kit.course.folders import Course
    from epreuves_kit.extensions.cdc.transmissions import Transmissions
    from epreuves_kit.extensions.cdc.transmitting import Certified, Transmission
    from epreuves_kit.jury.record import JuryRecord
    from epreuves_kit.rules.jury_rules import JuryRules


def _in_minutes(course: Course, epreuve: str) -> Iterator[tuple[str, str]]:
    """Those whom the last procès-verbal certifies, as a choice."""
    from epreuves_kit.exam.expected import begun
    from epreuves_kit.extensions.cdc import transmitting
    from epreuves_kit.jury.decision import CERTIFICATION
    from epreuves_kit.jury.evidence import Status
    from epreuves_kit.operations.jury import jury_record

    if not begun(course.root):
        return
    with jury_record(course) as (record, rules):
        last = next(reversed(record.minutes()), None)
        names = transmitting.names(course, rules)
    for who, decided in last.decided.items() if last is not None else ():
        if decided.get(CERTIFICATION, ("",))[0] == Status.VALIDATED.value:
            yield who, names.get(who, who)


def _unanswered(course: Course, epreuve: str) -> Iterator[tuple[str, str]]:
    """The flows that wait for their answer, as a choice."""
    from epreuves_kit.extensions.cdc import transmissions

    for flow in transmissions.unanswered(transmissions.read(course.root)):
        yield flow.file, f"{flow.file} ({counted(len(flow.passages), 'passage')})"


class CertifiedParameters(Parameters, frozen=True):
    """The thing asked for: a flow written, the list of persons, an answer taken, a flow given up; the state of everybody where nothing is."""

    date: Annotated[
        datetime.date | None,
        Parameter(
            "La date de la délibération, d'où la certification vaut ; avec elle, le flux est écrit.",
            "Date de la délibération",
            flag="--date",
            needed=True,
        ),
    ] = None
    candidates: Annotated[
        tuple[str, ...],
        Parameter("Seulement ce candidat (option répétable).", flag="--candidat", metavar="ID"),
    ] = ()
    without: Annotated[
        tuple[str, ...],
        Parameter(
            "Laisser de côté ce candidat certifié (option répétable).",
            "À laisser de côté",
            flag="--sans",
            metavar="ID",
            kind="boxes",
            options=_in_minutes,
        ),
    ] = ()
    schema: Annotated[
        Path | None,
        Parameter("Le schéma téléchargé, auquel le flux doit être conforme.", flag="--xsd", metavar="FICHIER"),
    ] = None
    model: Annotated[
        bool, Parameter("Écrire titulaires.csv, ou les lignes qui y manquent, à remplir.", flag="--modele")
    ] = False
    holders: Annotated[
        Path | None,
        Parameter(
            "Mettre cette liste, remplie, à la place de titulaires.csv, une fois relue ; l'autre est mise de côté.",
            "La liste remplie (.csv)",
            flag="--titulaires",
            metavar="FICHIER",
            kind="file",
            accept=(".csv",),
            refusal="n'est pas un tableau : choisissez un fichier .csv.",
            needed=True,
        ),
    ] = None
    receipts: Annotated[
        tuple[Path, ...],
        Parameter(
            "Prendre un compte rendu de traitement (option répétable).",
            "Le compte rendu (.xml)",
            flag="--retour",
            metavar="FICHIER",
            kind="file",
            accept=(".xml",),
            refusal="n'est pas un compte rendu : choisissez un fichier .xml.",
            needed=True,
        ),
    ] = ()
    client: Annotated[
        str,
        Parameter(
            "Le numéro de client du certificateur à la Caisse des Dépôts ; avec lui, certificateur.yaml est écrit.",
            "Numéro de client",
            flag="--client",
            metavar="CLIENT",
            needed=True,
            note="Huit signes, comme 04ABC123, donnés dans l'espace des certificateurs.",
        ),
    ] = ""
    contract: Annotated[
        str,
        Parameter(
            "Son numéro de contrat.",
            "Numéro de contrat",
            flag="--contrat",
            metavar="CONTRAT",
            needed=True,
            note="Comme MCFCER000000, donné dans le même espace.",
        ),
    ] = ""
    register_code: Annotated[
        str,
        Parameter(
            "Le numéro de la certification au répertoire national ; celui du référentiel par défaut.",
            "Numéro au RNCP",
            flag="--rncp",
            metavar="RNCP",
        ),
    ] = ""
    abandon: Annotated[
        str,
        Parameter(
            "Ce flux n'a pas été déposé, ou a été rejeté en entier : ses passages repartent au prochain.",
            "Le flux abandonné",
            flag="--abandonner",
            metavar="FLUX",
            kind="choice",
            options=_unanswered,
            needed=True,
        ),
    ] = ""
    stamp: Annotated[
        str,
        Parameter(
            "Le moment que porte le flux (2026-07-02T10:00:00, à l'heure de Paris) ; maintenant par défaut.",
            flag="--horodatage",
            metavar="MOMENT",
        ),
    ] = ""
    simulated: Annotated[bool, Parameter("Dire ce qui serait fait, sans rien écrire.", flag="--simuler")] = False


@operation(
    "export cdc",
    label="Voir qui est transmis",
    title="Caisse des Dépôts",
    fields=(),
    variations=(
        Variation(
            "--client", "Dire qui transmet", "Certificateur qui transmet", ("client", "contract", "register_code")
        ),
        Variation("--modele", "Préparer la liste des titulaires", "Liste des titulaires", values={"model": "oui"}),
        Variation("--titulaires", "Reprendre la liste des titulaires", "Reprise des titulaires", ("holders",)),
        Variation("--date", "Écrire le flux à déposer", "Flux pour la Caisse des Dépôts", ("date", "without")),
        Variation("--retour", "Prendre une réponse", "Réponse de la Caisse des Dépôts", ("receipts",)),
        Variation("--abandonner", "Abandonner un flux", "Flux abandonné", ("abandon",)),
    ),
)
def certified(doing: Doing, asked: CertifiedParameters) -> Outcome:
    """Transmettre à la Caisse des Dépôts les personnes que le jury a certifiées, et prendre ce qu'elle répond.

    Seule, la commande montre où en est chacun. Avec --client, --contrat et --rncp, elle écrit qui transmet. Avec --date, elle écrit le flux de ceux qui n'ont pas été transmis ou ont été refusés :
    qui est accepté n'est jamais renvoyé. Code de sortie : 0 si c'est fait, 1 si quelqu'un manque encore ou est refusé, 2 si rien
    n'a pu être fait.
    """
    modes = {
        "--date": asked.date,
        "--client": asked.client or asked.contract or asked.register_code,
        "--modele": asked.model,
        "--titulaires": asked.holders,
        "--retour": asked.receipts,
        "--abandonner": asked.abandon,
    }
    chosen = [name for name, value in modes.items() if value]
    if len(chosen) > 1:
        raise KitError(f"{_flags(chosen)} ne vont pas ensemble : une chose à la fois.")
    of_flow = {
        "--candidat": asked.candidates,
        "--sans": asked.without,
        "--xsd": asked.schema,
        "--horodatage": asked.stamp,
    }
    if not asked.date and (given := [name for name, value in of_flow.items() if value]):
        raise KitError(f"{_flags(given)} : ajoutez {parameter('export cdc', '--date')}, la date de la délibération.")
    if "--client" in chosen:
        return _name_depositor(doing, asked)
    doing.progress("Lecture des décisions et de ce qui a été transmis", 0, 0)
    if asked.holders is not None:
        return _take_holders(doing, doing.here / asked.holders)
    with _transmissions(doing.course, alone=bool(chosen) and not asked.simulated) as (record, rules, kept):
        return _Work(doing, asked, record, rules, kept).done()


def _flags(names: list[str]) -> str:
    return listed(parameter("export cdc", name) for name in names)


@contextlib.contextmanager
def _transmissions(course: Course, alone: bool) -> Iterator[tuple[JuryRecord, JuryRules, Transmissions]]:
    """The jury's record and rules, and what was transmitted; for one at a time where something is to be written."""
    from epreuves_kit.extensions.cdc import transmissions
    from epreuves_kit.operations.jury import jury_record

    lock = transmissions.alone(course.root) if alone else contextlib.nullcontext()
    with jury_record(course) as (record, rules), lock:
        yield record, rules, transmissions.read(course.root)


def _name_depositor(doing: Doing, asked: CertifiedParameters) -> Outcome:
    """Write who transmits; what is not given stays, and the certification is the course's own where nothing says it."""
    from epreuves_kit.course import certification_file
    from epreuves_kit.extensions.cdc import depositor
    from epreuves_kit.referentiel.reading import certification

    if asked.simulated:
        raise KitError(f"{_flags(['--client', '--simuler'])} ne vont pas ensemble : une chose à la fois.")
    root = doing.course.root
    code = asked.register_code.strip()
    if not code and not (root / depositor.FILE).exists():
        code = certification(root).certification.register_code
    given = {
        "client": asked.client.strip().upper(),
        "contrat": asked.contract.strip(),
        "certification": certification_file.register_code(code) if code else "",
    }
    written = depositor.change(root, {name: value for name, value in given.items() if value})
    return Outcome(
        (
            "Qui transmet est écrit.",
            f"Client {written.client}, contrat {written.contract}, certification {written.certification}.",
        )
    )


def _take_holders(doing: Doing, path: Path) -> Outcome:
    """Put the filled list of persons in its place, once it is read whole; the one that was there goes aside."""
    from epreuves_kit.extensions.cdc import holders, transmissions

    root = doing.course.root
    place = root / holders.FILE
    with transmissions.alone(root):
        try:
            content = path.read_bytes()
        except OSError as error:
            raise KitError(f"« {path} » ne se lit pas ({error.strerror or error}).") from None
        lines = holders.parse(content)
        if place.exists() and place.read_bytes() != content:
            aside = root / ASIDE
            aside.mkdir(parents=True, exist_ok=True)
            names = (aside / f"{place.stem}-{rank}{place.suffix}" for rank in range(1, 100_000))
            place.rename(next(free for free in names if not free.exists()))
        transmissions.put(place, content)
    wrong = holders.faults(lines.values(), datetime.date.today())
    look = (*wrong[:TOLD], "Reprenez la liste une fois corrigée.") if wrong else ()
    return Outcome((f"{counted(len(lines), 'titulaire')} dans la liste.",), look, code=int(bool(wrong)))


class _Work:
    """The work on the transmissions, as it is asked for."""

    def __init__(
        self, doing: Doing, asked: CertifiedParameters, record: JuryRecord, rules: JuryRules, kept: Transmissions
    ) -> None:
        from epreuves_kit.extensions.cdc import transmitting

        self._doing, self._asked, self._record, self._rules, self._kept = doing, asked, record, rules, kept
        self._root = doing.course.root
        self._known, self._waiting = transmitting.certified(record, rules, kept)
        self._said: list[str] = []
        self._look: list[str] = []
        self._files: list[str] = []
        self._tables: list[OutcomeTable] = []

    def done(self) -> Outcome:
        """The outcome; what was written of it is in its place."""
        from epreuves_kit.extensions.cdc import transmitting

        asked = self._asked
        if asked.date:
            lacks = self._transmit(asked.date)
        elif asked.model:
            lacks = self._model()
        elif asked.receipts:
            lacks = self._take()
        elif asked.abandon:
            lacks = self._abandon()
        else:
            lacks = self._show()
        if asked.simulated:
            self._said.append("Rien n'est écrit : c'était une simulation.")
        elif asked.date or asked.receipts or asked.abandon:
            people, _ = transmitting.certified(self._record, self._rules, self._kept)
            try:
                self._files.append(transmitting.lay_list(self._root, people).relative_to(self._root).as_posix())
            except KitError as error:  # open in a spreadsheet, say: what matters is kept, and the next one writes it
                self._look.append(str(error))
        if gone := transmitting.no_longer(self._known):
            self._look.append(gone)
        files, tables = tuple(self._files), tuple(self._tables)
        return Outcome(tuple(self._said), tuple(self._look[:TOLD]), files, tables, code=int(lacks))

    def _transmit(self, day: datetime.date) -> bool:
        from epreuves_kit.extensions.cdc import flow, transmitting

        asked = self._asked
        at = flow.stamp(asked.stamp)
        made = transmitting.prepare(self._record, self._kept, self._known, day, at, asked.candidates, asked.without)
        if asked.schema is not None:
            transmitting.check(made, self._doing.here / asked.schema)
        self._tables.append(_flow(made))
        like = f", conforme à {asked.schema.name}" if asked.schema is not None else ""
        self._said.append(
            f"{counted(len(made.holders), 'personne')} dans ce flux{like}, à déposer dans l'espace des certificateurs de la Caisse des Dépôts."
        )
        if not asked.simulated:
            path, self._kept = transmitting.keep(self._root, self._kept, made)
            self._files.append(path.relative_to(self._root).as_posix())
            self._said.append(f"Sa réponse se prend ensuite : {remedy('export cdc', '--retour')}.")
        if made.left_out:
            self._look.append(f"{listed(made.left_out)} : laissé de côté, et non transmis.")
        self._look += made.warnings
        if self._waiting:
            many = counted(self._waiting, "candidat")
            self._look.append(f"{many} à compléter : le jury n'en a pas décidé, rien n'en est transmis.")
        return bool(made.left_out)

    def _model(self) -> bool:
        from epreuves_kit.extensions.cdc import holders, transmitting

        added = sum(person.certified and person.holder is None for person in self._known)
        if added and not self._asked.simulated:
            path, added = transmitting.lay_model(self._record, self._known)
            self._files.append(path.relative_to(self._root).as_posix())
        more = (
            f"{counted(added, 'ligne')} de plus, à remplir d'après l'état civil" if added else "il n'y manque personne"
        )
        self._said.append(f"La liste des titulaires, {holders.FILE} : {more}.")
        return False

    def _take(self) -> bool:
        from epreuves_kit.extensions.cdc import transmissions, transmitting

        paths = [self._doing.here / path for path in self._asked.receipts]
        self._kept = transmitting.take(self._root, self._kept, paths)
        self._known, _ = transmitting.certified(self._record, self._rules, self._kept)
        if not self._asked.simulated:
            transmissions.write(self._root, self._kept)
        self._tables.append(_standing(self._known))
        states, state = [person.standing.state for person in self._known], transmissions.PassageState
        words = (
            (state.ACCEPTED, "passage accepté"),
            (state.REFUSED, "passage refusé"),
            (state.SENT, "passage sans réponse"),
        )
        self._said.append(
            f"{listed(counted(states.count(outcome), word) for outcome, word in words if outcome in states)}."
        )
        for person in self._known:
            if person.standing.state is state.REFUSED:
                self._look.append(f"{person.name} : refusé ({person.standing.reason}).")
        return state.REFUSED in states

    def _abandon(self) -> bool:
        from epreuves_kit.extensions.cdc import transmissions

        self._kept, gone = transmissions.abandoned(self._kept, self._asked.abandon)
        if not self._asked.simulated:
            transmissions.write(self._root, self._kept)
        many = counted(len(gone.passages), "passage")
        self._said.append(f"{gone.file} est abandonné : {many} à transmettre de nouveau.")
        return False

    def _show(self) -> bool:
        from epreuves_kit.extensions.cdc import transmitting
        from epreuves_kit.extensions.cdc.transmissions import PassageState

        if not self._known:
            self._said.append("Le jury n'a certifié personne : il n'y a rien à transmettre.")
            return False
        self._tables.append(_standing(self._known))
        if due := sum(person.due for person in self._known):
            step = remedy("export cdc", "--date AAAA-MM-JJ")
            self._said.append(f"{counted(due, 'personne')} à transmettre : {step}.")
        if self._waiting:
            self._said.append(f"{counted(self._waiting, 'candidat')} à compléter par le jury.")
        if others := transmitting.lines_of_nobody(self._doing.course, self._rules, self._known):
            self._said.append(f"Dans titulaires.csv sans être certifiés, et donc jamais transmis : {listed(others)}.")
        if not self._said:
            self._said.append("Personne n'est à transmettre.")
        return any(person.certified and person.standing.state is not PassageState.ACCEPTED for person in self._known)


def _flow(made: Transmission) -> OutcomeTable:
    lines = tuple(
        (passage.candidate, f"{holder.birth_name} {' '.join(holder.first_names)}", passage.id)
        for passage, holder in zip(made.flow.passages, made.holders, strict=True)
    )
    return OutcomeTable(("Candidat·e", "Titulaire", "Identifiant technique"), lines)


def _standing(people: Sequence[Certified]) -> OutcomeTable:
    from epreuves_kit.extensions.cdc.transmitting import state

    lines = tuple(
        (person.name, person.candidate, state(person), person.standing.flow, person.standing.reason)
        for person in people
    )
    return OutcomeTable(("Candidat·e", "Identifiant", "État", "Flux", "Motif du refus"), lines)
