"""The module scripts that course pages have in common, as one file: browsers wait for one answer, not for fifty.

Each module stays a function of its own in it, which runs once, when the first other one needs it. At a module's own
address a stand-in takes everything from that file, so that whoever imports the module there meets the same one.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PLACE = "page/bundle.js"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+\.js)";$', re.MULTILINE)
_PASSED_ON = re.compile(r'^export \{([^}]*)\} from "(\.[^"]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function\*?|const|class) (\w+)", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export|await)\b.*$", re.MULTILINE)
_SCRIPT = """\
/** All of a course page's modules, put together by mentorcourse/server/bundle.py from their files. */
const $made = new Map();
export function $part(place) {
  if (!$made.has(place)) $made.set(place, $makers[place]());
  return $made.get(place);
}
const $makers = {
%s};
/** Starts the page's own scripts in their order, each when the one before it is ready. */
async function $start(places) {
  for (const place of places) {
    try {
      await $part(place).ready;
    } catch (error) {
      reportError(error);
    }
  }
}
$start(document.body?.dataset.scripts?.split(" ") ?? []);
"""


@dataclass(frozen=True)
class Bundle:
    """One script that holds many: its text, and by their places what each of its modules exports."""

    script: str
    exports: Mapping[str, tuple[str, ...]]

    def stand_in(self, place: str) -> str:
        """What is served at the address of a module that is in the bundle."""
        bundle = posixpath.relpath(PLACE, posixpath.dirname(place))
        names = ", ".join(self.exports[place])
        path = bundle if bundle.startswith(".") else f"./{bundle}"
        return f'import {{ $part }} from "{path}";\nexport const {{ {names} }} = $part("{place}");\n'


def bundle(folders: Mapping[str, Path], *first: str) -> Bundle:
    """The modules at these places (`page/page.js`) and all that they import.

    Raises ValueError for what a module must not do to be bundled: import in a circle, or import or export in another
    way than the course's modules do.
    """
    written: dict[str, tuple[str, tuple[str, ...]]] = {}

    def take(place: str, importers: tuple[str, ...]) -> None:
        if place in importers:
            raise ValueError(f"{place} imports itself by way of {', '.join(importers)}")
        if place not in written:
            folder, _, rest = place.partition("/")
            code = (folders[folder] / rest).read_text(encoding="utf-8")
            for name in imported(place, code):
                take(name, (*importers, place))
            written[place] = _as_function(place, code)

    for place in first:
        take(place, ())
    functions = "".join(function for function, _ in written.values())
    return Bundle(_SCRIPT % functions, {place: names for place, (_, names) in written.items()})


def imported(place: str, code: str) -> list[str]:
    """The places of the modules that a module takes something from."""
    found = [match[2] for pattern in (_IMPORT, _PASSED_ON) for match in pattern.finditer(code)]
    return [_beside(place, name) for name in dict.fromkeys(found)]


def _beside(place: str, name: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(place), name))


def _as_function(place: str, code: str) -> tuple[str, tuple[str, ...]]:
    """The module as an entry of the bundle's `makers`, and the names that it exports."""
    exports = {name: name for _, name in _EXPORT.findall(code)}
    for names, source in _PASSED_ON.findall(code):
        taken = f'$part("{_beside(place, source)}")'
        exports |= {theirs: f"{taken}.{own}" for own, theirs in map(_both_names, names.split(","))}

    def destructured(match: re.Match[str]) -> str:
        names = ", ".join(f"{theirs}: {own}" for theirs, own in map(_both_names, match[1].split(",")))
        return f'const {{ {names} }} = $part("{_beside(place, match[2])}");'

    code = _EXPORT.sub(r"\1 \2", _PASSED_ON.sub("", _IMPORT.sub(destructured, code)))
    if other := _OTHER.search(code):
        raise ValueError(f"{place} cannot be bundled with this line: {other[0]}")
    code = code.replace("import.meta.url", f'new URL("../{place}", import.meta.url).href')
    # Brackets around the function let browsers compile it at once instead of twice.
    given = ", ".join(f"{name}: {value}" for name, value in exports.items())
    return f'"{place}": (function () {{\n{code}return {{ {given} }};\n}}),\n', tuple(exports)


def _both_names(written: str) -> tuple[str, str]:
    """`name` or `name as other`: what it is called there and here."""
    name, _, other = written.strip().partition(" as ")
    return name, other or name
