"""What the course promises, checked."""
