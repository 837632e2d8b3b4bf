"""Takes the package from the repository above."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CandidatePackage(BuildHookInterface[Any]):
    """Lays `epreuves/` in the wheel; an editable install has the repository itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            build_data["force_include"][str(Path(self.root).parent / "epreuves")] = "epreuves"
