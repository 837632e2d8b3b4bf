"""Messages sent to candidates by the school's server, and the server that they leave by."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec

from epreuves.wording.errors import KitError
from epreuves.wording.french import counted, either, plural
from epreuves.wording.remedies import parameter, remedy
from epreuves_kit.exam.asking import TOLD, Outcome, some
from epreuves_kit.operations.declared import SURE, Doing, Parameter, Parameters, among, operation
from epreuves_kit.operations.sending import CONVOCATIONS, HANDED_BACK, MessagesParameters, drafts

if TYPE_CHECKING:
    from epreuves_kit.course.mail_server import MailServer

#: Where a terminal finds the password of the account that messages leave by.
_PASSWORD = "EPREUVES_MOT_DE_PASSE"


class SendParameters(MessagesParameters, frozen=True):
    """The same, an address to try with first, and the password of the school's account."""

    trial: Annotated[
        str,
        Parameter(
            "N'envoyer qu'un message, à cette adresse, pour voir.",
            "N'en envoyer qu'un, à cette adresse, pour voir",
            flag="--essai",
            metavar="ADRESSE",
        ),
    ] = ""
    password: Annotated[
        str,
        Parameter(
            label="Mot de passe du compte d'envoi",
            kind="password",
            note="Il n'est gardé nulle part.",
            optional=True,
        ),
    ] = ""


@operation(
    "envoyer",
    label="Envoyer les messages",
    title="Envoi des messages",
    accept="Envoyer",
    sure=SURE,
)
def send(doing: Doing, asked: SendParameters) -> Outcome:
    """Envoyer à chaque candidat sa convocation ou son archive, par le serveur de l'école, et tenir la liste de ce qui est parti.

    Le serveur est celui de « courriel ». Le mot de passe du compte se lit dans la variable EPREUVES_MOT_DE_PASSE, et n'est gardé
    nulle part. Un message parti ne repart pas ; interrompue, la même commande envoie le reste. Code de sortie : 0 si tout est parti, 1 si un
    message est refusé ou si quelqu'un n'a pas d'adresse, 2 si rien ne part.
    """
    from epreuves_kit.course import letterhead as letterheads
    from epreuves_kit.course import mail_server
    from epreuves_kit.exam.papers import posting

    course = doing.course
    server, letterhead = mail_server.read(course.root), letterheads.read(course.root)
    if not server.host or not server.address:
        raise KitError(f"Le serveur d'envoi de l'école n'est pas dit : dites-le d'abord ({remedy('courriel')}).")
    password = asked.password or os.environ.get(_PASSWORD, "")
    if server.account and not password:
        raise KitError(
            f"Il manque le mot de passe du compte « {server.account} » : donnez-le (dans un terminal, la variable {_PASSWORD})."
        )
    messages = drafts(doing, asked)
    if trial := asked.trial.strip():
        with posting.connected(server, password) as connection:
            state, answer = posting.post(connection, server, letterhead, messages[0], trial)
        if state == posting.REFUSED:
            raise KitError(f"{trial} : le serveur refuse ce message ({answer}).")
        return Outcome(
            (
                f"Un message est parti à {trial}, tel que le recevrait {messages[0].candidate.name}. Lisez-le avant d'envoyer les autres.",
            )
        )
    path = Path(posting.posted_file(asked.what))
    posted = posting.PostedList(course.root, path)
    without = [message.candidate.name for message in messages if not message.candidate.email]
    waiting = [message for message in messages if message.candidate.email and not posted.has(message)]
    look = [f"Sans adresse, donc sans message : {some(without)}."] if without else []
    done = len(messages) - len(without) - len(waiting)
    if not waiting:
        gone = f"{counted(done, 'message')} déjà {plural(done, 'parti')} : rien ne repart."
        return Outcome((gone,), tuple(look), code=1 if without else 0)
    again = [message.candidate.name for message in waiting if posted.wrote_to(message.candidate.id)]
    what = {CONVOCATIONS: "sa convocation", HANDED_BACK: "ses résultats"}[asked.what]
    seen = list(look)
    if again:
        seen.append(f"Ont déjà reçu un message avec un autre fichier, et en recevront un second : {some(again)}.")
    if done:
        seen.append(
            f"{counted(done, 'message')} déjà {plural(done, 'parti')}, qui ne {'repart' if done == 1 else 'repartent'} pas."
        )
    if not letterhead.name:
        seen.append(f"L'école n'a pas de nom sur ces messages : écrivez son en-tête ({remedy('entete')}).")
    doing.confirm(
        f"Envoyer {counted(len(waiting), 'message')}, à chacun {what}, de {server.address} ? Un message parti ne se rappelle pas.",
        seen,
    )
    posting.post_all(
        server, password, letterhead, waiting, posted, lambda rank: doing.progress("Envoi", rank, len(waiting))
    )
    refused = [entry for entry in posted.posted[-len(waiting) :] if entry.state == posting.REFUSED]
    look += [f"{entry.first_name} {entry.surname}, {entry.email} : {entry.answer}." for entry in refused[:TOLD]]
    taken = len(waiting) - len(refused)
    sentences = (
        [
            f"{counted(taken, 'message')} {plural(taken, 'parti')}, {'pris' if taken == 1 else 'tous pris'} par le serveur."
        ]
        if taken
        else []
    )
    if refused:
        sentences.append(
            f"{counted(len(refused), 'message')} {plural(len(refused), 'refusé')} : corrigez ces adresses, puis recommencez."
        )
    return Outcome(tuple(sentences), tuple(look), (path.as_posix(),), code=1 if refused or without else 0)


