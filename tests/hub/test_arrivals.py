"""The service that stamps copies, on real folders of real accounts, and what collection makes of its journal; as root, as it runs on a hub."""

from __future__ import annotations

import datetime
import hashlib
import html
import os
import pwd
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from epreuves.wording.errors import KitError
from epreuves_kit.cli import application
from epreuves_kit.exam.closing import chain
from epreuves_kit.extensions.hub import journal, settling
from epreuves_kit.extensions.hub.service import ArrivalsService
from epreuves_kit.grading.course import MarkingCourse
from tests.corpus import ASSIGNMENT

#: Accounts that each Debian has; nothing of theirs is touched.
LEA, KARIM, INSTRUCTOR = "games", "news", "mail"
NOTEBOOK = f"{ASSIGNMENT}.ipynb"


class Exchange:
    """A course with a journal of arrivals, and the exchange's incoming folder under its service."""

    def __init__(self, course: Path, base: Path) -> None:
        self.course, self.inbound, self.arrivals = course, base / "inbound", base / "arrivees"
        self.inbound.mkdir(mode=0o733)
        config = course / "nbgrader_config.py"
        config.write_text(f'{config.read_text("utf-8")}\nc.CopyArrivals.folder = "{self.arrivals}"\n', "utf-8")
        self.service = self.begun()

    def begun(self) -> ArrivalsService:
        account = pwd.getpwnam(INSTRUCTOR)
        return ArrivalsService(self.inbound, self.arrivals, account.pw_uid, account.pw_gid)

    def again(self) -> None:
        """The service ended, and begun anew."""
        self.service.close()
        self.service = self.begun()

    def submit(self, who: str, text: str = "réponse", at: datetime.datetime | None = None, owner: str = "") -> Path:
        """A folder as `nbgrader submit` leaves it."""
        stamp = f"{at or datetime.datetime.now(datetime.UTC):%Y-%m-%d %H:%M:%S.%f} UTC"
        place = self.inbound / f"{who}+{ASSIGNMENT}+{stamp}+{os.urandom(4).hex()}"
        (place / "donnees").mkdir(parents=True)
        for name, content in (
            (NOTEBOOK, text),
            ("donnees/notes.csv", "a;b"),
            ("timestamp.txt", stamp),
            ("submission_secret.txt", "s"),
        ):
            (place / name).write_text(content, "utf-8")
        account = pwd.getpwnam(owner or who)
        for path in (place, *place.rglob("*")):
            os.chown(path, account.pw_uid, account.pw_gid)
        place.chmod(0o777)
        return place

    def collect(self, folder: Path) -> Path:
        """What `nbgrader collect` does of a folder."""
        who = folder.name.split("+")[0]
        place = self.course / "submitted" / who / ASSIGNMENT
        shutil.rmtree(place, ignore_errors=True)
        return Path(shutil.copytree(folder, place))

    def settled(self, *, collected: bool = True) -> dict[str, settling.SettledCopy]:
        found = settling.settle(MarkingCourse(self.course), ASSIGNMENT, collected=collected)
        return {one.candidate: one for one in found.copies}

    @property
    def known(self) -> journal.ArrivalsJournal:
        return journal.read(self.arrivals)


@pytest.fixture
def exchange(model: Path, tmp_path: Path) -> Iterator[Exchange]:
    made = Exchange(Path(shutil.copytree(model, tmp_path / "cours")), tmp_path)
    yield made
    made.service.close()


def ago(**time: int) -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC) - datetime.timedelta(**time)


def test_a_copy_is_stamped_once_and_is_no_longer_its_candidates(exchange):
    folder = exchange.submit(LEA)
    exchange.service.look()
    exchange.service.look()
    (copy,) = exchange.known.copies
    assert (copy.arrival.candidate, copy.arrival.account, copy.arrival.epreuve) == (LEA, LEA, ASSIGNMENT)
    assert set(copy.files) == {NOTEBOOK, "donnees/notes.csv", "timestamp.txt", "submission_secret.txt"}
    assert abs(copy.arrival.at - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=1)
    for path in (folder, *folder.rglob("*")):
        about = path.lstat()
        assert about.st_uid == pwd.getpwnam(INSTRUCTOR).pw_uid
        assert not stat.S_IMODE(about.st_mode) & 0o027
    assert not [path for path in exchange.inbound.iterdir() if path.name.startswith(".")]
    assert exchange.settled()[LEA].state == "conforme"


