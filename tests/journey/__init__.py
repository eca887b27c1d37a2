"""One cohort's whole way through the course in real browsers, from the first link to the last certificate."""
