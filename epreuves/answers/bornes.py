"""How large an answer may be, on both sides of the wire."""

MAX_LEAVES = 100_000
MAX_TEXT = 20_000
MAX_DEPTH = 8
MAX_BYTES = 2_000_000
MAX_INT = 2**63 - 1
MAX_DIGITS = 300
MAX_NAME = 100

SENTENCES = {
    "valeurs": "plus de 100 000 valeurs",
    "octets": "plus de 2 Mo de données",
    "texte": "un texte de plus de 20 000 caractères",
    "profondeur": "des conteneurs emboîtés sur plus de 8 niveaux",
    "nombre": "un nombre de plus de 300 chiffres",
}
