"""The recipe to its end, on a real hub: https in front of it by the files that are given, the unit, what `verifier` says, a day saved and laid again."""

from __future__ import annotations

import base64
import contextlib
import http.client
import http.cookiejar
import json
import os
import re
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.conftest import GRADER, INSTRUCTOR, KARIM, KIT, LEA, Hub, free_port

NAME = "epreuves.ecole.example"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an authority of one's own, `autorite.pem`, and what it signed for this machine: `certificat.pem`, `cle.pem`."""
    folder = tmp_path_factory.mktemp("autorite")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30")
    for words in (
        ("-x509", "-keyout", "autorite.cle", "-out", "autorite.pem", "-subj", "/CN=Autorité d'essai"),
        (
            *("-x509", "-CA", "autorite.pem", "-CAkey", "autorite.cle", "-keyout", "cle.pem", "-out", "certificat.pem"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-addext", "basicConstraints=critical,CA:FALSE"),
        ),
    ):
        subprocess.run(["openssl", "req", *key, *words], cwd=folder, check=True, capture_output=True)
    return folder


class Front:
    """A server in front of the hub, on two ports of this machine."""

    def __init__(self, plain: int, secure: int, authority: Path) -> None:
        self.plain, self.secure = plain, secure
        self.trust = ssl.create_default_context(cafile=str(authority / "autorite.pem"))
        self.cookies = http.cookiejar.CookieJar()
        self._browser = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=self.trust), urllib.request.HTTPCookieProcessor(self.cookies)
        )

    def open(self, path: str, data: bytes | None = None, method: str | None = None) -> http.client.HTTPResponse:
        headers = {"X-XSRFToken": self.cookie("_xsrf", path), "Content-Type": "application/json"} if method else {}
        asked = urllib.request.Request(f"https://localhost:{self.secure}{path}", data, headers, method=method)
        answer: http.client.HTTPResponse = self._browser.open(asked, timeout=120)
        return answer

    def cookie(self, name: str, path: str) -> str:
        """The cookie of that name that goes with a path: the closest one."""
        known = [one for one in self.cookies if one.name == name and path.startswith(one.path)]
        return str(max(known, key=lambda one: len(one.path)).value) if known else ""

    def sign_in(self, who: str, password: str) -> None:
        page = self.open("/hub/login").read().decode()
        xsrf = re.search(r'name="_xsrf" value="([^"]+)"', page)
        assert xsrf is not None
        given = urllib.parse.urlencode({"username": who, "password": password, "_xsrf": xsrf[1]})
        self.open("/hub/login", given.encode())
        for _ in range(120):
            with contextlib.suppress(urllib.error.HTTPError):
                if self.open(f"/user/{who}/lab").geturl().endswith(f"/user/{who}/lab"):
                    return
            time.sleep(0.5)
        pytest.fail("JupyterLab does not come")

    def websocket(self, path: str) -> str:
        """The first line of the answer to a WebSocket's first request, and of its first frame, which says that it is open."""
        given = "; ".join(f"{one.name}={one.value}" for one in self.cookies if path.startswith(one.path))
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: localhost:{self.secure}",
            f"Origin: https://localhost:{self.secure}",
            f"Cookie: {given}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        ]
        with (
            socket.create_connection(("127.0.0.1", self.secure), 30) as plain,
            self.trust.wrap_socket(plain, server_hostname="localhost") as wire,
        ):
            wire.sendall("\r\n".join([*lines, "", ""]).encode())
            return wire.recv(4096).decode("latin-1").split("\r\n")[0]


