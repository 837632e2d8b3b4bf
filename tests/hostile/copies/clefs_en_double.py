"""Everything is right in the cells that come last; the JSON has every key twice, and JSON readers keep the last."""

import json


def raw(notebook):
    text = json.dumps(notebook)
    return ('{"cells": [], "metadata": {"kernelspec": 3}, "nbformat": 2, ' + text[1:]).encode()
