"""The figures that fictional candidates quote in épreuve 11, from the answers of their own variant."""

from __future__ import annotations

from typing import Any

from epreuves_kit.authoring.demonstration import ecrit, enumere, pourcent


def sujet(answers: dict[str, Any]) -> dict[str, str]:
    texts, images, delays = answers["C11_1-textes"], answers["C11_1-images"], answers["C11_1-delais"]
    index, statements = answers["C11_1-ecoindex"], answers["C11_1-enonces"]
    worst, mute = max(texts, key=lambda d: texts[d]), max(images, key=lambda d: images[d])
    slow = min(delays, key=lambda c: delays[c]["en 24 h"])
    outside = [code for code, value in statements.items() if value == "hors plateforme"]
    near, reliable = (
        next((code for code, own in statements.items() if own == value), "aucun")
        for value in ("Proximité", "Fiabilité")
    )
    return {
        "document": f"« {worst} »",
        "part_textes": pourcent(texts[worst], 0),
        "document_muet": f"« {mute} »",
        "images": ecrit(images[mute]),
        "preuves": ecrit(len(answers["C11_1-preuves"])),
        "canal": slow.lower(),
        "en_24_h": pourcent(delays[slow]["en 24 h"], 0),
        "faibles": ecrit(sum(value <= 40 for value in index.values())),
        "pages": enumere([f"« {page} »" for page in answers["C11_1-page"]]),
        "hors": outside[0] if outside else "aucun",
        "proche": near,
        "fiable": reliable,
    }
