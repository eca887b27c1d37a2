"""The pictures: what they say in words, how they behave in a page, and that answers cannot harm them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from itertools import combinations
from xml.etree import ElementTree

import pytest
import traitlets

from mentorcourse import figures
from mentorcourse.figures import lettering, style
from mentorcourse.figures.live import live
from tests.figure_samples import BALANCE_SHEET, SAMPLES, SELF_RATING

# Nine hundred and more characters in every field, twelve entries in each.
LONG = ["a long entry with many words in it " * 30] * 12
WRITTEN = [name for name, sample in SAMPLES.items() if sample.written]


def draw(name: str, values: Mapping[str, object] | None = None) -> figures.Picture:
    if name not in SAMPLES:
        return figures.draw(name)
    return figures.draw(name, SAMPLES[name].definition, SAMPLES[name].some if values is None else values)


def ids(svg: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', svg)


class Tags(HTMLParser):
    """Every element of a page with its attributes, as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    handle_startendtag = handle_starttag


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(KeyError, match=r"'paths'.*balance_sheet.*self_rating"):
        figures.draw("paths")


def test_a_picture_of_answers_asks_for_the_form():
    with pytest.raises(ValueError, match="pass its definition"):
        figures.draw("self_rating")


@pytest.mark.parametrize("name", figures.names())
def test_a_picture_stands_in_a_figure_with_words_for_its_image(name: str):
    picture = draw(name)
    tags = Tags(picture.html()).seen
    (svg,) = [attributes for tag, attributes in tags if tag == "svg"]
    assert tags[0][0] == "figure"
    assert svg["role"] == "img"
    assert svg["aria-label"] == picture.alternative
    assert len(picture.alternative) > 60
    assert f"<figcaption>{picture.caption}</figcaption>" in picture.html()


@pytest.mark.parametrize("name", figures.names())
def test_a_picture_takes_the_width_it_is_given(name: str):
    root = ElementTree.fromstring(draw(name).svg)
    assert root.attrib["viewBox"].startswith("0 0 380 ")
    assert not {"width", "height"} & root.attrib.keys()


def test_the_pitfall_map_lists_ten_stations_in_order():
    picture = draw("pitfall_map")
    rows = re.findall(r'<th scope="row">(\d+)\. ', picture.details)
    assert rows == [str(number) for number in range(1, 11)]


def test_the_self_rating_says_what_is_highest_and_lowest_and_how_much_is_answered():
    said = draw("self_rating").alternative
    assert "answers for 2 of 3 lines" in said
    assert "How often is this me? highest 4 of 5 (“I let the relationship run dry”)" in said
    assert "lowest 2 of 5 (“I talk before I listen”)" in said
    assert "Confidence: 6 of 10 on 1 line." in said


def test_the_self_rating_shows_a_missing_answer_as_missing():
    assert draw("self_rating").details.count("not answered") == 3
    assert "5 Very often" in draw("self_rating", {"growth.often": 5}).details
    assert "no answer yet" in draw("self_rating", {"growth.often": 5}).alternative


@pytest.mark.parametrize("wrong", [0, 6, "3", True, None, 2.5, [3]])
def test_a_rating_outside_its_scale_counts_as_not_answered(wrong: object):
    assert draw("self_rating", {"attention.often": wrong}).svg == ""


def test_the_lowest_rating_is_an_answer():
    assert "0 of 10" in draw("self_rating", {"attention.confidence": 0}).alternative


def test_the_balance_sheet_says_where_an_asset_has_no_bias_beside_it():
    picture = draw("balance_sheet")
    assert "2 assets in 2 and 2 biases in 1 of 3 categories" in picture.alternative
    assert "Assets without a bias beside them: Life experience." in picture.alternative
    assert "Nothing yet: Network." in picture.alternative


def test_the_dashed_question_disappears_when_a_bias_is_named():
    both = BALANCE_SHEET.some | {"life.biases": ["One right age for children"]}
    assert "stroke-dasharray" in draw("balance_sheet").svg
    assert "stroke-dasharray" not in draw("balance_sheet", both).svg
    assert "without a bias" not in draw("balance_sheet", both).alternative


def test_a_text_cut_in_the_picture_is_whole_in_its_list():
    picture = draw("balance_sheet", {"life.assets": LONG})
    assert picture.details.count(LONG[0].strip()) == 12


def test_the_conflicts_say_how_many_have_no_way_to_be_handled():
    picture = draw("conflicts")
    assert "3 possible conflicts of interest: Mentor 2, External considerations 1 and Mentee 0." in (
        picture.alternative
    )
    assert "1 of 3 without a way to handle it yet" in picture.alternative
    assert "I vote on their promotion → no way to handle it yet" in picture.details
    assert "stroke-dasharray" in picture.svg


