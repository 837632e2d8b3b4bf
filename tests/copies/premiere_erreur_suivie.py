"""A mistake that nobody named on the first question; all the rest is right, given that."""

from tests.corpus import GOOD

# The VAT taken out of what is net already: nearer to these data than to anybody else's.
ANSWERS = GOOD | {
    "roas": 'import pandas as pd\nparts = pub.set_index("canal")\nroas = parts["revenu"] / 1.2 / parts["cout"]'
}
# The best canal is the same or not, according to the variant: full points either way.
DUE = {"*": "follow_through", "C15_1-roas": "wrong", "C15_2-jour": "right", "C15_2-meilleur": ("any", 2.0)}
