"""Make the pairs of a cohort's sessions: a rota without repeats while that is possible, and the day's changes."""

from .exclusions import Kept as Kept
from .exclusions import allow as allow
from .exclusions import exclude as exclude
from .exclusions import exclusions as exclusions
from .exclusions import participants as participants
from .exclusions import take_back as take_back
from .exclusions import wish as wish
from .exclusions import wishes as wishes
from .keeping import Change as Change
from .keeping import Day as Day
from .keeping import keep_apart as keep_apart
from .keeping import last_change as last_change
from .keeping import make_rota as make_rota
from .keeping import sessions as sessions
from .keeping import set_here as set_here
from .keeping import undo as undo
from .wording import PairsError as PairsError
