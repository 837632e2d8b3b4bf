"""Named mistake « inverse » on the first question; what follows is right, given that."""

from tests.corpus import GOOD

ANSWERS = GOOD | {
    "roas": 'import pandas as pd\nroas = pub.set_index("canal")["cout"] / pub.set_index("canal")["revenu"]'
}
DUE = {"*": "follow_through", "C15_1-roas": ("mistake", "inverse"), "C15_2-jour": "right"}
