"""Voilà's renderer for pages that are shown whole or not at all, and that may have run in a process of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from voila.execute import VoilaExecutor
from voila.notebook_renderer import NotebookRenderer

from .forked.client import PageClient


class NotebookFailed(Exception):
    """A cell of a course page did not run; Voilà has logged which, and why."""


class WholeNotebook(NotebookRenderer):
    """Voilà's renderer, for pages that are shown whole or not at all."""

    async def _jinja_kernel_start(self, nb: Any, kernel_id: str, kernel_future: Any) -> str:
        """Run the cells in the visitor's kernel, or, once for all visitors, in a page's own process."""
        if not isinstance(kernel_future, PageClient):
            return str(await super()._jinja_kernel_start(nb, kernel_id, kernel_future))
        self.executor = VoilaExecutor(nb, config=self.traitlet_config)
        self.executor.kc = kernel_future
        self.kernel_started = True
        return kernel_id

    async def _jinja_cell_generator(self, nb: Any, kernel_id: str) -> AsyncIterator[Any]:
        """Run cell after cell. Where one fails, Voilà would end the page there, as if it ended so."""
        async for cell in super()._jinja_cell_generator(nb, kernel_id):
            if any(_is_failure(output) for output in cell.get("outputs", [])):
                await self._cleanup_resources()
                raise NotebookFailed
            yield cell


def _is_failure(output: Any) -> bool:
    """Whether an output says that its cell failed. What cells that run print to stderr, Voilà has taken out."""
    return output["output_type"] == "error" or output.get("name") == "stderr"
