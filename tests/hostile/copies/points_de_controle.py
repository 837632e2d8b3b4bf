"""Everything is right; a checkpoint folder and other editors' rests hold blank, older and hostile notebooks."""

import shutil


def folder(path, course):
    for place in (".ipynb_checkpoints", "sauvegarde/.ipynb_checkpoints", "__MACOSX", "sauvegarde"):
        (path / place).mkdir(parents=True, exist_ok=True)
        shutil.copy(
            course / "release" / "e98_publicite" / "e98_publicite.ipynb",
            path / place / "e98_publicite-checkpoint.ipynb",
        )
        (path / place / "e98_publicite.ipynb").write_bytes(b"{")
        (path / place / "._e98_publicite.ipynb").write_bytes(b"\x00\x05\x16\x07")
    (path / "~$e98_publicite.ipynb").write_bytes(b"")
    (path / ".~e98_publicite.ipynb").write_bytes(b"{}")
