"""Make what the hub needs: environment, groups, accounts, folders and rights, what each role sees. To be run as root; run again, it changes nothing more.

    python3 installer.py [/etc/epreuves/hub.toml]
    python3 installer.py verifier [/etc/epreuves/hub.toml]                what is wrong, all together; nothing is changed
    python3 installer.py sauvegarder ARCHIVE [/etc/epreuves/hub.toml]     a day, in one file
    python3 installer.py restaurer ARCHIVE [DOSSIER]                      what it held, where nothing lies yet

Standard library alone: it runs before the environment is there. A fault is told in a sentence, and nothing after it is done.
"""

from __future__ import annotations

import csv
import grp
import json
import os
import pwd
import re
import secrets
import shutil
import stat
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

#: Names of accounts that every part of the chain takes: the system, the hub's addresses, nbgrader's folders.
_NAME = re.compile(r"[a-z_][a-z0-9_.-]{0,30}\Z")
#: Signs of a password: none that is read as another.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
#: nbgrader's parts that are on, by role; what is not named is off.
_SHOWN = {
    "candidat": (),
    "correcteur": ("formgrader",),
    "formateur": ("formgrader", "assignment_list", "validate_assignment"),
}
_SERVER_PARTS = ("formgrader", "assignment_list", "validate_assignment", "course_list")
_LAB_PARTS = (*_SERVER_PARTS, "create_assignment")
#: Parts of JupyterLab that a candidate does not have.
_AWAY = (
    "epreuves:session",
    "@jupyter/nbgrader:menu",
    "@jupyterlab/extensionmanager-extension",
    "@jupyterlab/terminal-extension",
)
#: The candidate's side: the page of their épreuves, and their part in the room.
_ROOM = "epreuves_kit.extensions.hub.candidate_page"
#: A candidate has one kernel, which speaks by files: where the network is closed, so are this machine's own ports.
_CANDIDATE = (
    "c.ConnectionFileMixin.transport = 'ipc'",
    "c.KernelSpecManager.allowed_kernelspecs = {'python3'}",
    "c.LabApp.extension_manager = 'readonly'",
)
KIT = Path(__file__).resolve().parents[2]
SETTINGS = "/etc/epreuves/hub.toml"
#: Where systemd looks for a machine's own services, and the hub's there.
_UNITS, _UNIT = Path("/etc/systemd/system"), "epreuves-hub.service"
#: Where every account's shell looks for commands.
_COMMAND = Path("/usr/local/bin/epreuves")
COURSE_ID = re.compile(r'(?<=c\.CourseDirectory\.)course_id = ["\'](.*)["\']')


class Stopped(Exception):
    """Nothing more can be done; the sentence says why, and what to do."""


def main(words: list[str]) -> None:
    """Do all of it, in order, saying each thing that changes."""
    path = Path(words[0] if words else SETTINGS)
    settings = settings_of(path)
    try:
        _environment(settings)
        _lay_course(settings)
        people = enrolled(settings)
        groups_and_accounts(settings, people)
        _folders(settings)
        roles(settings, _lay)
        _gradebook(settings)
        begun_by = _service(settings, path)
    except KeyError as missing:
        raise Stopped(f"« {path} » : le réglage {missing} manque. Reprenez-le de reglages.toml.") from None
    except OSError as error:
        raise Stopped(f"« {error.filename} » : {error.strerror}.") from None
    say("Tout est en place. Le hub se lance par :")
    say(f"  {begun_by}")


def settings_of(path: Path) -> dict[str, Any]:
    """The hub's settings."""
    if os.geteuid() != 0:
        raise Stopped("Ce programme touche à des comptes : lancez-le en root.")
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise Stopped(f"« {path} » n'existe pas : copiez-y reglages.toml, puis remplissez-le.") from None
    except (OSError, ValueError) as error:
        raise Stopped(f"« {path} » ne se lit pas : {error}.") from None


