"""The jury's rules as data, and what they make of a compétence: one function, and one French wording, for every document."""
