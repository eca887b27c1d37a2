"""Pages that have run once, and kernels forked from them while somebody needs one.

Kernels know nobody, so every kernel of one page is the same at birth. Three processes come from one another by fork:

    base      has imported what pages need, and made a kernel without sockets; it forks a page for each notebook
    page      has run the notebook's cells, and sent what they displayed to the server, which keeps the page's HTML
    kernel    goes on where the page stopped, for one visitor: a page's visitor finds its widgets in it

All three have one line to the server, a socket pair that Jupyter's messages travel on, and no ZMQ: that is what makes
a kernel cheap enough to be forked and let go at will. The server drives a page's cells as it drives any kernel's (see
`client`), so its HTML is what an ordinary kernel gives. Whatever goes wrong while a page runs, its visitors get
ordinary kernels instead.

A visitor has a seat (see `seat`), whose id the page takes for its kernel's. Until the page says something that changes
a widget, nobody needs a kernel: what one would answer at birth, the page's own process has been asked once (see
`recorded`). Then one is forked. Unused for a minute, it is let go, and forked again when the page next says something;
the new one is told first what the page has said of its widgets, so that its state is the old one's. A kernel in which
somebody has clicked is kept, for what a click did cannot be told again.

What this room touches of others' insides, held to the versions that `tests/test_forked.py` names:

    ipykernel        IPKernelApp's steps of initialize(), ZMQInteractiveShell's display hook and publisher,
                     Kernel.dispatch_shell
    jupyter_client   Session's pid and history of digests
    jupyter_server   KernelWebsocketHandler.pre_get, and what it asks of a connection
    voila            NotebookRenderer._jinja_kernel_start and _cleanup_resources
    nbclient         what NotebookClient asks of its kernel client
"""
