"""Read the YAML beside each notebook into frozen models, check it, and validate answers against it."""

from .course import Course as Course
from .course import Institution as Institution
from .course import Section as Section
from .course import definition as definition
from .fields import BadAnswers as BadAnswers
from .kinds import AnyActivity as AnyActivity
from .read import ContentError as ContentError
from .read import notebooks_folder as notebooks_folder
from .read import read_course as read_course
