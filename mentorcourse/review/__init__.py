"""Reflections: what participants submit to their trainers, how trainers review it, and how nbgrader takes part."""
