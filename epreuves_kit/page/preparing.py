"""A session as its page prepares it: its settings, the days and places of its épreuves, the papers that are printed before them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import msgspec

from epreuves.answers.allowed import Allowed
from epreuves.referentiel.spelling import EpreuveId
from epreuves.wording.errors import Faults, KitError
from epreuves.wording.french import between, number
from epreuves_kit.course import letterhead, mail_server, sitting, timetable
from epreuves_kit.course.folders import Course
from epreuves_kit.course.timetable import Sitting
from epreuves_kit.exam.status import EpreuveStatus, SessionStatus
from epreuves_kit.page import drawn
from epreuves_kit.page.showing import PageButton, PageLine, PagePart
from epreuves_kit.referentiel.model import called
from epreuves_kit.referentiel.reading import referentiel
from epreuves_kit.variants.session import WrittenSession, known_to_all, written

_HEAD = ("Épreuve", "Jour et heures", "Lieu", "Ce qui est permis", "À la main")
#: Said of what waits for a date.
NO_DATES = "Aucune épreuve n'a de date : donnez-les dans « La séance »."


def parts(course: Course, session: SessionStatus, nobody: str) -> tuple[PagePart, PagePart]:
    """The session's settings, and its papers. nobody: why nothing is printed while nobody is enrolled."""
    dated = any(state.begins for state in session.epreuves)
    return _session(course, session), _papers(course, nobody or ("" if dated else NO_DATES))


def _session(course: Course, session: SessionStatus) -> PagePart:
    """The settings, and an épreuve a line; of what is at fault, what is wrong with it."""
    pair = written(course.root)
    now = None if pair is None else pair[0]
    faults: tuple[str, ...] = ()
    sittings, allowed = dict[EpreuveId, Sitting](), dict[EpreuveId, Allowed]()
    try:
        sittings = timetable.read(course).sittings
        allowed = sitting.permissions(course)
    except Faults as wrong:
        faults = tuple(wrong.faults)
    except KitError as wrong:
        faults = (wrong.sentence,)
    sentences = (*faults, *filter(None, (known_to_all(course.root) if now is not None else "",)))
    keys = () if now is None else dict.fromkeys((*now.dates, *now.allowed))
    meant = {key: course.meant([key]) for key in keys}
    held = course.held()
    lines = tuple(
        _line(
            course, state, sittings.get(state.epreuve), allowed.get(state.epreuve, Allowed()), now,
            [key for key in keys if state.epreuve in meant[key]], held,
        )
        for state in session.epreuves
    )  # fmt: skip
    settings = drawn.button(
        course,
        "session reglages",
        hint="nom, épreuves, codes, recours, conservation, retards",
        initial=_initial(course, now),
    )
    buttons: tuple[PageButton, ...] = (settings,)
    if now is not None:
        buttons += (
            drawn.button(
                course, "session reglages --nouvelle-cle", hint="chacun a d'autres données ; avant de distribuer"
            ),
        )
    buttons += (
        drawn.button(
            course,
            "candidats inscrire",
            hint="ou corriger son courriel, sa naissance, son campus, ses blocs, son aménagement",
        ),
        drawn.button(course, "candidats retirer", hint="inscrite par erreur ; une absence s'écrit dans son épreuve"),
        drawn.button(
            course, "acquis prendre", hint="qui les a n'est plus attendu aux épreuves qui n'évaluent rien d'autre"
        ),
    )
    return PagePart("seance", "La séance", sentences, buttons, _HEAD, lines)


