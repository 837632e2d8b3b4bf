"""The figures that fictional candidates quote in épreuve 13, from their own table of meetings."""

from __future__ import annotations

from typing import Any

from epreuves_kit.authoring.demonstration import euros, pourcent


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    meetings, formats = answers["C12_1-bilan_reunions"], answers["C12_1-bilan_formats"]
    dearest = max(meetings, key=lambda name: meetings[name]["cout"])
    heaviest = max(formats, key=lambda name: formats[name]["part_cout"])
    return {
        "cout_total": euros(sum(row["cout"] for row in meetings.values())),
        "plus_chere": dearest,
        "cout_plus_chere": euros(meetings[dearest]["cout"]),
        "format_cher": heaviest,
        "part_cout": pourcent(formats[heaviest]["part_cout"]),
        "sans_decision": pourcent(formats[heaviest]["sans_decision"]),
    }
