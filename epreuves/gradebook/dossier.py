"""What lies beside a submitted notebook, made such that nbgrader can copy it: it follows links, reads pipes, and gives up."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

#: Added to the name of what stands in the way of one of the épreuve's own files.
SUFFIX = ".copie"


def set_aside(submitted: Path, source: Path) -> tuple[str, ...]:
    """Remove links, pipes and devices from a submitted folder, and rename what takes the place of the épreuve's own files.

    source: the épreuve's folder in `source/`. Returns a French sentence for each thing done. A link holds nothing of the
    candidate's; a file where a folder is due, or the other way round, is kept under another name.
    """
    done = []
    for here, folders, files in os.walk(submitted, followlinks=False):
        for name in sorted((*folders, *files)):
            path = Path(here) / name
            mode = path.lstat().st_mode
            # A notebook that is a link is the exporter's to refuse, with its reason; nbgrader copies none as a file.
            if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode) and path.suffix != ".ipynb":
                path.unlink()
                done.append(f"« {path.relative_to(submitted)} » : lien ou fichier spécial, retiré.")
    for due in sorted(source.rglob("*")) if source.is_dir() else ():
        path = submitted / due.relative_to(source)
        if path.suffix != ".ipynb" and path.exists() and path.is_dir() != due.is_dir():
            with contextlib.suppress(OSError):  # a second time: the first is kept
                path.rename(path.with_name(path.name + SUFFIX))
                done.append(f"« {path.relative_to(submitted)} » : nom d'un fichier de l'épreuve, renommé.")
    return tuple(done)
