"""The page: well-formed, of itself alone, the numbers as they were given, whatever the names."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import plotly.graph_objects as go
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.backtest.report.page import PLOTS, page, write
from counterpoise.backtest.report.story import Assumption, Difference, Part, Story
from tests.counterpoise.backtest.report.told import Bounds, drawn, story
from tests.counterpoise.real_prices import HOURLY, real
from tests.depth import examples

MEGABYTE = 2**20
VOID = {"meta", "link", "br", "img", "hr", "input"}
LOADS = {"src", "href", "srcset", "data", "action", "poster", "background"}
HOSTILE = '</script><img src=x onerror="alert(1)">&amp; %{y} $x$ {{ 7 * 7 }}'


class Reader(HTMLParser):
    """What a page is made of; a tag that nobody closed, or that closes another one, is an error."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, self.getpos()

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


def words(text: str) -> str:
    """What a page says, without its scripts."""
    said = [data for tag, data in read(text).texts if tag not in ("script", "style")]
    return " ".join(" ".join(said).split())


def figures(text: str) -> dict[str, go.Figure]:
    """The plots of a page, as plotly reads them again."""
    found = re.search(r'<script type="application/json" id="plots">(.*?)</script>', text, re.DOTALL)
    return {name: go.Figure(it) for name, it in json.loads(found[1]).items()}


def rows(text: str) -> list[list[str]]:
    """The table of all runs, as it is shown."""
    table = re.search(r'<table class="sorts">(.*?)</table>', text, re.DOTALL)[1]
    lines = re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.DOTALL)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line) for line in lines]


@cache
def told() -> Story:
    return story(drawn(1_500))


@cache
def shown() -> str:
    return page(told())


def test_a_page_is_well_formed_and_has_each_section_once():
    reader = read(shown())

    assert [tag for tag, _ in reader.tags].count("h1") == 1
    ids = [given["id"] for _, given in reader.tags if "id" in given]
    assert sorted(ids) == sorted({*ids})
    assert ids == [*(f"plot-{name}" for name in _places()), "plots", "colours"]


def _places() -> list[str]:
    """The plots in the page's order."""
    names = ["value", "drawdown", "differences", "weights", "drift", "cost", "waterfall"]
    assert sorted(names) == sorted(PLOTS)
    return names


def test_a_page_loads_nothing_and_says_so_to_the_browser():
    reader = read(shown())

    assert not [given for _, given in reader.tags if LOADS & given.keys()]
    rules = next(given for _, given in reader.tags if "http-equiv" in given)["content"]
    assert rules.startswith("default-src 'none';")
    assert "http" not in rules
    style = next(data for tag, data in reader.texts if tag == "style")
    assert "url(" not in style and "@import" not in style


def test_every_plot_is_one_that_plotly_takes_back():
    plots = figures(shown())

    assert set(plots) == set(PLOTS)
    assert all(len(it.data) > 0 for it in plots.values())
    assert [it.name for it in plots["value"].data[::2]] == [row.name for row in told().rows]


def test_a_page_opens_with_its_sentences():
    said = words(shown())

    assert "From 1 January 2024 to 3 March 2024, over 1,500 prices, 100 USD in vault" in said
    assert said.index("over 1,500 prices") < said.index("All runs")


def test_the_table_shows_the_figures_that_were_given():
    given = {"total_return": 0.123456, "sharpe": float("nan"), "gas": 1234567.0, "zeal": 3.5}
    row = replace(told().vault, figures=given)

    text = page(replace(told(), vault=row, others=(), differences=()))

    assert rows(text) == [["vault", "+12.35%", "–", "1,234,567", "3.5"]]
    values = [it["data-value"] for tag, it in read(text).tags if tag == "td" and "data-value" in it]
    assert values == ["0.123456", "", "1234567.0", "3.5"]


def test_every_heading_of_the_runs_is_a_button_that_says_how_it_sorts():
    head = re.search(r'<table class="sorts">\s*<thead>(.*?)</thead>', shown(), re.DOTALL)[1]

    count = 1 + len(told().figures)
    assert head.count('<th scope="col" aria-sort="none"><button type="button"') == count


