"""The browser saved the login page under the notebook's name."""

STATUS = "unreadable"
DUE = "missing"


def raw(notebook):
    return b"<!DOCTYPE html><html><head><title>JupyterHub</title></head><body><script>alert(1)</script><form></form></body></html>"
