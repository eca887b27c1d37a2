"""What a cohort shows itself: how people are doing just now, counts of their choices, sentences shared on purpose."""
