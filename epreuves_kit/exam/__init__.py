"""The exam session as those who run it see it: who sits it, where each épreuve stands, what comes next."""
