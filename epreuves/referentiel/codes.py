"""Codes of the référentiel (C6.1, C6.3-k2) and the slugs that nbgrader's grade ids allow (C6_1, C6_3-k2)."""

import re

from epreuves.referentiel.erreurs import CodeMalForme

ACTIVITE = re.compile(r"A([1-9][0-9]?)")
COMPETENCE = re.compile(r"C([1-9][0-9]?)\.([1-9][0-9]?)")
CRITERE = re.compile(r"(C[1-9][0-9]?\.[1-9][0-9]?)-k([1-9][0-9]?)")
EPREUVE = re.compile(r"e(0[1-9]|[1-9][0-9])_[a-z][a-z0-9]*(?:_[a-z0-9]+)*")

_CODE = re.compile(r"C([1-9][0-9]?)\.([1-9][0-9]?)((?:-k[1-9][0-9]?)?)")
_SLUG = re.compile(r"C([1-9][0-9]?)_([1-9][0-9]?)((?:-k[1-9][0-9]?)?)")
_IDENTIFIANT = re.compile(r"C([1-9][0-9]?)_([1-9][0-9]?)(?:-[A-Za-z0-9_-]+)?")


def slug(code: str) -> str:
    """Write a compétence's or a criterion's code with the characters of a grade id: C15.1-k1 → C15_1-k1.

    Raises CodeMalForme when `code` is neither « C6.1 » nor « C6.3-k2 ».
    """
    trouve = _CODE.fullmatch(code)
    if trouve is None:
        raise CodeMalForme(
            f"« {code} » n'est pas un code : attendu une compétence (C6.1) ou un critère (C6.3-k2)."
        )
    return f"C{trouve[1]}_{trouve[2]}{trouve[3]}"


def code_du_slug(texte: str) -> str:
    """Read a slug back: C15_1-k1 → C15.1-k1, the inverse of `slug`.

    Raises CodeMalForme when `texte` is no slug.
    """
    trouve = _SLUG.fullmatch(texte)
    if trouve is None:
        raise CodeMalForme(f"« {texte} » ne vient pas d'un code : attendu C6_1 ou C6_3-k2.")
    return f"C{trouve[1]}.{trouve[2]}{trouve[3]}"


def competence_du_grade_id(grade_id: str) -> str:
    """Give the compétence that a grade id begins with: C15_1-roas → C15.1, C6_3-k2 → C6.3.

    Raises CodeMalForme when the grade id does not begin with a compétence's slug.
    """
    trouve = _IDENTIFIANT.fullmatch(grade_id)
    if trouve is None:
        raise CodeMalForme(
            f"« {grade_id} » ne commence pas par une compétence : attendu par exemple C15_1-roas "
            "(lettres sans accent, chiffres, « _ » et « - »)."
        )
    return f"C{trouve[1]}.{trouve[2]}"


def activite_de_la_competence(code: str) -> str:
    """Give the activity of a compétence: C12.4 → A12."""
    trouve = COMPETENCE.fullmatch(code)
    if trouve is None:
        raise CodeMalForme(f"« {code} » n'est pas le code d'une compétence : attendu par exemple C6.1.")
    return f"A{trouve[1]}"
