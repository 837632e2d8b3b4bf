"""Exports: results and référentiel in the forms that other programs take. Data is gathered, laid out as values, then written."""
