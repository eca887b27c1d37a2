"""What `make bench` makes of its measurements: tables, ratios, goals; and how it goes on after an interruption."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError
from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError

from bench import goals, join, loaded, report, save, sizing, soak
from bench.__main__ import BEGIN, END, PAGE, whole, written
from bench.goals import BROWSER
from bench.peers import OURS, PLAIN, SOLARA, STOCK, form_parts, free_port, running
from bench.record import Record
from bench.stock_voila import script
from bench.table import late, median, number, table
from tests.loops import finish


def joined(wait: float, cpu: float, active: float, idle: float | None = None, took: float = 30) -> dict[str, Any]:
    waits = {"html": [wait / 2] * 60, "widgets": [wait] * 57 + [wait * 2] * 3, "pictures": [wait] * 60}
    costs = {"cpu": cpu, "picture_cpu": cpu, "empty": 100, "active": active, "idle": idle}
    return {**waits, **costs, "took": took, "lost": 0, "missing": 0}


def written_in(name: str, first: float, later: float) -> dict[str, Any]:
    return {"name": name, "first": first, "later": later, "first_kilobytes": 100, "later_kilobytes": 10}


def grown(first: float, last: float) -> dict[str, Any]:
    return {
        f"revisions: {size} in {side}, {how}": {"revisions": size, "waits": dict.fromkeys(report.WAITED_FOR, wait)}
        for side in report.SIDES
        for how in report.GROWN
        for size, wait in ((10_000, first), (1_000_000, last))
    }


FOUND: dict[str, Any] = {
    join.named(60, OURS): joined(0.1, 0.02, 12, 0.1),
    join.named(60, STOCK): joined(21, 0.9, 72, 72),
    join.named(60, SOLARA): joined(4, 0.1, 3, 3),
    BROWSER: [written_in("this course", 0.12, 0.2), written_in("plain HTML form", 0.1, 0.1)],
    **grown(10, 29),
}


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "results" / "run.json", "two cores", say=lambda line: None)


def test_the_95th_percentile_is_what_a_twentieth_waits_for_at_least() -> None:
    assert late(list(range(100))) == 95
    assert late([1.0]) == 1
    assert number(late([])) == number(median([])) == "–"
    assert median([3, 1, 2]) == 2


def test_a_table_shows_a_dash_for_what_was_not_measured_and_nothing_without_rows() -> None:
    assert table(("a", "b"), [("1", number(None))]) == "| a | b |\n|---|---|\n| 1 | – |"
    assert table(("a",), []) == ""
    assert number(1234.5678, 1) == "1,234.6"


def test_each_goal_is_a_ratio_with_its_verdict() -> None:
    told = {goal.what: (round(goal.ratio or 0, 2), goal.verdict) for goal in goals.goals(FOUND)}
    assert told["60 joins: wait for widgets (95th) at stock Voilà, to ours"] == (210, "reached")
    assert told["60 joins: wait for widgets (95th) at Solara, to ours"] == (40, "not reached")
    assert told["60 joins: CPU an open at stock Voilà, to ours"] == (45, "reached")
    assert told["60 joins: memory of an active page at stock Voilà, to ours"] == (6, "reached")
    assert told["60 joins: memory of an idle page at stock Voilà, to ours"] == (720, "reached")
    assert told["form usable on a first visit: this course, to a plain HTML form"] == (1.2, "reached")
    assert told["form usable on later visits: this course, to a plain HTML form"] == (2, "not reached")
    assert told["a million revisions to ten thousand: a program report's facts, SQLite, more cohorts"][1] == "reached"
    assert len(told) == 7 + 3 * 4


def test_a_goal_without_measurements_is_not_measured_rather_than_reached() -> None:
    assert {goal.verdict for goal in goals.goals({})} == {"not measured"}
    assert len(list(goals.goals({}))) == 7 + 3 * 4
    alone = {join.named(60, OURS): FOUND[join.named(60, OURS)]}
    assert {goal.verdict for goal in goals.goals(alone)} == {"not measured"}


def test_idle_pages_that_cost_next_to_nothing_give_no_endless_ratio() -> None:
    found = {**FOUND, join.named(60, OURS): joined(0.1, 0.02, 12, 0)}
    idle = next(goal for goal in goals.goals(found) if "idle" in goal.what)
    assert idle.ratio == 72 / goals.LEAST_IDLE_MEGABYTES


def test_of_several_turns_all_waits_count_and_of_costs_their_medians() -> None:
    costs = {2: (0.2, 0.05, 14.0, 0.3), 3: (0.3, 0.03, 13.0, 0.2)}
    turns = {join.named(60, OURS, turn): joined(*one) for turn, one in costs.items()}
    turns[join.named(60, OURS, 2)]["lost"] = turns[join.named(60, OURS, 3)]["lost"] = 1
    both = join.joined({**FOUND, **turns}, 60, OURS)
    assert both
    assert [both["widgets"].count(wait) for wait in (0.1, 0.2, 0.3)] == [57, 60, 57]
    assert [both[cost] for cost in ("cpu", "active", "idle", "lost")] == [0.03, 13.0, 0.2, 2]
    assert join.joined(FOUND, 60, OURS) == FOUND[join.named(60, OURS)]
    assert join.joined({}, 60, OURS) is None
    assert join.named(60, OURS, 2) != join.named(60, OURS)


def test_the_table_of_joins_shows_each_side_at_each_size_and_why_one_is_missing() -> None:
    found = {**FOUND, join.named(100, PLAIN): {"left out": "left out: too much"}}
    rows = join.rows(found)
    assert [row[:2] for row in rows] == [
        ["60", OURS],
        ["60", STOCK],
        ["60", SOLARA],
        ["100", f"{PLAIN} (left out: too much)"],
    ]
    assert rows[0][2:] == ["0.050", "0.100", "0.200", "0.100", "0.020", "0.020", "12.0", "0.10"]
    assert {len(row) for row in rows} == {len(join.HEAD)}
    lacking = {join.named(60, STOCK): {**FOUND[join.named(60, STOCK)], "lost": 1, "missing": 2}}
    assert join.rows(lacking)[0][4:6] == ["42.000 (1 never came)", "21.000 (2 never came)"]


def test_a_peer_is_left_out_where_its_pages_would_not_fit_or_take_too_long() -> None:
    assert join.left_out(FOUND, 100, STOCK, free=20_000) == ""
    assert join.left_out(FOUND, 200, STOCK, free=15_000) == "left out: 200 pages need about 14 GB, 15 are free"
    slow = {join.named(60, STOCK): joined(40, 0.9, 10, took=180)}
    assert join.left_out(slow, 200, STOCK, free=90_000) == "left out: would take about 10 minutes"
    assert join.left_out(slow, 60, STOCK, free=0) == ""
    assert join.left_out(FOUND, 200, OURS, free=0) == ""


@pytest.mark.parametrize("why", [HTTPClientError(500), ConnectionError(), WebSocketClosedError(), TimeoutError()])
def test_a_page_whose_server_answers_with_an_error_counts_as_never_come(why: Exception) -> None:
    async def come() -> None:
        raise why

    assert not finish(join.patiently(come()))


def test_a_measurement_that_is_wrong_itself_stops() -> None:
    async def come() -> None:
        raise AssertionError("the page names no kernel")

    with pytest.raises(AssertionError, match="names no kernel"):
        finish(join.patiently(come()))


def test_latency_is_flat_where_the_last_third_is_as_the_first_after_warming_up() -> None:
    assert soak.flat([9.0, *[1.0] * 11]) == 1
    assert soak.flat([9.0, 1.0, 1.0, 1.0, None, 2.0, 2.0, 3.0, 3.0, 3.0]) == 3.0
    assert soak.flat([1.0, None]) is None


def test_a_measurement_is_kept_at_once_and_not_made_again_when_the_run_goes_on(record: Record, tmp_path: Path) -> None:
    assert record.once("one", lambda: {"seconds": [1.5]}) == {"seconds": [1.5]}
    file = tmp_path / "results" / "run.json"
    assert json.loads(file.read_text("utf-8"))["found"] == {"one": {"seconds": [1.5]}}
    again = Record(file, "another machine", goes_on=True)
    assert again.once("one", lambda: pytest.fail("measured again")) == {"seconds": [1.5]}
    assert again.machine == "two cores"
    assert Record(file, "two cores").found == {}


def test_the_report_has_only_what_was_measured_and_stands_in_the_page_in_place_of_the_last(record: Record) -> None:
    record.found = FOUND
    told = whole(record)
    assert told.startswith("two cores. Begun 20")
    assert "### Must reach" in told
    assert "### Growing" in told
    assert "| this course | 0.120 | 1.20 |" in told
    assert "### Saving" not in told
    once = written(f"before\n{BEGIN}\nold\n{END}\nafter\n", told)
    assert once == written(once, told)
    assert once.startswith("before\n")
    assert once.endswith("after\n")
    assert "old" not in once
    assert BEGIN in PAGE.read_text("utf-8")
    with pytest.raises(ValueError, match="There is no line"):
        written("a page without", told)


def test_each_other_measurement_has_its_table() -> None:
    found = {
        "saves: 30 people on SQLite": {"every 2 seconds": {"seconds": [0.01] * 40, "took": 2, "refused": 0}},
        loaded.named(60, OURS): {"usable": 0.5, "widgets": [0.1] * 59, "lost": 0},
        loaded.named(200, PLAIN): {"usable": None, "widgets": [90.0] * 199, "lost": 2},
        "soak: 60 people": {
            "people": 60,
            "minutes": 10,
            "cpu": 600.0,
            "unheard": 0,
            "memory": [700.0] * 12,
            "kernels": [9] * 12,
            "late": {what: [0.1] * 12 for what in soak.WAITED},
            "counts": dict.fromkeys(soak.WAITED, 5),
            "left": 0,
        },
    }
    assert "| every 2 seconds | 30 | SQLite | 10 | 10 | 20 | 0 |" in save.shown(found)
    assert "Group commit is not asked for: with a save every 2 seconds" in save.shown(found)
    assert "| 60 | this course | 0.500 | 0.100 |" in loaded.shown(found)
    assert f"| 200 | {PLAIN} | never came | 90.000 (2 never came) |" in loaded.shown(found)
    assert "Kernels left when all had gone: 0." in soak.shown(found)
    assert "| last third to first | 1.00 |  | 1.00 | 1.00 | 1.00 | 1.00 |" in soak.shown(found)
    assert [row[-1] for row in sizing.rows(found)] == ["180"]
    assert soak.shown({}) == report.shown({}) == loaded.shown({}) == save.shown({}) == ""


def test_the_sizing_guide_follows_from_what_pages_cost() -> None:
    told = {what: people for what, _, people in sizing.rows(FOUND)}
    assert told["a core, all coming within 10 seconds"] == "250"
    assert told["a GB, all having drawn within a minute"] == "85"
    assert told["a GB, all reading"] == "10,000"
    assert told["the server itself"] == "100 MB"


def test_the_peers_show_every_text_and_every_field_that_the_section_has() -> None:
    parts = form_parts()
    assert sum("text" in part for part in parts) > 8
    forms = [part for part in parts if "fields" in part]
    assert len(forms) == 4
    assert sum(len(one["fields"]) for one in forms) > 30
    assert any(len(field["options"]) == 5 for one in forms for field in one["fields"])


def test_a_peer_ends_when_it_is_told_though_the_benchmark_runs_in_the_background(tmp_path: Path) -> None:
    port, ended = free_port(), tmp_path / "ended"
    (tmp_path / "peer.py").write_text(PEER.format(port=port, ended=ended))
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell starts what it puts in the background
    try:
        with running([sys.executable, str(tmp_path / "peer.py")], f"http://127.0.0.1:{port}/", {}):
            pass
    finally:
        signal.signal(signal.SIGINT, before)
    assert ended.read_text() == "by Ctrl+C"


PEER = """
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path

try:
    HTTPServer(("127.0.0.1", {port}), SimpleHTTPRequestHandler).serve_forever()
except KeyboardInterrupt:
    Path("{ended}").write_text("by Ctrl+C")
"""


def test_stock_voila_has_the_forms_script_as_one_file_and_their_styles_and_nothing_else() -> None:
    assert 'from "../page/bundle.js"' in script("forms/form.js")
    assert '"forms/form.js": (function ()' in script("page/bundle.js")
    assert ".mcf-field" in script("forms/course.css")
    for place in ("forms/../../content/course.py", "forms", "elsewhere/form.js", "forms/none.css"):
        with pytest.raises(HTTPError):
            script(place)
