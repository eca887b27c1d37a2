"""A real JupyterHub with the course as its service: two replicas over one PostgreSQL, and a proxy between them."""