def _line(
    course: Course,
    state: EpreuveStatus,
    held: Sitting | None,
    allowed: Allowed,
    session: WrittenSession | None,
    keys: Sequence[str],
    every: Sequence[EpreuveId],
) -> PageLine:
    """An épreuve's line. keys: those that name it in the session's file; every: the épreuves of the session."""
    id, name = state.epreuve, called(state.epreuve)
    dates = {} if session is None else session.dates
    own = {} if session is None else session.allowed
    as_written = next((dates[key] for key in keys if key in dates), None)
    permitted = next((own[key] for key in keys if key in own), Allowed())
    initial = {"campus": ", ".join(as_written.campus)} if as_written is not None else {}
    if held is not None:
        initial |= {"day": str(held.begins.date()), "begins": _clock(held.begins), "ends": _clock(held.ends)}
        initial |= {"place": held.place, "last": str(held.ends.date()) if _of_days(held) else ""}
    official = referentiel(course.root).known(id)
    given = drawn.button(
        course, "session date", id, initial=initial, label=f"Donner la date et le lieu : {name}", short="Date et lieu"
    )
    if official is None or len({*official.sujets}.intersection(every)) < 2:
        fields = tuple(field for field in given.fields if field.name != "campus")
        given = msgspec.structs.replace(given, fields=fields)
    allowing = drawn.button(
        course,
        "session permis",
        id,
        initial=msgspec.structs.asdict(permitted),
        label=f"Dire ce qui est permis : {name}",
        short="Ce qui est permis",
    )
    away = drawn.button(course, "session date --sans-date", id, label=f"Ôter la date : {name}", short="Ôter la date")
    cells = (
        f"{name} · {state.title}",
        "—" if held is None else between(held.begins, held.ends),
        (held.place if held is not None else "") or "—",
        " ".join(allowed.sentences) or "—",
    )
    return PageLine(cells, (given, allowing, *((away,) if held is not None else ())))


def _clock(at: datetime.datetime) -> str:
    """« 09:00 », as a browser's field has it."""
    return at.time().isoformat("minutes")


def _of_days(held: Sitting) -> bool:
    """True if it ends on another day."""
    return held.begins.date() != held.ends.date()


def _initial(course: Course, session: WrittenSession | None) -> dict[str, str]:
    """The settings as their form opens on them."""
    if session is None:
        return {"held": ",".join(course.held())}
    late = session.late
    day: datetime.date | None = session.conservation
    return {
        "name": session.name,
        "held": ",".join(course.held()),
        "codes": session.codes,
        "variants": str(session.variants),
        "zone": session.zone,
        "appeal": session.appeal.strip(),
        "conservation": "" if day is None else day.isoformat(),
        "tolerance": "" if late is None else str(late.tolerance),
        "per_hour": "" if late is None else number(late.per_hour, grouped=False),
        "refusal": "" if late is None or late.refusal is None else str(late.refusal),
    }


def _server(course: Course) -> dict[str, str]:
    """The server that messages leave by, as its form opens on it."""
    own = mail_server.read(course.root)
    port = "" if not own.port else str(own.port)
    return {"host": own.host, "port": port, "security": own.security, "account": own.account, "sender": own.sender}


def no_server(course: Course) -> str:
    """The sentence that says why nothing can be sent; empty where something can."""
    try:
        own = mail_server.read(course.root)
    except KitError as error:
        return error.sentence
    return "" if own.host and own.address else "Dites d'abord le serveur d'envoi, dans « Les papiers du jour »."


def _papers(course: Course, closed: str) -> PagePart:
    """The papers that are printed before the épreuves; of a letterhead at fault, what is wrong with it."""
    try:
        own, server = letterhead.read(course.root), _server(course)
    except KitError as error:
        return PagePart("papiers", "Les papiers du jour", (error.sentence,), ())
    initial = {name: getattr(own, name) for name in ("name", "address", "contact", "signatory", "bring")}
    return PagePart(
        "papiers",
        "Les papiers du jour",
        (),
        (
            drawn.button(
                course, "entete", hint="nom, adresse, logo, qui signe : en tête de tous les papiers", initial=initial
            ),
            drawn.button(course, "entete --logo", hint="une image PNG ou SVG, en tête des mêmes papiers"),
            drawn.button(
                course, "convocations", hint="à chacun ses jours, ses heures, ses lieux, et son code", closed=closed
            ),
            drawn.button(
                course,
                "messages",
                hint="un brouillon par candidat, avec sa convocation ; rien ne part",
                values={"what": "convocations"},
                label="Préparer les messages des convocations",
                closed=closed,
            ),
            drawn.button(
                course,
                "envoyer",
                hint="par le serveur de l'école ; qui a déjà reçu le sien n'en reçoit pas d'autre",
                values={"what": "convocations"},
                label="Envoyer les convocations",
                closed=closed or no_server(course),
            ),
            drawn.button(
                course,
                "courriel",
                hint="le serveur et le compte par lesquels partent les messages",
                initial=server,
            ),
            drawn.button(
                course, "emargement", hint="une feuille par salle, à signer", values={"every": "oui"}, closed=closed
            ),
            drawn.button(
                course,
                "etiquettes",
                hint="nom, salle, heure et code, à coller sur les tables",
                values={"every": "oui"},
                closed=closed,
            ),
        ),
    )