class ServerParameters(Parameters, frozen=True):
    """The server that messages leave by; what is left out stays as it is."""

    host: Annotated[
        str | None,
        Parameter(
            "Serveur d'envoi (SMTP) de l'école.",
            "Serveur d'envoi (SMTP)",
            flag="--serveur",
            metavar="NOM",
            note="Par exemple smtp.ecole.fr : qui s'occupe du courriel le connaît.",
            needed=True,
        ),
    ] = None
    security: Annotated[
        str | None,
        Parameter(
            "Sécurité de la connexion : starttls, tls ou aucune.",
            "Sécurité de la connexion",
            flag="--securite",
            metavar="SECURITE",
            kind="choice",
            options=among(
                ("starttls", "STARTTLS (le plus courant)"),
                ("tls", "TLS dès le début"),
                ("aucune", "aucune : un serveur de la même machine"),
            ),
            optional=True,
        ),
    ] = None
    port: Annotated[
        int | None,
        Parameter(
            "Port ; celui d'usage sinon.",
            "Port, si ce n'est pas celui d'usage",
            flag="--port",
            metavar="PORT",
            minimum=1,
            maximum=65535,
            optional=True,
        ),
    ] = None
    account: Annotated[
        str | None,
        Parameter(
            "Compte d'envoi ; vide si le serveur n'en demande pas.",
            "Compte d'envoi",
            flag="--compte",
            metavar="COMPTE",
            optional=True,
        ),
    ] = None
    sender: Annotated[
        str | None,
        Parameter(
            "Adresse dont viennent les messages ; celle du compte sinon.",
            "Adresse dont viennent les messages",
            flag="--expediteur",
            metavar="ADRESSE",
            optional=True,
        ),
    ] = None


@operation("courriel", label="Dire le serveur d'envoi", title="Serveur d'envoi")
def server(doing: Doing, asked: ServerParameters) -> Outcome:
    """Montrer ou écrire le serveur par lequel partent les messages de l'école, dans courriel.yaml ; jamais son mot de passe.

    Ce que l'on ne donne pas reste comme il est. Code de sortie : 2 si quelque chose ne se lit pas.
    """
    from epreuves_kit.course import mail_server

    root = doing.course.root
    doing.progress("Lecture du serveur d'envoi", 0, 0)
    before = mail_server.read(root)
    fields = ("host", "security", "port", "account", "sender")
    given = {
        name: value.strip() if isinstance(value, str) else value
        for name in fields
        if (value := getattr(asked, name)) is not None
    }
    if given.get("security") not in (None, *mail_server.PORTS):
        raise KitError(f"« {given['security']} » : écrivez {either(mail_server.PORTS)}.")
    after = msgspec.structs.replace(before, **given)
    for name in ("host", "account", "sender"):
        if re.search(r"[\s<>,;]", getattr(after, name)):
            raise KitError(f"« {getattr(after, name)} » : écrivez un nom ou une adresse, sans espace ni virgule.")
    if after.host and "@" not in after.address:
        raise KitError(
            f"De quelle adresse viennent les messages ? Écrivez-la ({parameter('courriel', '--expediteur')})."
        )
    if after != before:
        mail_server.write(root, after)
    return Outcome((_told(after),))


def _told(server: MailServer) -> str:
    if not server.host:
        return "Aucun serveur d'envoi n'est dit : les messages se préparent, et s'envoient d'un logiciel de courriel."
    account = f"avec le compte {server.account}" if server.account else "sans compte"
    secured = "sans chiffrement" if server.security == "aucune" else "connexion chiffrée"
    return f"Les messages partent de {server.address} par {server.host}, port {server.door}, {secured}, {account}."
