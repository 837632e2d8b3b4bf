"""Orals, the serious game, the jury's session: evidence, decisions by stated rules, the record of the session.

`from epreuves.jury import oral` opens the sheets of an oral in JupyterLab.
"""
