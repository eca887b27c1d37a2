"""Bring the Mentorship Agreement of two people from its first draft to a document with both initials on every row."""
