"""Takes the files of the distribution from the repository above."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CandidateFiles(BuildHookInterface[Any]):
    """Lays in the wheel the files that `pyproject.toml` lists; an editable install has the repository itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            repository = Path(self.root).parent
            build_data["force_include"].update({str(repository / f): f for f in self.config["files"]})
