"""What lies beside a submitted notebook, made such that nbgrader can copy it: it follows links, reads pipes, and gives up."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from epreuves.gradebook.collective import LONGEST_STAMP, handed_at, stamp
from epreuves.runner.files import plain, walk

#: Added to the name of what stands in the way of one of the épreuve's own files.
SUFFIX = ".copie"
#: Added to the submitted folder's name: where what cannot be walked through goes, for nbgrader would stop at it.
LEFT = ".laissé"


def set_aside(submitted: Path, source: Path) -> tuple[str, ...]:
    """Remove links, pipes and devices from a submitted folder, put folders too deep beside it, and rename what takes the place of the
    épreuve's own files, and a date that cannot be read.

    source: the épreuve's folder in `source/`. Returns a French sentence for each thing done. A link holds nothing of the
    candidate's; a file where a folder is due, or the other way round, is kept under another name.
    """
    done, deep = [], list[str]()
    for path, name in walk(submitted, left=deep.append):
        # A notebook that is a link is the exporter's to refuse, with its reason; nbgrader copies none as a file.
        if not plain(path) and path.suffix != ".ipynb":
            with contextlib.suppress(OSError):
                path.unlink()
            done.append(f"« {name} » : lien ou fichier spécial, retiré.")
    for top in dict.fromkeys(name.split(os.sep)[0] for name in deep if name):
        beside = submitted.with_name(f".{submitted.name}{LEFT}")
        with contextlib.suppress(OSError):
            beside.mkdir(exist_ok=True)
            (submitted / top).rename(beside / top)
            done.append(f"« {top} » : dossier trop profond ou illisible, mis de côté dans « {beside.name} ».")
    dated = submitted / "timestamp.txt"
    # nbgrader would read all of it, and stop at a date that it cannot read.
    if plain(dated) and (
        dated.stat().st_size > LONGEST_STAMP or (stamp(submitted) and handed_at(submitted) is None)
    ):
        dated.rename(dated.with_name(dated.name + SUFFIX))
        done.append("« timestamp.txt » : la date de remise ne se lit pas, fichier renommé.")
    for due in sorted(source.rglob("*")) if source.is_dir() else ():
        path = submitted / due.relative_to(source)
        if path.suffix != ".ipynb" and path.exists() and path.is_dir() != due.is_dir():
            with contextlib.suppress(OSError):  # a second time: the first is kept
                path.rename(path.with_name(path.name + SUFFIX))
                done.append(f"« {path.relative_to(submitted)} » : nom d'un fichier de l'épreuve, renommé.")
    return tuple(done)
