"""A file of sixty megabytes, which nobody reads to its end."""

STATUS = "unreadable"
REASON = "trop"
DUE = "missing"


def raw(notebook):
    return b'{"cells": [' + b" " * 60_000_000 + b"]}"
