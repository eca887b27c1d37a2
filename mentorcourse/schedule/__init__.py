"""How each section is led live: the facilitator guide's blocks, and the arithmetic of the time they take."""

from .drift import check_guide as check_guide
from .models import Block as Block
from .models import Chapter as Chapter
from .models import Session as Session
from .plan import SPANS as SPANS
from .plan import Impossible as Impossible
from .plan import Plan as Plan
from .plan import Slot as Slot
from .plan import make_plan as make_plan
from .read import guide_folder as guide_folder
from .read import read_chapters as read_chapters
from .read import read_session as read_session
from .replan import Change as Change
from .replan import replan as replan
from .run_of_show import Row as Row
from .run_of_show import clock as clock
from .run_of_show import run_of_show as run_of_show