def test_what_is_collected_and_is_not_what_arrived_is_said_and_the_first_put_back(exchange):
    folder = exchange.submit(LEA)
    exchange.service.look()
    place = exchange.collect(folder)
    (place / NOTEBOOK).write_text("autre chose", "utf-8")
    found = exchange.settled(collected=False)[LEA]
    assert found.state == "remise en place"
    assert "n'est pas celle qui est arrivée" in found.said[0]
    assert NOTEBOOK in found.said[0]
    assert (place / NOTEBOOK).read_text("utf-8") == "réponse"
    assert (place.with_name(f".{ASSIGNMENT}.écartée") / NOTEBOOK).read_text("utf-8") == "autre chose"
    assert exchange.settled(collected=False)[LEA] == settling.SettledCopy(LEA, ASSIGNMENT, "conforme", (), 1, found.at)


def test_an_hour_that_the_arrival_contradicts_is_said_and_does_not_count(exchange):
    honest, early, late = (
        exchange.submit(KARIM),
        exchange.submit(LEA, at=ago(days=5)),
        exchange.submit(INSTRUCTOR, at=ago(days=-5), owner="man"),
    )
    late = late.rename(late.with_name(late.name.replace(f"{INSTRUCTOR}+", "man+")))
    exchange.service.look()
    before = [(folder / "timestamp.txt").read_bytes() for folder in (honest, early, late)]
    places = [exchange.collect(folder) for folder in (honest, early, late)]
    found = exchange.settled()
    assert found[KARIM].said == ()
    assert (places[0] / "timestamp.txt").read_bytes() == before[0]
    for who, place in ((LEA, places[1]), ("man", places[2])):
        assert found[who].state == "conforme"
        assert "c'est cette heure qui compte" in found[who].said[0]
        arrival = next(c.arrival for c in exchange.known.copies if c.arrival.candidate == who)
        assert (place / "timestamp.txt").read_text("utf-8") == f"{arrival.at:%Y-%m-%d %H:%M:%S.%f} UTC"


def test_a_later_arrival_counts_and_both_are_kept(exchange):
    first = exchange.submit(LEA, "premier")
    exchange.service.look()
    place = exchange.collect(first)
    exchange.submit(LEA, "second")
    exchange.service.look()
    assert exchange.settled(collected=False)[LEA].state == "à ramasser"
    assert (place / NOTEBOOK).read_text("utf-8") == "premier"
    assert exchange.settled()[LEA].number == 2
    assert (place / NOTEBOOK).read_text("utf-8") == "second"
    kept = [(exchange.arrivals / "copies" / str(n) / NOTEBOOK).read_text("utf-8") for n in (1, 2)]
    assert kept == ["premier", "second"]


def test_of_arrivals_the_last_on_time_counts_by_the_sessions_dates(exchange):
    ends = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=1)
    session = exchange.course / "seance.yaml"
    dates = f"\nfuseau: UTC\ndates:\n  {ASSIGNMENT}: {{debut: {ends - datetime.timedelta(hours=1):%Y-%m-%d %H:%M}, fin: {ends:%Y-%m-%d %H:%M}}}\n"
    session.write_text(session.read_text("utf-8") + dates, "utf-8")
    exchange.submit(LEA, "à l'heure")
    exchange.service.look()
    # The clock does not wait for a test: the second arrival is written as the service would a day later.
    exchange.submit(LEA, "en retard")
    exchange.service.look()
    _dated(exchange, 1, ends - datetime.timedelta(minutes=30))
    _dated(exchange, 2, ends + datetime.timedelta(days=1))
    found = exchange.settled()[LEA]
    assert found.number == 1
    assert "après l'heure de fin" in found.said[-1]


