"""Charts as answers: described in the candidate's process, judged as data on the other side."""
