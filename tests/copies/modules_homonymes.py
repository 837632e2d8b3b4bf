"""Files beside the notebook bear the names of modules that the runner imports: they break nothing but the copy's own Python."""

STATUS = ("marked", "interrupted")
DUE = {"*": ("any", None)}


def folder(path, course):
    for name in (
        "nbformat",
        "nbclient",
        "json",
        "asyncio",
        "psutil",
        "msgspec",
        "sitecustomize",
        "usercustomize",
        "logging",
    ):
        (path / f"{name}.py").write_text("raise SystemExit('module de la copie')\n", encoding="utf-8")
    (path / "ipython_config.py").write_text("raise SystemExit('configuration de la copie')\n", encoding="utf-8")
    (path / "jupyter_config.py").write_text("raise SystemExit('configuration de la copie')\n", encoding="utf-8")