def _lay_course(settings: dict[str, Any]) -> None:
    """Where there is no course, what is written of the clone's own: nothing that is built, nor anybody's."""
    course = Path(settings["cours"])
    if course.exists():
        return
    beside = course.with_name(f"{course.name}.nouveau")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True, mode=0o700)
    for name in ("referentiel", "sujets"):
        shutil.copytree(KIT / name, beside / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(KIT / "seance.yaml", beside)
    config = (KIT / "nbgrader_config.py").read_text("utf-8")
    (beside / "nbgrader_config.py").write_text(COURSE_ID.sub(f'course_id = "{settings["nom"]}"', config), "utf-8")
    beside.rename(course)
    say(f"Cours : {course}, avec les épreuves du dépôt ; aucune n'est encore construite")


def enrolled(settings: dict[str, Any]) -> dict[str, str]:
    """The role of each account; the names are all looked at before anything is made."""
    accounts = settings["comptes"]
    listed = Path(accounts["candidats"])
    if not listed.is_file():
        raise Stopped(
            f"La liste des candidats, « {listed} », n'existe pas. Écrivez-la : cd {settings['cours']}, puis {settings['environnement']}/bin/epreuves candidats import, avec le fichier de l'école, puis {settings['environnement']}/bin/epreuves candidats export {listed}"
        )
    rows = csv.DictReader(listed.read_text("utf-8-sig").splitlines(), delimiter=";")
    if "Identifiant" not in (rows.fieldnames or ()):
        raise Stopped(
            f"« {listed} » n'a pas de colonne « Identifiant », séparée par des points-virgules : écrivez-la avec « epreuves candidats export »."
        )
    found = {accounts["formateur"]: "formateur"}
    twice = []
    for name, role in (
        *((n, "correcteur") for n in accounts["correcteurs"]),
        *((row["Identifiant"] or "", "candidat") for row in rows),
    ):
        twice += [name] if found.get(name, role) != role else []
        found.setdefault(name, role)
    wrong = [name for name in found if not _NAME.match(name)]
    if wrong:
        raise Stopped(
            f"Ces identifiants ne peuvent pas être des comptes : {', '.join(wrong)}. Des minuscules sans accent, des chiffres, « . », « - » et « _ », 31 signes au plus."
        )
    if twice:
        raise Stopped(f"Ces comptes auraient deux rôles : {', '.join(twice)}. Donnez à chacun un seul rôle.")
    return found


def _environment(settings: dict[str, Any]) -> None:
    """Python and its packages, outside of root's home, where every account may read them."""
    place = Path(settings["environnement"])
    python = place / "bin" / "python"
    if not python.exists():
        _able()
        say(f"Environnement : {place}, une à quelques minutes sans un mot de plus")
        run(sys.executable, "-m", "venv", str(place))
        run(
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "-c",
            str(KIT / "constraints.txt"),
            str(KIT / "candidat"),
            f"{KIT}[hub]",
        )
    if said := refused(str(python), "import epreuves, jupyterhub, jupyterhub_idle_culler"):
        raise Stopped(
            f"« {python} » ne sert pas aux autres comptes ({said}) : effacez « {place} », puis relancez ce programme avec un Python lisible par tous, celui de /usr/bin."
        )
    if shutil.which(settings["proxy"]) is None:
        raise Stopped(
            f"« {settings['proxy']} » manque : npm install -g configurable-http-proxy, ou donnez son chemin (« proxy »)."
        )


def _able() -> None:
    """Try this Python before anything is made of it: it makes environments, and other accounts may start it."""
    try:
        import ensurepip  # noqa: F401  # what Debian leaves out of its Python
        import venv  # noqa: F401
    except ImportError:
        raise Stopped(
            f"« {sys.executable} » ne sait pas faire d'environnement, et rien n'est installé : sur Debian ou Ubuntu, installez d'abord python3-venv (apt install python3-venv)."
        ) from None
    # The program itself, whatever links lead to it: that of an environment does not say where its Python is.
    program = os.path.realpath(sys.executable)
    if said := refused(program, "import encodings, ssl, sqlite3"):
        raise Stopped(
            f"« {program} » ne sert qu'à root, les autres comptes ne peuvent pas le lancer ({said}), et rien n'est installé : relancez ce programme avec un Python lisible par tous, par exemple /usr/bin/python3."
        )


def refused(python: str, code: str) -> str:
    """Why an account that is nobody's cannot run some code with a Python; empty where it can."""
    # A Python of root's own, as pyenv installs it, starts for root and for nobody else.
    # Through env: the program that setpriv itself starts is still found with root's rights.
    nobody = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--reset-env", "env"]
    tried = subprocess.run([*nobody, python, "-c", code], cwd="/", capture_output=True, text=True)
    if not tried.returncode:
        return ""
    return next(reversed(tried.stderr.strip().splitlines()), f"code {tried.returncode}")


def groups_and_accounts(settings: dict[str, Any], people: dict[str, str]) -> None:
    """A group a role, an account a person; a new account gets a password, written in a file of root's alone. Whoever left a list leaves its group."""
    candidates, team = settings["groupes"]["candidats"], settings["groupes"]["equipe"]
    for group in (candidates, team):
        if group not in {one.gr_name for one in grp.getgrall()}:
            run("groupadd", group)
            say(f"Groupe : {group}")
    known = {one.pw_name for one in pwd.getpwall()}
    passwords = []
    for name in people:
        if name not in known:
            # No group of another: each has one's own, and a home that nobody else reads.
            run(
                "useradd",
                "--create-home",
                "--user-group",
                "--shell",
                "/bin/bash",
                "--key",
                "HOME_MODE=0700",
                name,
            )
            password = "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(3))
            run("chpasswd", given=f"{name}:{password}\n")
            passwords.append((name, people[name], password))
            say(f"Compte : {name} ({people[name]})")
    for group, wanted in members(settings, people).items():
        there = set(grp.getgrnam(group).gr_mem)
        if there != wanted:
            run("gpasswd", "--members", ",".join(sorted(wanted)), group)
            for name in sorted(there - wanted):
                say(f"{name} n'est plus dans {group} ; son compte et son dossier restent.")
    if passwords:
        _passwords(Path(settings["hub"]), passwords)


def members(settings: dict[str, Any], people: dict[str, str]) -> dict[str, set[str]]:
    """Who is to be in each group."""
    return {
        settings["groupes"]["candidats"]: {name for name, role in people.items() if role == "candidat"},
        settings["groupes"]["equipe"]: {name for name, role in people.items() if role != "candidat"},
    }


def _passwords(place: Path, made: Iterable[tuple[str, str, str]]) -> None:
    _folder(place, "root", "root", 0o700)
    path = place / "comptes.csv"
    new = not path.exists()
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="utf-8", newline=""
    ) as file:
        lines = csv.writer(file, delimiter=";", lineterminator="\n")
        lines.writerows([*([("compte", "role", "mot de passe")] if new else []), *made])
    say(f"Mots de passe des nouveaux comptes : {path}. Donnez à chacun le sien, puis supprimez ce fichier.")


