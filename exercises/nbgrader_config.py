"""nbgrader's settings for the reflections: nothing of anyone's is run, and what people wrote is shown as text."""

import os
from html import escape

from markdown_it import MarkdownIt

c = get_config()  # noqa: F821  (nbgrader gives it)

# The course's folder is where this file lies.
c.CourseDirectory.root = os.path.dirname(os.path.abspath(__file__))
c.CourseDirectory.course_id = os.environ.get("MENTORCOURSE_NBGRADER_COURSE", "mentorcourse")
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"

# Reflections are text. No cell is ever executed, neither here nor when they are validated or autograded.
c.Execute.enabled = False
# Participants have no accounts on this machine, so the owner of a file says nothing about its author.
c.ExchangeCollect.check_owner = False

# Markdown without HTML, links and pictures: a browser finds nothing in it to run, to load or to follow.
_markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).disable(["image", "link", "autolink"])


def _harmless(source):
    return f"<pre>{escape(source)}</pre>" if len(source) > 100_000 else _markdown.render(source)


c.HTMLExporter.filters = {"markdown2html": _harmless}
c.HTMLExporter.mathjax_url = ""
c.HTMLExporter.require_js_url = ""

# formgrader's debug panel prints tokens.
c.FormgradeExtension.debug = False
