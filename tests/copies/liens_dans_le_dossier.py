"""Everything is right; links beside the notebook lead to the gradebook, the source, nowhere, to themselves and to a device."""


def folder(path, course):
    (path / "carnet.db").symlink_to("../../../gradebook.db")
    (path / "reference").symlink_to("../../../source", target_is_directory=True)
    (path / "nulle_part.csv").symlink_to("absent.csv")
    (path / "boucle").symlink_to("boucle")
    (path / "moi").symlink_to(".", target_is_directory=True)
    (path / "hasard.bin").symlink_to("/dev/zero")
