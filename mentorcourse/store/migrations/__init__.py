"""Hold the steps by which one version's tables become the next version's."""
