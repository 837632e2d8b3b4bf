"""A certification's référentiel read from the spreadsheet that a school has of it: headings, lines, words, then the whole."""
