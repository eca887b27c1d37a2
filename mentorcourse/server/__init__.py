"""The Jupyter Server side: the workshop's own server, and the small extension for a Jupyter of one's own."""

import sys
from typing import Any

# Jupyter's schemas are checked by jsonschema, which takes a second at every start to prepare for addresses in other
# scripts than ours; no schema has such a format. Where it is loaded already, as in a JupyterLab, it stays.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    return [{"module": "mentorcourse.server.extension"}]
