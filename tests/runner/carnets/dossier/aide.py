"""A module beside the notebook."""

import sys


def diviser(a, b):
    return a / b


def say(word):
    print("aide :", word)
    print("aide, erreur :", word, file=sys.stderr)


if __name__ == "__main__":
    print("lancé", __name__, sys.argv[1:])