def _folders(settings: dict[str, Any]) -> None:
    """The course is the team's; in the exchange, each gives and takes what is theirs; arrivals are written by root alone and read by the team."""
    who, team = settings["comptes"]["formateur"], settings["groupes"]["equipe"]
    course = Path(settings["cours"])
    if not (course / "nbgrader_config.py").is_file():
        raise Stopped(
            f"« {course} » n'est pas un cours : nbgrader_config.py n'y est pas. Ôtez ce dossier, et celui des épreuves du dépôt sera mis à sa place ; ou mettez-y le vôtre."
        )
    for folder in places(settings):
        _folder(*folder)
    _course(course, who, team)


def places(settings: dict[str, Any]) -> list[tuple[Path, str, str, int]]:
    """Folders beside the course: whose each is, its group, its rights."""
    who, team = settings["comptes"]["formateur"], settings["groupes"]["equipe"]
    exchange = Path(settings["echange"])
    own = exchange / settings["nom"]
    return [
        (Path(settings["hub"]), "root", "root", 0o700),
        (Path(settings["arrivees"]), "root", team, 0o2750),
        # What the instructor asks of the hub's service; what it announces to each, who reads one's own file and lists none.
        (Path(settings["arrivees"]) / "demandes", who, team, 0o700),
        (Path(settings["arrivees"]).with_name("annonces"), "root", "root", 0o711),
        # nbgrader asks that all may write here; the sticky bit leaves to each what is theirs.
        (exchange, "root", "root", 0o1777),
        (own, who, team, 0o755),
        (own / "outbound", who, team, 0o755),
        (own / "feedback", who, team, 0o711),
        # Candidates write here and list nothing; sticky: nobody takes away another's folder, nor a sealed one.
        (own / "inbound", who, team, 0o3773),
    ]


