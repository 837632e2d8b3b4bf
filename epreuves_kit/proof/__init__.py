"""Proof of an épreuve: the rules that it keeps, and what shows that it does."""
