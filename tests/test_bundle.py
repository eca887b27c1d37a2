"""Many module scripts as one: in order, each once, and refused when one does what bundling would change."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from mentorcourse.server.bundle import PLACE, Bundle, bundle
from mentorcourse.server.static import FOLDERS, scripts, version
from tests.workshop import Workshop


def bundled(folder: Path, **files: str) -> Bundle:
    """A bundle of these modules."""
    for name, code in files.items():
        (folder / f"{name}.js").write_text(code)
    return bundle({"page": folder}, "page/first.js")


def test_a_module_comes_after_those_that_it_imports_and_only_once(tmp_path: Path) -> None:
    made = bundled(
        tmp_path,
        first='import { a } from "./a.js";\nimport { b } from "./b.js";\na(b);\n',
        a='import { b } from "./b.js";\nexport function a() {}\n',
        b="export const b = 1;\n",
    )
    assert re.findall(r'^"(page/\w+\.js)": \(', made.script, re.MULTILINE) == [
        "page/b.js",
        "page/a.js",
        "page/first.js",
    ]


def test_names_are_taken_and_passed_on_under_other_names(tmp_path: Path) -> None:
    made = bundled(
        tmp_path,
        first='import { one as two, three } from "./a.js";\nexport { three as four } from "./a.js";\n',
        a="export const one = 1;\nexport async function three() {}\nexport class Five {}\n",
    )
    assert 'const { one: two, three: three } = $part("page/a.js");' in made.script
    assert made.exports == {"page/a.js": ("one", "three", "Five"), "page/first.js": ("four",)}


def test_an_address_beside_a_module_stays_beside_it(tmp_path: Path) -> None:
    made = bundled(tmp_path, first='const href = new URL("x.css", import.meta.url).href;\n')
    assert 'new URL("x.css", new URL("../page/first.js", import.meta.url).href).href' in made.script


def test_who_imports_a_bundled_module_at_its_own_address_gets_the_one_in_the_bundle(tmp_path: Path) -> None:
    made = bundled(tmp_path, first="export const one = 1;\nexport const two = 2;\n")
    assert made.stand_in("page/first.js").splitlines() == [
        'import { $part } from "./bundle.js";',
        'export const { one, two } = $part("page/first.js");',
    ]


@pytest.mark.parametrize(
    "line",
    [
        'import all from "./a.js";', 'import * as all from "./a.js";', 'import "./a.js";', "export default {};",
        "export let changing = 1;", "export { here };", "await here;", 'import { a } from "elsewhere";',
        "export const { a, b } = here;",
    ],
)  # fmt: skip
def test_what_bundling_would_change_is_refused_by_its_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match=r"page/first\.js cannot be bundled with this line") as refused:
        bundled(tmp_path, first=f"const here = 1;\n{line}\n", a="export const a = 1;\n")
    assert line in str(refused.value)


def test_modules_that_import_each_other_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"page/first\.js imports itself by way of page/first\.js, page/a\.js"):
        bundled(tmp_path, first='import { a } from "./a.js";\n', a='import { x } from "./first.js";\n')


def test_a_page_s_scripts_and_every_form_s_are_in_the_bundle_with_all_their_names() -> None:
    exports = scripts().exports
    forms = {path.relative_to(FOLDERS["forms"]).as_posix() for path in FOLDERS["forms"].rglob("*.js")}
    of_their_own = {"panel.js", "data.js"}  # which anywidget loads from the kernel
    assert {f"forms/{name}" for name in forms - of_their_own} <= set(exports)
    for place, names in exports.items():
        folder, _, rest = place.partition("/")
        code = (FOLDERS[folder] / rest).read_text()
        passed_on = re.findall(r"^export \{(.*)\}", code, re.MULTILINE)
        assert len(names) == len(re.findall(r"^export (?!\{)", code, re.MULTILINE)) + sum(
            len(some.split(",")) for some in passed_on
        )


def test_the_server_keeps_the_bundle_and_its_stand_ins_for_good_under_today_s_version(workshop: Workshop) -> None:
    reader = workshop.member("Bundle reader")
    folder = f"/course/static/{version()}"
    packed = reader.ask(f"{folder}/{PLACE}", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.content).decode() == scripts().script == reader.ask(f"{folder}/{PLACE}").text
    assert reader.ask(f"{folder}/forms/form.js").text == scripts().stand_in("forms/form.js")
    assert "$part" not in reader.ask("/course/static/forms/form.js").text
    for place in (PLACE, "forms/form.js"):
        assert "immutable" in reader.ask(f"{folder}/{place}").headers["Cache-Control"]
        assert reader.ask(f"{folder}/{place}", "HEAD").content == b""
