"""A module beside the notebook."""

import sys


def diviser(a, b):
    return a / b


def dire(mot):
    print("aide :", mot)
    print("aide, erreur :", mot, file=sys.stderr)


if __name__ == "__main__":
    print("lancé", __name__, sys.argv[1:])
