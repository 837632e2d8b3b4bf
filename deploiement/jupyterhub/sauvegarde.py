"""A day of the hub in one file, and back: course with its gradebook, exchange, arrivals, settings, what candidates have in their homes.

    python3 installer.py sauvegarder ARCHIVE [/etc/epreuves/hub.toml]
    python3 installer.py restaurer ARCHIVE [DOSSIER]

Standard library and tar. What the hub keeps for itself is left out: it makes it again, and passwords have no place in an archive.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import installer

_GRADEBOOK = "gradebook.db"
#: Where the archive says what it holds: the settings' path, then what else is whole in it.
_CONTENTS = "contenu.txt"


def save(archive: Path, path: Path) -> None:
    """Write the archive, which root alone reads."""
    settings = installer.settings_of(path)
    if archive.exists():
        raise installer.Stopped(f"« {archive} » existe déjà : donnez un autre nom.")
    if not archive.absolute().parent.is_dir():
        raise installer.Stopped(
            f"« {archive.absolute().parent} » n'existe pas : si c'est une clé, branchez-la et montez-la d'abord."
        )
    course = Path(settings["cours"])
    whole = [
        path,
        Path(settings["comptes"]["candidats"]),
        course,
        Path(settings["echange"]),
        Path(settings["arrivees"]),
    ]
    whole = [one for one in whole if one.exists()]
    homes = [one for name in installer.enrolled(settings) for one in _home(name)]
    new = archive.with_name(f"{archive.name}.nouveau")
    with tempfile.TemporaryDirectory() as place:
        contents = "\n".join(map(str, whole)) + "\n"
        Path(place, _CONTENTS).write_text(contents, "utf-8")
        renamed = _gradebook(course / _GRADEBOOK, Path(place))
        new.unlink(missing_ok=True)
        os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        done = subprocess.run(
            [
                "tar",
                "--create",
                "--gzip",
                f"--file={new.absolute()}",
                "--anchored",
                *(f"--exclude={_relative(course / _GRADEBOOK)}{end}" for end in ("", "-wal", "-shm", "-journal")),
                f"--transform=flags=r;s|^{_GRADEBOOK}$|{_relative(course / _GRADEBOOK)}|",
                f"--directory={place}",
                _CONTENTS,
                "--directory=/",
                "--null",
                "--files-from=-",
                # After the course's folder: tar makes folders that it lacks with rights of its own.
                *([f"--directory={place}", _GRADEBOOK] if renamed else []),
            ],
            input="\0".join(_relative(one) for one in (*whole, *homes)),
            capture_output=True,
            text=True,
            errors="surrogateescape",  # names of files are bytes
        )
    # 1: something changed while it was read, as files do while people work.
    if done.returncode > 1:
        new.unlink()
        raise installer.Stopped(f"La sauvegarde ne s'écrit pas : {done.stderr.strip()}")
    new.replace(archive)
    installer.say(
        f"Sauvegarde : {archive} ({archive.stat().st_size / (1 << 20):.0f} Mio). Elle contient la clé de la séance et les copies : gardez-la hors de cette machine."
    )
    if done.returncode:
        installer.say("Des fichiers changeaient pendant la sauvegarde ; recommencez-la quand personne ne travaille.")
    if not renamed:
        installer.say(
            "Le carnet de notes n'est pas dans le cours : s'il est sur un serveur PostgreSQL, sauvegardez-le par pg_dump."
        )


def restore(archive: Path, root: Path) -> None:
    """Lay what an archive holds, under a folder; at its own place, « / », the accounts that lack are made first. Nothing that is there is replaced."""
    if os.geteuid() != 0:
        raise installer.Stopped("Ce programme touche à des comptes : lancez-le en root.")
    # All of it is read before anything is laid: an archive that was cut says so here.
    names = _tar("--list", archive).split("\n")[:-1]
    whole = _tar("--extract", archive, "--to-stdout", _CONTENTS).splitlines()
    inside = tuple(f"{_relative(Path(one))}/" for one in whole)
    others = [name for name in names if name != _CONTENTS and not f"{name}/".startswith(inside)]
    taken = [root / _relative(Path(one)) for one in whole if _holds(root / _relative(Path(one)))]
    taken += [root / name for name in others if os.path.lexists(root / name) and not name.endswith("/")]
    if taken:
        raise installer.Stopped(
            f"Il y a déjà quelque chose dans {', '.join(f'« {one} »' for one in taken[:5])} : mettez-le de côté, rien n'est remplacé."
        )
    settings = tomllib.loads(_tar("--extract", archive, "--to-stdout", _relative(Path(whole[0]))))
    if root == Path("/"):
        _accounts(archive, settings)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    _tar(
        "--extract",
        archive,
        "--same-permissions",
        "--same-owner",
        f"--exclude={_CONTENTS}",
        "--keep-old-files",
        f"--directory={root}",
    )
    installer.say(
        f"Remis : {', '.join(str(root / _relative(Path(one))) for one in whole)}, et ce que les comptes avaient."
    )
    if root == Path("/"):
        installer.say(
            "Relancez installer.py, qui remet les droits en place ; lancez le hub et remettez https devant lui (étape 6 de l'installation), puis installer.py verifier."
        )


def _accounts(archive: Path, settings: dict[str, Any]) -> None:
    """The accounts that the archive's files belong to: tar gives each file to whoever bears the name."""
    with tempfile.TemporaryDirectory() as place:
        listed = Path(place, "candidats.csv")
        listed.write_text(
            _tar("--extract", archive, "--to-stdout", _relative(Path(settings["comptes"]["candidats"]))), "utf-8"
        )
        there = settings | {"comptes": settings["comptes"] | {"candidats": str(listed)}}
        installer.groups_and_accounts(there, installer.enrolled(there))


def _home(name: str) -> Iterable[Path]:
    """What an account has of its own: all of its folder but what is hidden, which programs make again."""
    with contextlib.suppress(KeyError, OSError):
        yield from (one for one in sorted(Path(pwd.getpwnam(name).pw_dir).iterdir()) if one.name[0] != ".")


def _gradebook(path: Path, place: Path) -> bool:
    """The gradebook as it is between two writings, with the owner and rights of its file."""
    if not path.exists():
        return False
    with (
        contextlib.closing(sqlite3.connect(path)) as own,
        contextlib.closing(sqlite3.connect(place / _GRADEBOOK)) as copy,
    ):
        own.backup(copy)
    about = path.stat()
    shutil.copystat(path, place / _GRADEBOOK)
    os.chown(place / _GRADEBOOK, about.st_uid, about.st_gid)
    return True


def _holds(path: Path) -> bool:
    return any(path.iterdir()) if path.is_dir() else os.path.lexists(path)


def _relative(path: Path) -> str:
    return str(path.absolute()).removeprefix("/")


def _tar(action: str, archive: Path, *words: str) -> str:
    done = subprocess.run(
        ["tar", action, "--gzip", "--quoting-style=literal", f"--file={archive.absolute()}", *words],
        capture_output=True,
        text=True,
        errors="surrogateescape",  # names of files are bytes
    )
    if done.returncode:
        raise installer.Stopped(
            f"« {archive} » n'a pas pu être lue en entier, ou remise : {done.stderr.strip().splitlines()[-1]}"
        )
    return done.stdout
