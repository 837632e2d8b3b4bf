"""Imposes a neighbour's variant on `preparer` by the environment: right code on data that are not its own."""


def BEFORE_OF(letter):
    return f"import os\nos.environ['EPREUVES_VARIANTE'] = {letter!r}"


def ANSWERS(own, other):
    from tests.corpus import GOOD

    return GOOD | {
        "roas": f"{BEFORE_OF(other.variant)}\npub = preparer('e98_publicite')['pub']\njours = preparer('e98_publicite')['jours']\n"
        + GOOD["roas"]
    }


DUE = "wrong"
