"""For /etc/jupyter/ of people's own Jupyter servers: nbgrader's exchange is the course's service of the JupyterHub.

The address comes with MENTORCOURSE_SERVICE, who somebody is with their server's own JUPYTERHUB_API_TOKEN. Nothing here
is secret, and nothing leads to a database. See README.md beside this folder.
"""

import os
from typing import Any

from mentorcourse.review.exchange import PARTS

c: Any = get_config()  # type: ignore[name-defined]  # noqa: F821  (nbgrader gives it to its configuration)

for part, name in PARTS.items():
    setattr(c.ExchangeFactory, part, name)
c.CourseExchange.service = os.environ["MENTORCOURSE_SERVICE"]
# Whoever takes part in two cohorts has a folder for each.
c.CourseExchange.path_includes_course = True
# Reflections are text: no cell is ever run, validated ones neither.
c.Execute.enabled = False
