"""A rehearsal: a cohort of nobody, in a data folder of its own, on a clock that may run faster than time does."""

from .clock import RehearsalClock as RehearsalClock
from .marker import BANNER as BANNER
from .marker import MARK as MARK
from .marker import Rehearsal as Rehearsal
from .marker import RehearsalRefused as RehearsalRefused
from .marker import is_rehearsal as is_rehearsal
from .marker import read_marker as read_marker
