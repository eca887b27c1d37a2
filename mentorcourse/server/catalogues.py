"""The scripts' sentences in another language than English, as JSON."""

from __future__ import annotations

import json

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError, authenticated

from mentorcourse.language import catalogue, languages

from .failures import DiscreetHandler


class CatalogueHandler(DiscreetHandler, JupyterHandler):
    """`/course/static/[v-…/]language/<language>.json`, which pages in that language ask for, and English ones never."""

    @authenticated
    async def get(self, version: str, language: str) -> None:
        """Each English sentence with its translation, or with its plural forms by CLDR category."""
        if language not in languages():
            raise HTTPError(404)
        is_versioned = version == f"{self.settings['mentorcourse_static_version']}/"
        self.set_header("Cache-Control", "private, max-age=31536000, immutable" if is_versioned else "no-cache")
        self.set_header("Content-Type", "application/json; charset=UTF-8")
        await self.finish(json.dumps(catalogue(language).for_scripts(), ensure_ascii=False))
