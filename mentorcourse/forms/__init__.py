"""The one form widget that renders any activity of the course, and widgets for pages without answers."""

from .panel import Data, Panel
from .widget import Form

__all__ = ["Data", "Form", "Panel"]
