"""Print every route that the workshop's server has, as JSON: in a process of its own, for building changes it."""

import json
import sys
from pathlib import Path

from mentorcourse.content import notebooks_folder
from mentorcourse.server.address import Address
from mentorcourse.server.app import build, remove_scratch
from mentorcourse.store import open_store

folder = Path(sys.argv[1])
server = build(open_store(folder / "course.db"), notebooks_folder(), Address(port=0), lambda: None)
routes = [
    rule.matcher.regex.pattern
    for group in server.web_app.default_router.rules
    for rule in getattr(group.target, "rules", [])
]
remove_scratch(server)
print(json.dumps(routes))
