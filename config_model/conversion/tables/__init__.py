"""The tables of the other charts: what each key of theirs becomes here."""
