"""A cohort's live session of one section: its clock, what participants see meanwhile, and who is there."""
