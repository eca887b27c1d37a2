"""What the course came to for a whole cohort: its report for the department, who to remind, and who has completed it.

Import from the modules: those that calculate and draw are for a process of their own.
"""
