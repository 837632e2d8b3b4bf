"""The session as an application in JupyterLab: where everything stands, what comes next, and a button that does it."""
