"""Takes the package from the repository above, or from beside this file in a source archive."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: What JupyterLab looks for, by its place in the package.
_SHARED = {
    "jupyter/labextensions/epreuves-candidat/package.json": "labextensions/epreuves-candidat/package.json",
    "jupyter/labextensions/epreuves-candidat/static/page.js": "labextensions/epreuves-candidat/static/page.js",
    "jupyter/overrides.json": "lab/settings/overrides.d/epreuves-candidat.json",
}


class CandidatePackage(BuildHookInterface[Any]):
    """Lays `epreuves/` in what is built; an editable install has the repository itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        own = Path(self.root, "epreuves")
        package = own if own.is_dir() else Path(self.root).parent / "epreuves"
        if version != "editable":
            build_data["force_include"][str(package)] = "epreuves"
        if self.target_name == "wheel":
            build_data["shared_data"] |= {
                str(package / name): f"share/jupyter/{place}" for name, place in _SHARED.items()
            }