def nginx(place: Path, plain: int, secure: int, text: str) -> tuple[list[str], list[str]]:
    """nginx's checker and nginx itself, on a file of the kit, as Debian includes it."""
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};")
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{secure} ssl;")
    (place / "epreuves.conf").write_text(re.sub(r"(?m)^ *listen \[::\].*\n", "", text), "utf-8")
    own = "".join(f"{kind}_temp_path {place}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    main = place / "nginx.conf"
    main.write_text(
        f"daemon off; pid {place}/pid; error_log {place}/erreurs; events {{}}\nhttp {{ access_log off; {own} include {place}/epreuves.conf; }}\n",
        "utf-8",
    )
    return ["nginx", "-t", "-c", str(main)], ["nginx", "-c", str(main)]


def caddy(place: Path, plain: int, secure: int, text: str) -> tuple[list[str], list[str]]:
    own = f"{{\n\tadmin off\n\tdefault_bind 127.0.0.1\n\thttp_port {plain}\n\thttps_port {secure}\n\tstorage file_system {place}\n}}\n"
    file = place / "Caddyfile"
    file.write_text(own + text.replace("# tls ", "tls "), "utf-8")
    given = ["--adapter", "caddyfile", "--config", str(file)]
    return ["caddy", "validate", *given], ["caddy", "run", *given]


SERVERS = {"nginx": ("nginx.conf", nginx), "caddy": ("Caddyfile", caddy)}


@pytest.fixture(params=SERVERS)
def front(request: pytest.FixtureRequest, hub: Hub, authority: Path, tmp_path: Path) -> Iterator[Front]:
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is missing: apt-get install {request.param}")
    name, prepared = SERVERS[request.param]
    text = (KIT / name).read_text("utf-8")
    assert text.count(NAME) == 1
    text = text.replace(NAME, "localhost").replace("/etc/epreuves/https", str(authority))
    assert "127.0.0.1:8000" in text
    made = Front(free_port(), free_port(), authority)
    text = text.replace("127.0.0.1:8000", hub.address.partition("://")[2])
    checker, program = prepared(tmp_path, made.plain, made.secure, text)
    environment = os.environ | {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    checked = subprocess.run(checker, env=environment, capture_output=True, text=True, timeout=60)
    assert checked.returncode == 0, checked.stderr
    with (tmp_path / "journal.txt").open("wb") as log:
        process = subprocess.Popen(program, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            for _ in range(100):
                with contextlib.suppress(OSError):
                    made.open("/hub/login").close()
                    break
                assert process.poll() is None, (tmp_path / "journal.txt").read_text("utf-8")
                time.sleep(0.1)
            yield made
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def test_a_file_as_it_is_given_puts_https_in_front_of_the_hub(front: Front, hub: Hub) -> None:
    # What is asked in plain is sent to https, by the machine's own name.
    plain = http.client.HTTPConnection("127.0.0.1", front.plain, timeout=30)
    plain.request("GET", "/hub/login", headers={"Host": "localhost"})
    sent = plain.getresponse()
    assert sent.status in (301, 308)
    assert re.fullmatch(r"https://localhost(:\d+)?/hub/login", sent.headers["Location"])
    plain.close()
    # Over an authority that is verified; whoever does not know it is told.
    answer = front.open("/hub/login")
    assert answer.status == 200
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert "Se connecter" in answer.read().decode()
    with pytest.raises(urllib.error.URLError, match="certificate verify failed"):
        urllib.request.urlopen(f"https://localhost:{front.secure}/hub/login", timeout=30)
    # The hub knows that it is in https: what says who one is never goes in plain.
    front.sign_in(GRADER, hub.passwords[GRADER])
    own = {one.name: one.secure for one in front.cookies if one.name != "_xsrf"}
    assert own["jupyterhub-session-id"]
    assert all(own.values()), own
    # A WebSocket passes, and so does a file of 40 MB.
    assert front.websocket(f"/user/{GRADER}/api/events/subscribe") == "HTTP/1.1 101 Switching Protocols"
    path = f"/user/{GRADER}/api/contents/gros.bin"
    content = base64.b64encode(os.urandom(30 << 20)).decode()
    body = json.dumps({"type": "file", "format": "base64", "content": content}).encode()
    assert front.open(path, body, "PUT").status in (200, 201)
    assert (hub.course / "gros.bin").stat().st_size == 30 << 20
    (hub.course / "gros.bin").unlink()


def asked(hub: Hub, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(KIT / "installer.py"), *words], capture_output=True, text=True, timeout=300, cwd=hub.base
    )


def test_verifier_says_nothing_of_a_hub_in_order_and_all_that_is_wrong_together(hub: Hub) -> None:
    def state() -> dict[Path, tuple[int, int, int]]:
        places = (hub.settings, hub.course, hub.exchange, hub.base / "roles", hub.base / "hub" / "comptes.csv")
        files = [one for place in places for one in (place, *place.rglob("*"))]
        return {one: (a.st_mode, a.st_uid, a.st_mtime_ns) for one in files if (a := one.lstat())}

    before = state()
    well = asked(hub, "verifier", str(hub.settings))
    assert well.returncode == 0, well.stdout + well.stderr
    assert "Rien à corriger." in well.stdout
    assert state() == before

    role = hub.base / "roles" / "candidat" / "labconfig" / "page_config.json"
    kept = role.read_text("utf-8")
    listed = hub.base / "candidats.csv"
    names = listed.read_text("utf-8")
    settings = hub.settings.read_text("utf-8")
    try:
        role.write_text("{}", "utf-8")
        hub.inbound.chmod(0o777)
        (hub.course / "gradebook.db").chmod(0o600)
        os.chown(hub.course / "seance.yaml", 0, 0)
        with contextlib.closing(sqlite3.connect(hub.course / "gradebook.db")) as gradebook, gradebook:
            gradebook.execute("insert into student (id, lms_user_id) values ('epr-essai-inscrit', '')")
        # A port where nothing answers, a proxy that is not there, somebody new.
        listed.write_text(names.replace(KARIM, "epr-essai-nouveau"), "utf-8")
        changed = settings.replace(hub.address, f"http://127.0.0.1:{free_port()}")
        hub.settings.write_text(re.sub(r'(?m)^proxy = "[^"]*"', 'proxy = "absent"', changed), "utf-8")
        before = state()
        done = asked(hub, "verifier", str(hub.settings))
        assert state() == before
    finally:
        with contextlib.closing(sqlite3.connect(hub.course / "gradebook.db")) as gradebook, gradebook:
            gradebook.execute("delete from student where id = 'epr-essai-inscrit'")
        role.write_text(kept, "utf-8")
        listed.write_text(names, "utf-8")
        hub.settings.write_text(settings, "utf-8")
        hub.inbound.chmod(0o3773)
        hub.install()
    assert done.returncode == 1, done.stdout
    for part in (
        "« absent » manque",
        "il manque epr-essai-nouveau",
        f"{KARIM}, epr-essai-nouveau est de trop ou manque",
        "avec les droits 777, au lieu de",
        f"« {hub.course / 'seance.yaml'} » n'est pas au groupe",
        "avec les droits 660",
        "sans compte sur le hub : epr-essai-inscrit",
        str(role),
        "il ne répond pas à http://127.0.0.1",
    ):
        assert part in done.stdout, done.stdout


def test_verifier_says_each_setting_that_is_wrong(hub: Hub, tmp_path: Path) -> None:
    own = tmp_path / "hub.toml"
    text = hub.settings.read_text("utf-8").replace("oisif_minutes = 60", 'oisif_minutes = "une heure"')
    own.write_text(re.sub(r"(?m)^(nom) = ", "nomm = ", text), "utf-8")
    done = asked(hub, "verifier", str(own))
    assert done.returncode == 1
    for part in ("« nomm » n'existe pas", "« nom » manque", "« limites.oisif_minutes » s'écrit comme"):
        assert part in done.stdout


def test_a_day_is_saved_in_one_file_and_laid_again_where_nothing_is(hub: Hub, tmp_path: Path) -> None:
    work = Path(f"/home/{LEA}/essai é/rendu.ipynb")
    hub.as_account(
        LEA, "sh", "-c", f"mkdir -p '{work.parent}' && echo travail > '{work}' && mkdir -p .cache && touch .cache/x"
    )
    copy = hub.inbound / f"{LEA}+essai"
    copy.mkdir()
    (copy / "copie.ipynb").write_text("copie", "utf-8")
    archive, place = tmp_path / "jour.tar.gz", tmp_path / "remis"
    try:
        # A grader's writing has begun and is not finished: it is not in what is kept.
        with contextlib.closing(sqlite3.connect(hub.course / "gradebook.db")) as writing:
            writing.execute("begin immediate")
            done = asked(hub, "sauvegarder", str(archive), str(hub.settings))
        assert done.returncode == 0, done.stderr
        assert archive.stat().st_mode & 0o077 == 0
        absent = asked(hub, "sauvegarder", str(tmp_path / "cle" / "jour.tar.gz"), str(hub.settings)).stderr
        assert f"« {tmp_path / 'cle'} » n'existe pas" in absent
        assert "existe déjà" in asked(hub, "sauvegarder", str(archive), str(hub.settings)).stderr
        laid = asked(hub, "restaurer", str(archive), str(place))
        assert laid.returncode == 0, laid.stderr

        def under(path: Path) -> Path:
            return place / path.relative_to("/")

        for path in (
            work,
            copy / "copie.ipynb",
            hub.settings,
            hub.arrivals / "journal.jsonl",
            hub.course / "seance.yaml",
        ):
            assert under(path).read_bytes() == path.read_bytes()
        for path in (work, hub.inbound, hub.course, hub.course / "gradebook.db"):
            was, is_ = path.stat(), under(path).stat()
            assert (is_.st_mode, is_.st_uid, is_.st_gid) == (was.st_mode, was.st_uid, was.st_gid), path
        with contextlib.closing(sqlite3.connect(under(hub.course / "gradebook.db"))) as kept:
            assert kept.execute("pragma integrity_check").fetchone() == ("ok",)
            assert kept.execute("select count(*) from course").fetchone()
        # Neither passwords, nor what programs make again.
        left = {one.name for one in place.rglob("*")}
        assert not left & {"comptes.csv", "cookie_secret", ".cache", "contenu.txt"}
        again = asked(hub, "restaurer", str(archive), str(place))
        assert again.returncode == 1
        assert "rien n'est remplacé" in again.stderr
        cut = tmp_path / "coupee.tar.gz"
        cut.write_bytes(archive.read_bytes()[:-2000])
        other = tmp_path / "autre"
        assert "n'a pas pu être lue en entier" in asked(hub, "restaurer", str(cut), str(other)).stderr
        assert not other.exists()
    finally:
        shutil.rmtree(work.parent)
        shutil.rmtree(copy, ignore_errors=True)


def test_where_there_is_no_course_the_clone_s_own_is_laid(hub: Hub, tmp_path: Path) -> None:
    place = hub.base / "autre-cours"
    text = hub.settings.read_text("utf-8")
    own = hub.base / "autre.toml"
    own.write_text(
        re.sub(r'(?m)^nom = "[^"]*"', 'nom = "notre-ecole"', text)
        .replace(str(hub.course), str(place))
        .replace(str(hub.exchange), f"{hub.exchange}-autre")
        .replace(f'"{hub.base}/roles"', f'"{hub.base}/roles-autres"')
        .replace(str(hub.arrivals), f"{hub.arrivals}-autres"),
        "utf-8",
    )
    done = asked(hub, str(own))
    assert done.returncode == 0, done.stderr
    assert f"Cours : {place}, avec les épreuves du dépôt" in done.stdout
    assert not (place / "source").exists()
    # Who holds the session can begin: naming it gives it a key that is nobody else's.
    program = f"cd {place} && exec {hub.python} -c 'from epreuves_kit.cli import main; main()' session reglages --nom 'Juin' --oui"
    hub.as_account(INSTRUCTOR, "/bin/sh", "-c", program, role="formateur")
    assert 'nom: "Juin"' in (place / "seance.yaml").read_text("utf-8")
    assert "quatre-vingts degrés" not in (place / "seance.yaml").read_text("utf-8")
    assert 'course_id = "notre-ecole"' in (place / "nbgrader_config.py").read_text("utf-8")


def test_the_unit_passes_systemd_s_own_check(hub: Hub, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is missing: apt-get install systemd")
    program = "import sys, tomllib; from pathlib import Path; import installer; path = Path(sys.argv[1]); print(installer.unit(tomllib.loads(path.read_text()), path), end='')"
    text = subprocess.run(
        [sys.executable, "-c", program, str(hub.settings)], cwd=KIT, check=True, capture_output=True, text=True
    ).stdout
    for usual in ("/opt/epreuves", "/etc/epreuves", "/var/lib/epreuves"):
        assert usual not in re.sub(r"(?m)^#.*$", "", text)
    own = tmp_path / "epreuves-hub.service"
    own.write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(own)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "epreuves-hub" not in done.stderr, done.stderr
