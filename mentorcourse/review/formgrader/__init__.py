"""nbgrader's formgrader, to read in: each trainer finds what they may read and nothing else; needs nbgrader."""
