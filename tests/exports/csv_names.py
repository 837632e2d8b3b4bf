"""Names and texts that formats could take for something else."""

FORMULA = '=HYPERLINK("x")'
#: First name and surname by identifier: accents that combine, an emoji of several characters, a comma, markup.
NAMES = {
    FORMULA: ("", ""),
    "lea": ("Anne", "Le Gall, Anne"),
    "zoe": ("Zoe\u0308 👩🏽\u200d💻", "<b>B</b> & fils"),
    "absent": ("-1+1", "@cmd|'/c calc'!A1"),
}
COMMENT = '=SOMME(A1) ; « bien »\nmais "à revoir" : <b>voir</b> ; 1,5\r\n\tfin'
