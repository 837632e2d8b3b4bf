"""Messages that leave by a real server, encrypted and with an account: each once, refused ones told, the password in no file."""

from __future__ import annotations

import datetime
import email
import email.policy
import ipaddress
import os
import socket
import ssl
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from epreuves_kit.course import letterhead, mail_server
from epreuves_kit.course.folders import Course
from epreuves_kit.course.mail_server import MailServer
from epreuves_kit.exam.closing import own_data
from epreuves_kit.exam.papers.posting import PostedList
from epreuves_kit.page import work
from epreuves_kit.page.desk import SessionDesk
from epreuves_kit.rules import jury_rules
from tests.exam.test_papers import SESSION, run
from tests.jury.cours import E01, E06, E17, NotebookFile, lay

PASSWORD = "mot-de-passe-que-personne-ne-lit"
HOST = "127.0.0.1"


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of this machine's, which is its own authority, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "serveur.pem", folder / "serveur.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return public, private


class Box:
    """What a server took: it refuses one address, asks once for patience, and may hang up after some messages."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], EmailMessage]] = []
        self.hang_up_after, self.busy = -1, 1

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("inconnu@"):
            return "550 5.1.1 Unknown mailbox"
        if self.busy:
            self.busy -= 1
            return "451 Please wait"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.hang_up_after == 0:
            self.hang_up_after = -1
            server.transport.close()
            return "421 Closing"
        self.hang_up_after -= 1
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append((envelope.rcpt_tos, message))
        return "250 OK"


def _identified(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and data.password.decode() == PASSWORD
    return AuthResult(success=right, handled=right)  # what is not handled here is refused by the server's own words


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Box, int]]:
    """A server on this machine, which asks for encryption and for an account."""
    public, private = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    taking = Box()
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    controller = Controller(
        taking,
        hostname=HOST,
        port=port,
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=_identified,
    )
    controller.start()
    yield taking, port
    controller.stop()


@pytest.fixture
def course(tmp_path: Path, box: tuple[Box, int], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four who are enrolled, one whose address no box has, one without any."""
    root = lay(tmp_path / "cours")
    with NotebookFile(root) as book:
        book.student("lea", "Léa", "Fontaine", "lea@ecole.example")
        book.student("karim", "Karim", "Benali", "karim@ecole.example")
        book.student("omar", "Omar", "Sy", "inconnu@ecole.example")
        book.student("nadia", "Nadia", "Roux")
    for id in (E01, E06, E17):
        (root / "source" / id).mkdir(parents=True)
    path = root / "seance.yaml"
    path.write_text(path.read_text("utf-8") + SESSION, "utf-8")
    letterhead.write(root, letterhead.Letterhead(name="École des Lices"))
    server = MailServer(HOST, box[1], "starttls", "certification@ecole.example")
    mail_server.write(root, server)
    monkeypatch.setenv("EPREUVES_MOT_DE_PASSE", PASSWORD)
    monkeypatch.setattr("epreuves_kit.exam.papers.posting._WAITS", (0.01, 0.01))
    return root


def test_each_gets_their_own_paper_once_and_what_is_refused_is_told(course, box, monkeypatch):
    taken = box[0].taken
    told, code = run(course, monkeypatch, "envoyer", "convocations")
    assert (code, "Un message parti ne se rappelle pas" in told, taken) == (2, True, [])
    told, code = run(course, monkeypatch, "envoyer", "convocations", "--essai", "moi@ecole.example")
    assert (code, [to for to, _ in taken]) == (0, [["moi@ecole.example"]])
    taken.clear()
    told, code = run(course, monkeypatch, "envoyer", "convocations", "--oui")
    assert code == 1
    assert "2 messages partis" in told
    assert "Omar Sy, inconnu@ecole.example : 550" in told
    assert "Sans adresse, donc sans message : Nadia Roux" in told
    assert sorted(to for to, _ in taken) == [["karim@ecole.example"], ["lea@ecole.example"]]
    for (address,), message in taken:
        (joined,) = message.iter_attachments()
        who = address.partition("@")[0]
        assert joined.get_filename() == f"convocation-{who}.pdf"
        assert (message["From"], message["X-Unsent"]) == ("École des Lices <certification@ecole.example>", None)
        assert message["Date"]
        assert message["Message-ID"]
    # Once the address is mended, its message alone leaves.
    taken.clear()
    with NotebookFile(course) as book:
        book.student("omar", "Omar", "Sy", "omar@ecole.example")
    told, code = run(course, monkeypatch, "envoyer", "convocations", "--oui")
    assert [to for to, _ in taken] == [["omar@ecole.example"]]
    assert "2 messages déjà partis" not in told.partition("✗")[2]
    told, code = run(course, monkeypatch, "envoyer", "convocations", "--oui")
    assert "3 messages déjà partis : rien ne repart" in told


