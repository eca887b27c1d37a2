"""The mentor course: what its notebooks call, and the store for whoever owns one."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"
__all__ = ["open_console", "open_home", "open_journal", "open_review", "open_section", "open_staff", "open_store"]

# Imported when first used: a page's kernel should not load a database, nor a store's owner widgets.
_HOMES = {
    "open_console": "console",
    "open_home": "notebook",
    "open_journal": "notebook",
    "open_review": "notebook",
    "open_section": "notebook",
    "open_staff": "staff",
    "open_store": "store",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"mentorcourse has no {name}: it has {', '.join(__all__)}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
