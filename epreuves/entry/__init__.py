"""The form under each question: `drawn` says what it is made of, `notice` what is told of what was typed, `widget` shows it in JupyterLab.

Nothing is decided here of an answer: `answers.typed` keeps the text as it was typed, and the coercion that reads code's answers reads it.
"""