def test_a_server_that_hangs_up_is_called_again_and_nothing_leaves_twice(course, box, monkeypatch):
    box[0].hang_up_after = 1
    run(course, monkeypatch, "envoyer", "convocations", "--oui")
    assert sorted(to[0] for to, _ in box[0].taken) == ["karim@ecole.example", "lea@ecole.example"]
    posted = PostedList(course, Path("exports/envois-convocations.csv")).posted
    assert [(one.candidate, one.state) for one in posted] == [("karim", "parti"), ("lea", "parti"), ("omar", "refusé")]


@pytest.mark.parametrize(
    ("server", "password", "said"),
    [
        ({}, "faux", "refuse le compte « certification@ecole.example » ou son mot de passe"),
        ({}, "", "Il manque le mot de passe du compte"),
        ({"host": "serveur.invalid"}, PASSWORD, "ce nom est inconnu"),
        ({"port": 1}, PASSWORD, "rien n'écoute là"),
        ({"host": ""}, PASSWORD, "Le serveur d'envoi de l'école n'est pas dit"),
        # Nothing is said in clear, neither the account nor a paper.
        ({"security": "aucune"}, PASSWORD, "Le serveur"),
        ({"security": "tls"}, PASSWORD, "n'est pas sûre"),
    ],
)
def test_a_server_that_cannot_be_had_is_told_and_nothing_leaves(server, password, said, course, box, monkeypatch):
    mail_server.write(course, msgspec.structs.replace(mail_server.read(course), **server))
    monkeypatch.setenv("EPREUVES_MOT_DE_PASSE", password)
    told, code = run(course, monkeypatch, "envoyer", "convocations", "--oui")
    assert (code, said in told) == (2, True), told
    assert box[0].taken == []


def test_a_server_of_which_nobody_knows_the_authority_is_refused(course, box, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    told, code = run(course, monkeypatch, "envoyer", "convocations", "--oui")
    assert (code, "n'est pas sûre" in told, box[0].taken) == (2, True, [])


def test_the_password_typed_in_the_page_serves_once_confirmed_and_is_in_no_file(course, box, monkeypatch):
    monkeypatch.delenv("EPREUVES_MOT_DE_PASSE")
    desk = SessionDesk(course, "secretariat")

    def send(sure: bool) -> work.SessionWork:
        values = {"what": "convocations"} | ({} if sure else {"password": PASSWORD})
        gesture = {"kind": "begin", "n": 1, "client": "p", "action": "envoyer", "values": values, "sure": sure}
        (answer,) = desk.handle(gesture)
        assert answer["kind"] == "screen", answer
        deadline = time.monotonic() + 60
        while (now := work.current(course)) is None or now.running:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        return now

    asked = send(sure=False)
    assert asked.state == "à confirmer"
    done = send(sure=True)
    assert done.state == "finie", done.said
    assert len(box[0].taken) == 2
    for path in course.rglob("*"):
        if path.is_file():
            assert PASSWORD.encode() not in path.read_bytes(), path
    assert any(
        b"envois-convocations" in file
        for file in own_data.gather(Course(course), jury_rules.read(course), "lea").files.values()
    )
    # The page opened again has forgotten it.
    desk = SessionDesk(course, "secretariat")
    again = send(sure=True)
    assert "Il manque le mot de passe" in again.said[0]
    assert os.environ.get("EPREUVES_MOT_DE_PASSE") is None


def test_the_servers_form_says_what_it_writes(course, monkeypatch):
    (course / mail_server.FILE).unlink()
    told, code = run(course, monkeypatch, "courriel")
    assert "Aucun serveur d'envoi n'est dit" in told
    told, code = run(course, monkeypatch, "courriel", "--serveur", "smtp.ecole.example")
    assert (code, "De quelle adresse" in told, (course / mail_server.FILE).exists()) == (2, True, False)
    told, code = run(
        course,
        monkeypatch,
        "courriel",
        "--serveur",
        "smtp.ecole.example",
        "--compte",
        "a@ecole.example",
        "--securite",
        "tls",
    )
    assert "Les messages partent de a@ecole.example par smtp.ecole.example, port 465, connexion chiffrée" in told
    told, code = run(course, monkeypatch, "courriel", "--serveur", "smtp ecole")
    assert code == 2
