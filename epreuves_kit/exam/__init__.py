"""The exam session as those who run it see it: its candidates, the state of each épreuve, the next step."""