def test_conflicts_that_are_all_handled_say_so():
    handled = {"pulls.mentee": [{"text": "Wants my support", "follow_up": "Say which role I speak in"}]}
    picture = draw("conflicts", handled)
    assert picture.alternative.endswith("Each has a way to be handled.")
    assert "stroke-dasharray" not in picture.svg


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("nothing", [{}, {"life.assets": [""], "pulls.mentor": [{"text": " "}], "x": 3}])
def test_nothing_answered_yet_gives_a_kind_sentence_and_no_axis(name: str, nothing: dict[str, object]):
    picture = draw(name, nothing)
    assert picture.svg == ""
    assert "appears here as soon as you have" in picture.alternative
    assert f"<p>{picture.alternative}</p>" in picture.html()
    assert "<svg" not in picture.html()


@pytest.mark.parametrize("name", figures.names())
def test_the_same_answers_give_the_same_picture(name: str):
    assert draw(name) == draw(name)


def test_pictures_drawn_at_the_same_time_do_not_disturb_one_another():
    wanted = [draw(name) for name in figures.names()] * 3
    with ThreadPoolExecutor(4) as together:
        assert list(together.map(draw, figures.names() * 3)) == wanted


def test_two_pictures_on_one_page_share_no_id_and_every_reference_is_met():
    drawn = [draw(name).svg for name in figures.names()]
    drawn.append(draw("self_rating", {"attention.often": 1}).svg)
    for svg in drawn:
        assert len(ids(svg)) == len(set(ids(svg))) > 0
        assert set(re.findall(r'href="#([^"]+)"', svg)) == set(ids(svg))
    for one, other in combinations(drawn, 2):
        assert not set(ids(one)) & set(ids(other))


@pytest.mark.parametrize("name", figures.names())
def test_a_picture_brings_no_date_no_comment_and_no_rule_for_the_rest_of_the_page(name: str):
    svg = draw(name).svg
    assert "<!--" not in svg
    assert "metadata" not in svg
    assert "<style>*" not in svg.replace(" ", "")
    assert "*{" not in svg.replace(" ", "")


@pytest.mark.parametrize("name", figures.names())
def test_every_colour_of_a_picture_can_be_changed_by_the_page(name: str):
    styles = "".join(element.get("style", "") for element in ElementTree.fromstring(draw(name).svg).iter())
    assert "var(--mc-figure-ink, currentColor)" in styles
    assert "#" not in re.sub(r"var\(--mc-figure-\w+, #[0-9a-f]{6}\)|url\(#[^)]*\)", "", styles)


HARM = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "--> <svg onload=alert(1)>",
    "]]></style><script>alert(1)</script>",
    "$\\frac{1}{0}$ and $ alone",
]


def with_text(name: str, text: str) -> dict[str, object]:
    written = SAMPLES[name].written
    assert written is not None
    return written(text)


@pytest.mark.parametrize("text", HARM)
@pytest.mark.parametrize("name", WRITTEN)
def test_markup_in_an_answer_stays_text(name: str, text: str):
    picture = draw(name, with_text(name, text))
    tags = Tags(picture.html()).seen
    assert not {"script", "img"} & {tag for tag, _ in tags}
    assert [tag for tag, _ in tags].count("svg") == 1
    assert not [key for _, attributes in tags for key in attributes if key.startswith("on")]
    assert "alert" not in picture.svg


def test_markup_in_a_label_stays_text():
    label = '"><script>alert(1)</script>'
    items = [{"key": "attention", "label": label}]
    definition = {"layout": {"items": items, "scales": SELF_RATING.definition["layout"]["scales"]}}
    picture = figures.draw("self_rating", definition, {"attention.often": 3, "attention.confidence": 3})
    assert "script" not in {tag for tag, _ in Tags(picture.html()).seen}


@pytest.mark.parametrize(
    "text",
    [
        "Well done 🙂👩🏽‍⚕️",
        "نصيحة جيدة من زميل",
        "עצה טובה",
        "今天只看研究",
        "é́",
        "\u202eabc",
        "\x00\x07\ud800",
        "x" * 3000,
    ],
    ids=["emoji", "Arabic", "Hebrew", "Chinese", "accents", "override", "controls", "one long word"],
)
@pytest.mark.parametrize("name", WRITTEN)
def test_any_script_is_drawn_without_a_warning(name: str, text: str):
    assert draw(name, with_text(name, text)).svg


def test_letters_that_cannot_be_drawn_are_marked_or_left_to_the_list():
    assert lettering.drawable("Well done 👩🏽‍🔬🙂!") == "Well done □!"
    assert lettering.drawable("今天") == lettering.ELSEWHERE
    assert lettering.drawable("one\n\ttwo\x00") == "one two"


def test_a_text_is_broken_to_fit_and_ends_with_an_ellipsis_when_cut():
    found = lettering.lines("words that are far too many for this narrow box " * 3, 100, style.BODY, most=2)
    assert len(found) == 2
    assert found[-1].endswith("…")
    assert all(lettering.width(line, style.BODY) <= 100 for line in found)
    assert lettering.lines("short", 100, style.BODY) == ["short"]