def _course(course: Path, who: str, team: str) -> None:
    """All of the course is the instructor's, and open to the team; what is the team's already stays as it is, closed where the kit closed it."""
    uid, gid = pwd.getpwnam(who).pw_uid, grp.getgrnam(team).gr_gid
    for inner in (".epreuves", ".epreuves/session", "submitted", "autograded", "feedback"):
        (course / inner).mkdir(exist_ok=True)
    # By descriptors, and never through a link: a name in the course may be anything.
    for _, _, files, here in os.fwalk(course, follow_symlinks=False):
        if os.fstat(here).st_gid != gid:
            os.fchown(here, uid, gid)
            os.fchmod(here, 0o2770)
        for name in files:
            about = os.stat(name, dir_fd=here, follow_symlinks=False)
            if about.st_gid == gid:
                continue
            os.chown(name, uid, gid, dir_fd=here, follow_symlinks=False)
            if stat.S_ISREG(about.st_mode):
                file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=here)
                os.fchmod(file, (about.st_mode | 0o660) & 0o770)
                os.close(file)
    # Whose lock it is does the session's actions: the first to begin one would keep the others out.
    lock = course / ".epreuves" / "session" / "travail.verrou"
    if not lock.exists():
        lock.touch(0o600)
        os.chown(lock, uid, gid)


def roles(settings: dict[str, Any], lay: Callable[[Path, str], None]) -> None:
    """What each role's JupyterLab shows, in a folder of its own that no upgrade of a package touches."""
    for role, shown in _SHOWN.items():
        place = Path(settings["roles"]) / role
        parts = {f"nbgrader.server_extensions.{part}": part in shown for part in _SERVER_PARTS}
        server = {"ServerApp": {"jpserver_extensions": parts | {_ROOM: role == "candidat"}}}
        off = {f"@jupyter/nbgrader:{part.replace('_', '-')}": part not in shown for part in _LAB_PARTS}
        if role == "candidat":
            off |= dict.fromkeys(_AWAY, True)
        lay(place / "jupyter_server_config.d" / "epreuves.json", json.dumps(server, indent=2) + "\n")
        page: dict[str, object] = {"disabledExtensions": off}
        if role == "candidat":
            page["epreuvesSalle"] = True
        lay(place / "labconfig" / "page_config.json", json.dumps(page, indent=2) + "\n")
        own = [
            f"c.Exchange.root = {settings['echange']!r}",
            f"c.CourseDirectory.course_id = {settings['nom']!r}",
        ]
        if role == "candidat":
            own += _CANDIDATE
        else:
            own += [
                f"c.CourseDirectory.root = {settings['cours']!r}",
                f"c.CopyArrivals.folder = {settings['arrivees']!r}",
            ]
            # A stamped copy is no longer its candidate's: whose it is, the journal of arrivals says.
            own += ["c.ExchangeCollect.check_owner = False"]
        # Not nbgrader_config.py: of two, the kit and nbgrader read the course's alone.
        lay(place / "jupyter_config.py", "\n".join(["c = get_config()  # noqa: F821", *own]) + "\n")


