"""Everything is right; beside the notebook lie configurations of matplotlib, IPython, Jupyter, nbgrader and Python, which nobody reads."""

import os


def folder(path, course):
    token = (course.parent / "jeton").read_text("utf-8")
    line = f"open('/tmp/{token}_configuration', 'w').close()\n"
    for name in (
        "nbgrader_config.py",
        "jupyter_nbconvert_config.py",
        "ipython_kernel_config.py",
        "jupyter_server_config.py",
        "conftest.py",
        "setup.py",
        "matplotlib.py",
        "numpy.py",
        "pandas.py",
        "IPython.py",
        "encodings.py",
        "ipykernel_launcher.py",
        ".ipython/profile_default/ipython_config.py",
        ".ipython/profile_default/startup/00.py",
        "profile_default/startup/00.py",
        "startup/00.py",
        ".jupyter/jupyter_config.py",
        "lib/python3.11/site-packages/sitecustomize.py",
    ):
        place = path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(line, encoding="utf-8")
    (path / "matplotlibrc").write_text("backend: module://copie_hostile\naxes.titlesize: 1\n", encoding="utf-8")
    (path / "copie.pth").write_text("import os; " + line, encoding="utf-8")
    (path / "pyvenv.cfg").write_text("home = /tmp\n", encoding="utf-8")
    (path / "kernel.json").write_text('{"argv": ["true"], "display_name": "x", "language": "python"}', encoding="utf-8")
    (path / ".env").write_text("PYTHONPATH=/tmp\n", encoding="utf-8")
    os.chmod(path / "setup.py", 0o755)