def test_every_picture_is_small_even_from_a_full_worksheet():
    rows = [{"key": f"row{number}", "label": LONG[0]} for number in range(10)]
    scales = [{"key": key, "label": LONG[0], "from": 1, "to": 5} for key in ("one", "two")]
    columns = [{"key": key, "label": LONG[0]} for key in ("one", "two", "three")]
    numbers = {f"{row['key']}.{scale['key']}": 3 for row in rows for scale in scales}
    pairs = [{"text": text, "follow_up": text} for text in LONG]
    for name, layout, values in (
        ("self_rating", {"items": rows, "scales": scales}, numbers),
        ("balance_sheet", {"rows": rows[:6], "columns": columns[:2]}, dict.fromkeys(numbers, LONG)),
        (
            "conflicts",
            {"rows": rows[:2], "columns": columns},
            {f"{row['key']}.{column['key']}": pairs for row in rows[:2] for column in columns},
        ),
        ("duties", {"items": rows, "scales": scales[:1]}, numbers),
        ("overlapping_paths", {}, {}),
        ("pitfall_map", {}, {}),
    ):
        drawn = figures.draw(name, {"layout": layout}, values).svg
        assert 10_000 < len(drawn.encode()) < 200_000, name


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb as WCAG 2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def over(hue: str, paper: str, share: float) -> str:
    """`hue` laid over `paper` with the opacity `share`."""
    mixed = [
        round(int(hue[start : start + 2], 16) * share + int(paper[start : start + 2], 16) * (1 - share))
        for start in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in mixed)


HUES = [style.BLUE, style.ORANGE, style.GREEN, style.PURPLE]
PAPERS = {"light": ["#ffffff", "#f6f4f0"], "dark": ["#121417", "#000000", "#202428"]}


@pytest.mark.parametrize("theme", PAPERS)
@pytest.mark.parametrize("hue", [*HUES, style.RULE], ids=lambda hue: hue.name)
def test_lines_stand_out_from_the_paper_three_to_one(theme: str, hue: style.Colour):
    assert min(contrast(getattr(hue, theme), paper) for paper in PAPERS[theme]) >= 3


@pytest.mark.parametrize("theme", PAPERS)
def test_letters_can_be_read_on_paper_on_tints_and_on_discs(theme: str):
    ink = getattr(style.INK, theme)
    for paper in PAPERS[theme]:
        assert contrast(ink, paper) >= 4.5
        for hue in HUES:
            assert contrast(ink, over(getattr(hue, theme), paper, style.TINT)) >= 4.5
        shared = over(getattr(style.ORANGE, theme), over(getattr(style.BLUE, theme), paper, 0.28), 0.28)
        assert contrast(ink, shared) >= 4.5
    for hue in HUES:
        assert contrast(getattr(style.PAPER, theme), getattr(hue, theme)) >= 4.5


def test_the_stylesheet_and_the_palette_agree():
    blocks = re.findall(r"\{([^{}]*--mc-figure-paper[^{}]*)\}", figures.stylesheet())
    light = {colour.token: colour.light for colour in style.PALETTE}
    dark = {colour.token: colour.dark for colour in style.PALETTE}
    wanted = [light, dark, dark, light]
    assert len(blocks) == 5, "light, dark by preference, dark by theme, print, forced colours"
    for block, palette in zip(blocks, wanted, strict=False):
        declared = dict(re.findall(r"(--mc-figure-\w+): (#[0-9a-f]{6})", block))
        assert declared.items() <= palette.items()
        assert palette.keys() - declared.keys() <= {style.INK.token}
    assert "#" not in blocks[-1]


def test_importing_the_pictures_loads_no_matplotlib_and_drawing_loads_no_pyplot():
    said = (
        "import sys; from mentorcourse import figures; assert 'matplotlib' not in sys.modules; "
        "figures.draw('overlapping_paths'); assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", said], check=True, timeout=60)


class Form(traitlets.HasTraits):
    """What a picture needs of a form."""

    definition = traitlets.Dict()
    value = traitlets.Dict()


def test_a_live_picture_begins_empty_and_follows_the_answers():
    form = Form(definition=SELF_RATING.definition)
    shown = live("self_rating", form)
    assert "appears here" in shown.value
    form.value = {"attention.often": 4}
    assert "answers for 1 of 3 lines" in shown.value
    form.value = {}
    assert "appears here" in shown.value


def test_a_live_picture_that_cannot_be_drawn_says_so_and_recovers():
    form = Form(definition={})
    shown = live("self_rating", form)
    assert "could not be drawn" in shown.value
    form.definition = SELF_RATING.definition
    form.value = {"attention.often": 4}
    assert "<svg" in shown.value
