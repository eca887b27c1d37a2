"""Starts an ordinary kernel, one that is not forked from its page, within the limits that all kernels have.

Its name ends as that of Jupyter's own launcher does: whoever looks for kernels among processes looks for that.
"""

from __future__ import annotations

from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from traitlets import Type

from mentorcourse.server.confinement import leave_network, limit, processor_time


class ConfinedKernel(IPythonKernel):
    """IPython's kernel, whose every message is handled within its processor time."""

    def start(self) -> None:
        """Begin to count."""
        self.processor_time = processor_time()
        super().start()

    def pre_handler_hook(self) -> None:
        """Before each message."""
        super().pre_handler_hook()
        self.processor_time.hold()


class ConfinedApp(IPKernelApp):
    """IPython's kernel application with such a kernel."""

    kernel_class = Type(ConfinedKernel, klass="ipykernel.kernelbase.Kernel")  # type: ignore[assignment]


def main() -> None:
    """Run until the server ends it. Its sockets lie in the server's own folder, so they come before the limits."""
    leave_network()
    app = ConfinedApp.instance()
    app.initialize()
    limit()
    app.start()


if __name__ == "__main__":
    main()
