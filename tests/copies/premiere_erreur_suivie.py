"""A mistake that nobody named on the first question; all the rest is right, given that."""

from corpus import GOOD

ANSWERS = GOOD | {"roas": 'import pandas as pd\nroas = pub.set_index("canal")["revenu"] / pub["cout"].sum()'}
DUE = {"*": "follow_through", "C15_1-roas": "wrong", "C15_2-jour": "right"}
