"""Read the YAML beside each notebook into frozen models, check it, and validate answers against it."""

from .course import Course, Section
from .kinds import AnyActivity, definition
from .models import BadAnswers
from .read import ContentError, notebooks_folder, read_course

__all__ = [
    "AnyActivity",
    "BadAnswers",
    "ContentError",
    "Course",
    "Section",
    "definition",
    "notebooks_folder",
    "read_course",
]
