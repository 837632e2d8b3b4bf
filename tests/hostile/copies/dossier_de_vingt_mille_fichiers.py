"""Everything is right; twenty thousand empty files and folders nested a hundred deep lie beside the notebook."""


def folder(path, course):
    (path / "tas").mkdir()
    for number in range(20_000):
        (path / "tas" / str(number)).touch()
    deep = path
    for _ in range(100):
        deep = deep / "dossier"
    deep.mkdir(parents=True)
