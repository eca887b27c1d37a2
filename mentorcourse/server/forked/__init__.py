"""Pages that have run once, and kernels forked from them, each as ready as if it had run the page itself.

Kernels know nobody, so every kernel of one page is the same at birth. Three processes come from one another by fork:

    base      has imported what pages need, and made a kernel without sockets; it forks a page for each notebook
    page      has run the notebook's cells, and sent what they displayed to the server, which keeps the page's HTML
    kernel    has given that kernel its sockets, threads and names; a visitor's page finds its widgets in it

Base and page have one thread and no ZMQ. The server drives a page's cells as it drives any kernel's (see `client`), so
its HTML is what an ordinary kernel gives. Whatever goes wrong here, the visitor gets an ordinary kernel instead.

What this room touches of others' insides, held to the versions that `tests/test_forked.py` names:

    ipykernel        IPKernelApp's steps of initialize(), IPythonKernel's streams and threads, ZMQInteractiveShell's
                     display hook and publisher, Kernel.dispatch_shell
    jupyter_client   Session's pid and history of digests, LocalProvisioner, KernelManager._async_pre_start_kernel
    voila            NotebookRenderer._jinja_kernel_start and _cleanup_resources
    nbclient         what NotebookClient asks of its kernel client
"""