def test_the_attribution_is_shown_to_the_cent():
    split = told().attribution

    said = words(shown())

    assert "start 1,000,000.00" in said
    assert sum(part.amount for part in split.parts) == split.end - split.start
    assert "beside it: gas, by whoever sent it" in said


def test_an_assumption_is_shown_with_its_unit():
    assert "market.lag 300 s by which pools trail the market" in words(shown())


def test_no_name_is_ever_more_than_text():
    course = replace(told().vault.course, symbols=(HOSTILE, "ETH", "BTC"))
    vault = replace(told().vault, name=HOSTILE, course=course)
    hostile = replace(
        told(),
        title=HOSTILE,
        vault=vault,
        others=(replace(told().others[0], name=HOSTILE + "2"),),
        differences=(Difference(HOSTILE, "hold", "sharpe", Bounds(-1, 0, 1)),),
        assumptions=(Assumption("prices.file", HOSTILE, HOSTILE),),
        attribution=replace(told().attribution, beside=(Part(HOSTILE, 1),)),
    )

    text = page(hostile)
    plots = figures(text)

    assert {tag for tag, _ in read(text).tags} == {tag for tag, _ in read(shown()).tags}
    assert f"prices.file {HOSTILE} {HOSTILE}" in words(text)
    assert "&lt;/script&gt;&lt;img" in plots["value"].data[0].name
    assert "<img" not in plots["weights"].layout.yaxis.title.text


def test_the_same_story_gives_the_same_page(tmp_path):
    write(told(), tmp_path / "deep" / "report.html")

    assert (
        (tmp_path / "deep" / "report.html").read_text(encoding="utf-8") == shown() == page(told())
    )


def test_a_single_price_without_alternatives_has_a_page():
    bare = story(drawn(3), [])
    course = replace(bare.vault.course, steps=bare.vault.course.steps[:1])
    alone = Story("one price", replace(bare.vault, figures={}, course=course))

    text = page(alone)

    assert set(figures(text)) == {"value", "drawdown", "weights", "drift"}
    said = words(text)
    assert "A single price was played, that of 1 January 2024: it tells no return." in said
    assert "Nothing was rebalanced, so it cost nothing." in said
    assert "No interval was made." in said


def test_no_story_makes_a_page_of_more_than_8_megabytes():
    many = jagged(steps=3_000, assets=20, alternatives=12)

    assert len(page(many).encode()) < 8 * MEGABYTE


def jagged(steps: int, assets: int, alternatives: int) -> Story:
    """As much as there can be to draw: more prices than are drawn, and every line moves at each."""
    short = story(drawn(12), [])
    course = short.vault.course
    symbols = tuple(f"T{i}" for i in range(assets))
    start = replace(course.start, assets=symbols, balances=tuple(10**18 for _ in symbols))
    made = []
    for i in range(steps):
        prices = tuple(10**18 * (1_000 + (i * (7 + k)) % 101) for k in range(assets))
        made.append(
            replace(course.steps[0], time=3_600 * i, market=prices, prices=prices, target=prices)
        )
    units = tuple(10**18 for _ in symbols)
    whole = replace(course, symbols=symbols, units=units, start=start, steps=made)
    row = replace(short.vault, course=whole)
    return replace(short, vault=row, others=(row,) * alternatives, differences=())


def test_four_years_of_hours_fit_a_page():
    whole = page(story(real(HOURLY, ("ETH", "BTC")), ["hold"]))

    assert len(whole.encode()) < 8 * MEGABYTE
    assert "From 15 May 2018 to 4 February 2022, over 32,659 prices" in words(whole)


@settings(max_examples=examples(10))
@given(st.text(max_size=30), st.dictionaries(st.text(max_size=10), st.floats(), max_size=3))
def test_any_names_and_figures_make_a_well_formed_page(name, given):
    vault = replace(told().vault, name=name, figures=given)

    text = page(Story(name, vault, assumptions=(Assumption(name, name, name),)))

    assert {tag for tag, _ in read(text).tags} <= {tag for tag, _ in read(shown()).tags} | {"dl"}
    assert len(rows(text)) == 1