def _dated(exchange: Exchange, number: int, at: datetime.datetime) -> None:
    """Have an arrival come at another hour: its line, the hour that its copy says, and the chain from there on."""
    content = (exchange.arrivals / journal.JOURNAL).read_bytes()
    lines = list(chain.read_growing(content, journal.JournalLine)[0])
    kept = exchange.arrivals / "copies" / str(number)
    (kept / "timestamp.txt").write_text(f"{at:%Y-%m-%d %H:%M:%S.%f} UTC", "utf-8")
    of_it = False
    for rank, line in enumerate(lines):
        if isinstance(line, journal.Arrival):
            of_it = line.number == number
            lines[rank] = msgspec.structs.replace(line, at=at) if of_it else line
        elif of_it and isinstance(line, journal.ArrivedFile) and line.path == "timestamp.txt":
            lines[rank] = msgspec.structs.replace(
                line, sha256=hashlib.sha256((kept / line.path).read_bytes()).hexdigest()
            )
    (exchange.arrivals / journal.JOURNAL).write_bytes(chain.grown(lines, chain.NOTHING)[0])


def test_one_candidates_copy_in_anothers_name_counts_for_nobody(exchange):
    exchange.submit(LEA)
    exchange.submit(LEA, "d'un autre", owner=KARIM)
    exchange.service.look()
    found = settling.settle(MarkingCourse(exchange.course), ASSIGNMENT, collected=True)
    assert [(one.candidate, one.number) for one in found.copies] == [(LEA, 1)]
    text = (exchange.course / "submitted" / LEA / ASSIGNMENT / NOTEBOOK).read_text("utf-8")
    assert text == "réponse"
    assert f"sous le compte {KARIM}" in found.said[0]
    assert not (exchange.course / "submitted" / KARIM).exists()


def test_links_devices_and_files_of_others_are_left_and_said(exchange, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("à moi", "utf-8")
    folder = exchange.submit(LEA)
    (folder / "lien.txt").symlink_to(secret)
    (folder / "dossier").symlink_to(tmp_path)
    os.mkfifo(folder / "tube")
    os.link(secret, folder / "autre-nom.txt")
    (folder / "de-root.txt").write_text("x", "utf-8")
    exchange.service.look()
    (copy,) = exchange.known.copies
    assert set(copy.files) == {NOTEBOOK, "donnees/notes.csv", "timestamp.txt", "submission_secret.txt"}
    assert len(copy.arrival.left) == 5
    assert not any(path.is_symlink() for path in folder.rglob("*"))
    assert secret.read_text("utf-8") == "à moi"
    assert secret.stat().st_uid == 0
    exchange.collect(folder)
    assert exchange.settled()[LEA].said == copy.arrival.left


def test_what_is_no_copy_is_put_out_of_the_way_of_who_collects(exchange):
    karim = pwd.getpwnam(KARIM).pw_uid
    link = exchange.inbound / f"{KARIM}+{ASSIGNMENT}+2099-01-01 00:00:00 UTC"
    link.symlink_to(exchange.course / "source")
    os.chown(link, karim, -1, follow_symlinks=False)
    for name in ("sans-heure", f"{KARIM}+{ASSIGNMENT}+jamais", f"{KARIM}+{ASSIGNMENT}+2099-99-99 00:00:00 UTC"):
        (exchange.inbound / name).mkdir()
        os.chown(exchange.inbound / name, karim, -1)
    exchange.service.look()
    assert not [path.name for path in exchange.inbound.iterdir() if not path.name.startswith(".")]
    assert {path.lstat().st_uid for path in exchange.inbound.iterdir()} == {0}
    assert len(exchange.known.put_aside) == 4
    assert (exchange.course / "source").stat().st_uid == 0


def test_a_folder_that_is_still_being_written_is_waited_for(exchange, monkeypatch):
    folder = exchange.submit(LEA)
    (folder / "submission_secret.txt").unlink()
    exchange.service.look()
    assert exchange.known.copies == ()
    start = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: start + 11)
    exchange.service.look()
    assert len(exchange.known.copies) == 1