def _gradebook(settings: dict[str, Any]) -> None:
    """The gradebook is made by the instructor, and written by graders too: SQLite itself would give them no right to it."""
    path = Path(settings["cours"]) / "gradebook.db"
    who = settings["comptes"]["formateur"]
    if not path.exists():
        program = "import sys; from epreuves_kit.gradebook.config import reach_own_programs; reach_own_programs(); from nbgrader.api import Gradebook; Gradebook('sqlite:///' + sys.argv[1]).close()"
        own = (
            "setpriv",
            f"--reuid={who}",
            f"--regid={settings['groupes']['equipe']}",
            "--clear-groups",
            "--reset-env",
            "env",
        )
        try:
            run(*own, f"{settings['environnement']}/bin/python", "-P", "-c", program, str(path), cwd="/")
        except Stopped:
            path.unlink(missing_ok=True)
            raise
        say("Carnet de notes : gradebook.db")
    run("chmod", "0660", str(path))


def _service(settings: dict[str, Any], path: Path) -> str:
    """The hub as a service, where systemd is and the settings are this machine's own; the line that begins it."""
    if path != Path(SETTINGS) or not _UNITS.is_dir():
        return f"EPREUVES_HUB={path} {settings['environnement']}/bin/python -m jupyterhub -f {Path(__file__).with_name('jupyterhub_config.py')}"
    file, text = _UNITS / _UNIT, unit(settings, path)
    if not file.exists() or file.read_text("utf-8") != text:
        file.write_text(text, "utf-8")
        file.chmod(0o644)
        say(f"Service : {file}")
        if Path("/run/systemd/system").is_dir():
            run("systemctl", "daemon-reload")
    # A login shell, a terminal of the hub's among them, sets its path anew.
    if not _COMMAND.exists() and _COMMAND.parent.is_dir():
        _COMMAND.unlink(missing_ok=True)
        _COMMAND.symlink_to(Path(settings["environnement"]) / "bin" / "epreuves")
        say(f"Commande : {_COMMAND}")
    return f"systemctl enable --now {_UNIT}"


def unit(settings: dict[str, Any], path: Path) -> str:
    """The service's file, with this machine's paths."""
    text = Path(__file__).with_name(_UNIT).read_text("utf-8")
    for usual, own in (
        ("/opt/epreuves/", f"{settings['environnement']}/"),
        ("/opt/epreuves-depot", str(KIT)),
        (SETTINGS, str(path)),
        ("/var/lib/epreuves/hub", settings["hub"]),
    ):
        text = text.replace(usual, own)
    return text


def _folder(path: Path, owner: str, group: str, mode: int) -> None:
    if not path.is_dir():
        path.mkdir(parents=True)
        say(f"Dossier : {path}")
    shutil.chown(path, owner, group)
    path.chmod(mode)


def _lay(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text("utf-8") != content:
        path.write_text(content, "utf-8")
        say(f"Réglages : {path}")
    for one in (path, *list(path.parents)[:2]):
        one.chmod(0o755 if one.is_dir() else 0o644)


def run(*words: str, given: str = "", cwd: str | None = None) -> None:
    done = subprocess.run(words, input=given, capture_output=True, text=True, cwd=cwd)
    if done.returncode:
        raise Stopped(f"« {' '.join(words[:3])}… » a échoué : {done.stderr.strip() or done.returncode}")


def say(said: str) -> None:
    print(said, flush=True)


def _asked(words: list[str]) -> int:
    """The exit code of what is asked for."""
    match words:
        case ["verifier", *rest]:
            import verifier

            return verifier.verify(Path(rest[0] if rest else SETTINGS))
        case ["sauvegarder", archive, *rest]:
            import sauvegarde

            sauvegarde.save(Path(archive), Path(rest[0] if rest else SETTINGS))
        case ["restaurer", archive, *rest]:
            import sauvegarde

            sauvegarde.restore(Path(archive), Path(rest[0] if rest else "/"))
        case _:
            main(words)
    return 0


if __name__ == "__main__":
    # What is beside imports this file: as the program that runs, and not as a second one.
    sys.modules["installer"] = sys.modules[__name__]
    try:
        sys.exit(_asked(sys.argv[1:]))
    except Stopped as why:
        sys.exit(f"{why}\nRien de plus n'est fait. Corrigez, puis recommencez : ce qui est déjà en place reste.")
