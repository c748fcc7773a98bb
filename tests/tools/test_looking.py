"""The photographer of reports: what it finds wrong with a page, where there is a browser."""

from __future__ import annotations

import shutil

import pytest

from tools import looking

HEAD = "<!doctype html><meta name=viewport content='width=device-width'>"


def page(folder, body: str):
    file = folder / "page.html"
    file.write_text(HEAD + body)
    return file


def needs_a_browser() -> None:
    if not any(map(shutil.which, looking.BROWSERS)):
        pytest.skip(f"no browser: none of {', '.join(looking.BROWSERS)} is there")


def test_without_a_browser_it_says_which_it_knows(monkeypatch, tmp_path):
    monkeypatch.setattr(looking, "BROWSERS", ("no-such-browser",))

    with pytest.raises(SystemExit) as refused:
        looking.look(page(tmp_path, ""), tmp_path / "look")

    assert str(refused.value) == "none of no-such-browser is there"


def test_what_a_page_asks_the_network_for_is_told_and_what_it_holds_is_not():
    urls = ["file:///report.html", "https://example.org/x.js", "data:image/png;base64,", "blob:1"]
    heard = [
        {"method": "Network.requestWillBeSent", "params": {"request": {"url": it}}} for it in urls
    ]
    odd = {"method": "Runtime.exceptionThrown", "params": {"text": "odd is not defined"}}

    it = looking.Browser(None, [*heard, odd])

    assert it.asked() == ["https://example.org/x.js"]
    assert it.complaints() == ['{"text": "odd is not defined"}']


def test_a_page_that_is_too_wide_is_told_and_photographed(tmp_path, capsys, monkeypatch):
    needs_a_browser()
    monkeypatch.setattr(looking, "SCHEMES", {"light": False})
    wide = page(tmp_path, "<div style='width: 900px'>all is wide</div>")

    assert looking.look(wide, tmp_path / "look") == 1

    said = capsys.readouterr().out.strip()
    assert said.startswith("phone: 9") and said.endswith(" px wide, the screen 390 px")
    names = ["desk-light.png", "paper.pdf", "phone-light.png"]
    assert sorted(it.name for it in (tmp_path / "look").iterdir()) == names
