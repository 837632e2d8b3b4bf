"""Whether the hub's machine is ready: each thing looked at, nothing changed, and what is wrong told all together with what to do.

    python3 installer.py verifier [/etc/epreuves/hub.toml]

Standard library alone. A check gives sentences, none where all is well; one that cannot look says why.
"""

from __future__ import annotations

import contextlib
import grp
import json
import os
import pwd
import re
import shutil
import sqlite3
import ssl
import stat
import subprocess
import time
import tomllib
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import installer

Settings = dict[str, Any]
_NODE = 20
#: Bytes that must be free: for the machine, and for each candidate.
_FREE, _FREE_EACH = 2 << 30, 200 << 20
#: Seconds after which the arrivals' service, which looks each second, is at work no more; days before a certificate's end.
_SILENT, _ENDS = 15, 21
#: Seconds that a hub which has just been started is given to answer.
_STARTS = 20
_AGAIN = "relancez installer.py"
_RESTART = "systemctl restart epreuves-hub"


def verify(path: Path) -> int:
    """Say what is wrong; 1 if anything is."""
    settings = installer.settings_of(path)
    wrong = list(_settings(settings, path))
    looked = ["réglages"]
    if not wrong:
        for name, check in _CHECKS.items():
            looked.append(name)
            try:
                wrong += check(settings)
            except (installer.Stopped, OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
                wrong.append(f"{name} : ne se vérifie pas ({error}).")
        if path == Path(installer.SETTINGS):
            looked.append("https")
            wrong += _https(settings)
    installer.say(f"Vu : {', '.join(looked)}.")
    installer.say(f"Heure de cette machine : {time.strftime('%H:%M')} ({time.tzname[0]}). Comparez-la à une montre.")
    if not wrong:
        installer.say("Rien à corriger.")
        return 0
    installer.say("\nÀ corriger :")
    for sentence in wrong:
        installer.say(f"- {sentence}")
    if len(looked) == 1:
        installer.say("\nLe reste n'est pas vu tant que les réglages ne sont pas complets.")
    return 1


def _settings(settings: Settings, path: Path) -> Iterator[str]:
    model = tomllib.loads(Path(__file__).with_name("reglages.toml").read_text("utf-8"))
    yield from _unlike(settings, model, path, "")


def _unlike(given: Settings, model: Settings, path: Path, part: str) -> Iterator[str]:
    for name in sorted(given.keys() - model.keys()):
        yield f"« {path} » : le réglage « {part}{name} » n'existe pas. Ôtez-le, ou corrigez son nom."
    for name, usual in model.items():
        if name not in given:
            if not {name, part.rstrip(".")} & {"examen", "guichet"}:  # what a file of before did not have
                yield f"« {path} » : le réglage « {part}{name} » manque. Reprenez-le de reglages.toml."
        elif type(given[name]) is not type(usual):
            yield f"« {path} » : le réglage « {part}{name} » s'écrit comme dans reglages.toml, par exemple {json.dumps(usual, ensure_ascii=False)}."
        elif isinstance(usual, dict):
            yield from _unlike(given[name], usual, path, f"{part}{name}.")


def _python(settings: Settings) -> Iterator[str]:
    place = Path(settings["environnement"])
    python = place / "bin" / "python"
    if not python.exists():
        yield f"Python : « {python} » n'existe pas ; {_AGAIN}."
        return
    if trouble := installer.refused(str(python), "import epreuves, epreuves_kit, jupyterhub, jupyterhub_idle_culler"):
        yield f"Python : les comptes ne peuvent pas se servir de « {python} », qui est « {os.path.realpath(python)} » ({trouble}). Effacez « {place} », puis relancez installer.py avec un Python ouvert à tous (/usr/bin/python3 ; ni celui de pyenv, ni un autre du dossier de root)."
        return
    asked = [str(python), "-P", "-c", "import importlib.metadata as m; print(m.version('epreuves'))"]
    has = subprocess.run(asked, cwd="/", capture_output=True, text=True, timeout=60).stdout.strip()
    wanted = tomllib.loads((installer.KIT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    if has != wanted:
        yield f"Python : « {place} » a la version {has or 'inconnue'} du kit, et le dépôt la {wanted}. Suivez « Mettre à jour le hub », dans le guide de déploiement."


def _proxy(settings: Settings) -> Iterator[str]:
    if shutil.which(settings["proxy"]) is None:
        yield f"Proxy : « {settings['proxy']} » manque. Installez-le par npm install -g configurable-http-proxy, ou donnez son chemin (« proxy »)."
    if shutil.which("node") is None:
        yield "Node : le programme « node » manque. Sur Debian ou Ubuntu : apt-get install nodejs."
        return
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, timeout=60).stdout.strip()
    number = re.match(r"v(\d+)", version)
    if number is None or int(number[1]) < _NODE:
        yield f"Node : la version est {version or 'inconnue'}, et il faut la {_NODE} au moins. Installez-en une plus récente (nodejs.org), ou un système plus récent."


def _accounts(settings: Settings) -> Iterator[str]:
    people = installer.enrolled(settings)
    missing = []
    for name in people:
        try:
            about = pwd.getpwnam(name)
        except KeyError:
            missing.append(name)
            continue
        if not Path(about.pw_dir).is_dir():
            yield f"Comptes : le dossier de {name}, « {about.pw_dir} », n'existe pas. Créez-le : install -d -m 700 -o {name} -g {name} {about.pw_dir}"
        elif Path(about.pw_dir).stat().st_mode & 0o077:
            yield f"Comptes : le dossier de {name} est ouvert aux autres. Fermez-le : chmod 700 {about.pw_dir}"
    if missing:
        yield f"Comptes : il manque {', '.join(missing)} ; {_AGAIN}."
    for group, wanted in installer.members(settings, people).items():
        try:
            has = set(grp.getgrnam(group).gr_mem)
        except KeyError:
            yield f"Groupes : {group} n'existe pas ; {_AGAIN}."
            continue
        if has != wanted:
            yield f"Groupes : dans {group}, {', '.join(sorted(has ^ wanted))} est de trop ou manque ; {_AGAIN}."


def _rights(settings: Settings) -> Iterator[str]:
    places = installer.places(settings)
    # What lies in another of them is as open as that one is meant to be.
    own = {path for path, *_ in places}
    for path, owner, group, mode in places:
        if not path.is_dir():
            yield f"Dossiers : « {path} » n'existe pas ; {_AGAIN}."
            continue
        about = path.stat()
        has = (_name(pwd.getpwuid, about.st_uid), _name(grp.getgrgid, about.st_gid), stat.S_IMODE(about.st_mode))
        if has != (owner, group, mode):
            yield f"Dossiers : « {path} » est à {has[0]}:{has[1]} avec les droits {has[2]:o}, au lieu de {owner}:{group} et {mode:o} ; {_AGAIN}."
        for above in path.parents:
            if path != Path(settings["hub"]) and above not in own and not above.stat().st_mode & stat.S_IXOTH:
                yield f"Dossiers : « {above} » est fermé aux comptes, qui n'atteignent pas « {path} ». Ouvrez-lui le passage : chmod o+x {above}"


def _name(look: Callable[[int], Any], number: int) -> str:
    try:
        return str(look(number)[0])
    except KeyError:
        return str(number)


def _course(settings: Settings) -> Iterator[str]:
    course = Path(settings["cours"])
    config = course / "nbgrader_config.py"
    if not config.is_file():
        yield f"Cours : « {course} » n'est pas un cours, nbgrader_config.py n'y est pas. Ôtez ce dossier et {_AGAIN}, ou mettez-y le vôtre."
        return
    named = installer.COURSE_ID.search(config.read_text("utf-8"))
    if named is None or named[1] != settings["nom"]:
        yield f"Cours : « {config} » le nomme {named[1] if named else 'autrement'}, et hub.toml {settings['nom']}. Donnez le même nom aux deux (course_id et « nom »)."
    who, team = settings["comptes"]["formateur"], settings["groupes"]["equipe"]
    uid, gid = pwd.getpwnam(who).pw_uid, grp.getgrnam(team).gr_gid
    wrong = [path for path in (course, *course.rglob("*")) if path.lstat().st_gid != gid]
    if wrong:
        others = f" et {len(wrong) - 1} autres" if wrong[1:] else ""
        yield f"Cours : « {wrong[0]} »{others} n'est pas au groupe {team}, qui ne peut pas y travailler ; {_AGAIN}."
    if not wrong and course.stat().st_mode & 0o007:
        yield f"Cours : « {course} » est ouvert à tous, candidats compris. Fermez-le : chmod 2770 {course}"
    gradebook = course / "gradebook.db"
    if not gradebook.exists():
        yield f"Carnet : « {gradebook} » n'existe pas ; {_AGAIN}."
    elif (gradebook.stat().st_uid, stat.S_IMODE(gradebook.stat().st_mode)) != (uid, 0o660):
        yield f"Carnet : « {gradebook} » doit être à {who}, avec les droits 660 ; chown {who}:{team} {gradebook}, puis {_AGAIN}."


def _roles(settings: Settings) -> Iterator[str]:
    wrong: list[Path] = []

    def compare(path: Path, content: str) -> None:
        if not path.is_file() or path.read_text("utf-8") != content or not path.stat().st_mode & stat.S_IROTH:
            wrong.append(path)

    installer.roles(settings, compare)
    if wrong:
        yield f"Rôles : ce que voit chacun n'est pas en place ({', '.join(map(str, wrong))}) ; {_AGAIN}."


def _enrolled(settings: Settings) -> Iterator[str]:
    """Whether those of the gradebook have an account, and the others none: the list is written again by hand."""
    path = Path(settings["cours"]) / "gradebook.db"
    if not path.exists():
        return
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as gradebook:
        inside = {row[0] for row in gradebook.execute("select id from student")}
    people = {name for name, role in installer.enrolled(settings).items() if role == "candidat"}
    again = "écrivez la liste de nouveau (étape 4 de l'installation), puis " + _AGAIN
    if without := sorted(inside - people):
        yield f"Candidats : inscrits dans le cours, et sans compte sur le hub : {', '.join(without)} ; {again}."
    if inside and (left := sorted(people - inside)):
        yield f"Candidats : ils ont un compte sur le hub, et ne sont plus inscrits dans le cours : {', '.join(left)} ; {again}."


def _answers(settings: Settings) -> None:
    with urllib.request.urlopen(f"{settings['adresse']}/hub/api", timeout=10) as answer:
        json.load(answer)["version"]


def _hub(settings: Settings) -> Iterator[str]:
    end = time.monotonic() + _STARTS
    while time.monotonic() < end:
        with contextlib.suppress(OSError, ValueError, KeyError):
            _answers(settings)
            break
        time.sleep(1)
    try:
        _answers(settings)
    except (OSError, ValueError, KeyError) as error:
        yield f"Hub : il ne répond pas à {settings['adresse']} ({error}). Lancez-le : {_RESTART}. S'il ne tient pas, journalctl -u epreuves-hub -e dit pourquoi."
        return
    alive = Path(settings["arrivees"]) / "vu"
    ago = time.time() - alive.stat().st_mtime if alive.exists() else None
    if ago is None or ago > _SILENT:
        since = f"depuis {ago:.0f} secondes" if ago else "depuis le début"
        yield f"Copies : le service qui les scelle à leur arrivée ne regarde plus {since}. Relancez le hub ({_RESTART}), hors d'une épreuve si vous le pouvez : les candidats sont à reconnecter ; ce qui est enregistré reste."


def _disk(settings: Settings) -> Iterator[str]:
    count = sum(role == "candidat" for role in installer.enrolled(settings).values())
    wanted = _FREE + count * _FREE_EACH
    looked = set()
    for path in (*(Path(settings[name]) for name in ("cours", "echange", "arrivees", "hub")), Path("/home")):
        if not path.exists() or (disk := path.stat().st_dev) in looked:
            continue
        looked.add(disk)
        left = os.statvfs(path)
        free = left.f_bavail * left.f_frsize
        if free < wanted:
            yield f"Disque : il reste {_gib(free)} Gio où est « {path} », et il en faut {_gib(wanted)} (candidats inscrits : {count}). Faites de la place, ou agrandissez le disque."
        if left.f_files and left.f_favail < 10_000:
            yield f"Disque : il n'y a presque plus de fichiers possibles où est « {path} ». Effacez-en."


def _gib(size: int) -> str:
    return f"{size / (1 << 30):.1f}".replace(".", ",")


def _clock(_: Settings) -> Iterator[str]:
    set_it = "timedatectl set-ntp true, ou, sans réseau, à la main chaque matin : timedatectl set-time '2027-01-31 08:00', et ceci reste dit"
    if time.time() < Path(__file__).stat().st_mtime - 60:
        yield f"Heure : cette machine se croit avant l'installation du kit. Remettez-la à l'heure ({set_it})."
    if Path("/run/systemd/system").is_dir() and shutil.which("timedatectl"):
        asked = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
        if subprocess.run(asked, capture_output=True, text=True, timeout=30).stdout.strip() == "no":
            yield f"Heure : cette machine ne se règle sur aucune autre, et les retards se comptent à la minute ({set_it})."


def _walls(settings: Settings) -> Iterator[str]:
    if shutil.which("bwrap") is None:
        yield "Murs : bubblewrap manque, et rien ne sépare les candidats ni les copies que l'on corrige. apt-get install bubblewrap"
        return
    people = installer.enrolled(settings)
    words = "bwrap --dev-bind / / --tmpfs /tmp --proc /proc --unshare-pid --unshare-ipc --die-with-parent -- true"
    for role in ("candidat", "formateur"):
        who = next((name for name, own in people.items() if own == role and _account(name)), None)
        if who is None:
            continue
        tried = subprocess.run(
            ["setpriv", f"--reuid={who}", f"--regid={who}", "--init-groups", "--reset-env", "env", *words.split()],
            cwd="/",
            capture_output=True,
            text=True,
            timeout=60,
        )
        if tried.returncode:
            yield f"Murs : bubblewrap ne marche pas sous le compte {who} ({tried.stderr.strip()}). Permettez les espaces de noms aux comptes : sysctl -w kernel.unprivileged_userns_clone=1 (Debian ancien), ou sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu 24.04), et la même ligne dans /etc/sysctl.d/epreuves.conf."


def _account(name: str) -> bool:
    return name in {one.pw_name for one in pwd.getpwall()}


def _network(settings: Settings) -> Iterator[str]:
    if not settings.get("examen", {}).get("reseau_ferme", True):
        return
    if shutil.which("nft") is None:
        yield "Réseau : nftables manque, et aucun candidat n'entre tant que « reseau_ferme » vaut true. apt-get install nftables"
        return
    rules = (
        "table inet essai {\n chain sortie {\n type filter hook output priority filter;\n meta skuid 0 accept\n }\n}\n"
    )
    # --check: what the rules would ask of this machine's kernel is asked, and none is put in place.
    tried = subprocess.run(["nft", "--check", "-f", "-"], input=rules, capture_output=True, text=True, timeout=60)
    if tried.returncode:
        yield f"Réseau : cette machine ne prend pas de règles ({tried.stderr.strip().splitlines()[0]}), et aucun candidat n'entre tant que « reseau_ferme » vaut true. Il lui faut nf_tables : modprobe nf_tables."


def _fronts(settings: Settings) -> Iterator[tuple[Path, str]]:
    """The files that put https in front of the hub, and their text without its comments."""
    own = settings["adresse"].partition("://")[2].rstrip("/")
    for file in (
        Path("/etc/caddy/Caddyfile"),
        *Path("/etc/nginx").glob("conf.d/*.conf"),
        *Path("/etc/nginx").glob("sites-enabled/*"),
    ):
        text = re.sub(r"(?m)^\s*#.*$", "", file.read_text("utf-8", "replace")) if file.is_file() else ""
        if own in text:
            yield file, text


def _https(settings: Settings) -> Iterator[str]:
    """Whether something is in front of a hub that answers to its own machine alone."""
    local = settings["adresse"].partition("://")[2].startswith(("127.", "localhost", "[::1]"))
    if local and not any(_fronts(settings)):
        yield f"Https : ni Caddy ni nginx ne mènent au hub ({settings['adresse']}), et personne ne l'atteint de son poste. Suivez l'étape 6 de l'installation."


def _certificate(settings: Settings) -> Iterator[str]:
    for file, text in _fronts(settings):
        for named in re.findall(r"^\s*(?:ssl_certificate|tls)\s+(/[^\s;]+)", text, re.MULTILINE):
            asked = ["openssl", "x509", "-noout", "-enddate", "-in", named]
            done = subprocess.run(asked, capture_output=True, text=True, timeout=30)
            if done.returncode:
                yield f"Certificat : « {named} », que nomme « {file} », ne se lit pas ({done.stderr.strip().splitlines()[0]}). Remettez-le en place."
                continue
            ends = ssl.cert_time_to_seconds(done.stdout.strip().partition("=")[2])
            days = int((ends - time.time()) // 86400)
            if days < _ENDS:
                when = "est fini" if days < 0 else f"finit dans {days} jours"
                yield f"Certificat : « {named} » {when}. Demandez-en un autre à qui l'a donné, puis systemctl reload {'caddy' if 'caddy' in file.parts else 'nginx'}."


_CHECKS: dict[str, Callable[[Settings], Iterator[str]]] = {
    "Python": _python,
    "proxy et Node": _proxy,
    "comptes et groupes": _accounts,
    "dossiers et droits": _rights,
    "cours et carnet": _course,
    "candidats inscrits": _enrolled,
    "rôles": _roles,
    "hub et arrivée des copies": _hub,
    "disque": _disk,
    "heure": _clock,
    "murs": _walls,
    "réseau": _network,
    "certificat": _certificate,
}