def test_a_service_that_was_away_takes_the_hour_that_a_copy_says_if_it_can_be(exchange):
    exchange.service.look()
    os.utime(exchange.arrivals / journal.ALIVE, (ago(hours=3).timestamp(),) * 2)
    exchange.submit(LEA, at=ago(hours=2))
    exchange.submit(KARIM, at=ago(hours=5))
    exchange.again()
    exchange.service.look()
    found = exchange.settled()
    assert "c'est l'heure qu'elle dit qui compte" in found[LEA].said[0]
    assert "c'est cette heure qui compte" in found[KARIM].said[0]


def test_an_interrupted_writing_is_taken_up_and_what_was_not_sealed_is(exchange):
    folder = exchange.submit(LEA)
    exchange.service.look()
    path = exchange.arrivals / journal.JOURNAL
    whole = path.read_bytes()
    path.write_bytes(whole + whole.splitlines(keepends=True)[1][:40])
    shutil.rmtree(folder)
    shutil.copytree(exchange.arrivals / "copies" / "1", folder)
    (folder / NOTEBOOK).write_text("changé", "utf-8")
    exchange.again()
    exchange.service.look()
    assert path.read_bytes().startswith(whole)
    assert (folder / NOTEBOOK).read_text("utf-8") == "réponse"
    assert [one.number for one in exchange.known.put_back] == [1]
    found = settling.settle(MarkingCourse(exchange.course), ASSIGNMENT, collected=True)
    assert "a été changée dans l'échange après son arrivée" in found.said[0]


def test_a_journal_or_a_kept_copy_that_was_changed_proves_nothing_and_is_said(exchange):
    exchange.submit(LEA)
    exchange.service.look()
    kept = exchange.arrivals / "copies" / "1" / NOTEBOOK
    kept.write_text("changé", "utf-8")
    with pytest.raises(KitError, match="n'est plus la copie que le journal"):
        exchange.settled()
    path = exchange.arrivals / journal.JOURNAL
    path.write_bytes(path.read_bytes().replace(LEA.encode(), KARIM.encode()))
    with pytest.raises(KitError, match="a changé"):
        exchange.settled()
    # The service keeps it beside, and goes on: copies that come are not left unstamped.
    exchange.again()
    exchange.submit(KARIM)
    exchange.service.look()
    found = settling.settle(MarkingCourse(exchange.course), ASSIGNMENT, collected=True)
    assert [one.number for one in found.copies] == [1]
    assert any("journal des arrivées qui a été changé" in said for said in found.said)


def test_two_services_do_not_write_one_journal(exchange):
    with pytest.raises(KitError, match="Un autre service"):
        exchange.begun()


def test_the_receipts_say_what_the_journal_says(exchange, monkeypatch):
    monkeypatch.chdir(exchange.course)
    listed = exchange.course / "liste.csv"
    listed.write_text(f"Identifiant;Nom;Prénom\n{LEA};Fontaine;Léa\n", "utf-8")
    assert CliRunner().invoke(application(["candidats"]), ["candidats", "import", str(listed)]).exit_code == 0
    released = (exchange.course / "release" / ASSIGNMENT / NOTEBOOK).read_text("utf-8")
    place = exchange.collect(exchange.submit(LEA, released.replace('"source": [', '"source": ["# fait\\n",', 1)))
    result = CliRunner().invoke(application(["accuses"]), ["accuses", "--verifier"])
    assert result.exit_code == 1
    page = exchange.course / "accuses" / LEA / f"{ASSIGNMENT}.html"
    assert "n'est pas arrivée par l'échange" in html.unescape(page.read_text("utf-8"))
    exchange.service.look()
    (place / NOTEBOOK).write_text("{}", "utf-8")
    result = CliRunner().invoke(application(["accuses"]), ["accuses", "--verifier"])
    assert "empreinte de sa dernière ligne" in result.stdout
    assert (place / NOTEBOOK).read_text("utf-8") != "{}"
    assert "n'est pas celle qui est arrivée" in html.unescape(page.read_text("utf-8"))


def test_a_course_without_a_journal_says_so(model, tmp_path, monkeypatch):
    monkeypatch.chdir(shutil.copytree(model, tmp_path / "cours"))
    result = CliRunner().invoke(application(["accuses"]), ["accuses", "--verifier"])
    assert result.exit_code == 2
    assert "pas de journal des arrivées" in " ".join(result.output.split())
