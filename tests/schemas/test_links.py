"""Links: found in texts, told from what only looks like one, and brought to the domain of one owner."""

from __future__ import annotations

import pytest

from schemas.links import HOSTS_KEPT, domains_of

FOUND = {
    "Claim it at https://Win.Site-4.com/a?b now": ("site-4.com",),
    "(https://a.example.org).": ("example.org",),
    "http://user:word@evil.example:80/x": ("evil.example",),
    "see www.shop.co.uk, and www.shop.co.uk/two": ("shop.co.uk",),
    "push-5-deal.com/abc or push-5-deal.com.": ("push-5-deal.com",),
    "win.top/a": ("win.top",),
    "two blogs: ann.blogspot.com and https://bob.blogspot.com/": ("ann.blogspot.com", "bob.blogspot.com"),
    "https://t.co/xyz": ("t.co",),
    "https://192.0.2.7/a and https://[2001:db8::1]/": ("192.0.2.7", "[2001:db8::1]"),
    "https://\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444/a": (
        "\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444",
    ),
}
NONE = (
    "write to ann.lee@mail.com or bob@shop.org", "I said so.It is fine.So be it", "open main.py, run.sh or notes.md",
    "version 1.2.3, e.g. at 10.30 a.m./p.m.", "and/or", "...", "https://", "www.", "://", "a.nosuchending/b", "",
)  # fmt: skip


@pytest.mark.parametrize("text", FOUND)
def test_links_are_found_in_texts(text: str) -> None:
    assert domains_of(None, text) == FOUND[text]


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_a_link_is_left(text: str) -> None:
    assert domains_of(None, text) == ()


def test_links_that_are_given_go_before_the_text() -> None:
    assert domains_of(["https://a.one.org/"], "https://two.org") == ("one.org",)
    assert domains_of([], "https://two.org") == ("two.org",)


def test_long_texts_take_bounded_time_and_name_few() -> None:
    text = " ".join(f"https://site{i}.com" for i in range(10_000))
    assert len(domains_of(None, text)) == HOSTS_KEPT
    for hostile in ("a." * 100_000, "www." * 100_000, "a-" * 100_000, "http://" * 50_000, "x.com/" * 50_000):
        assert len(domains_of(None, hostile)) <= HOSTS_KEPT


@pytest.mark.parametrize(
    ("url", "tags"),
    [
        ("https://a.example/?id=7731&utm_source=aff&ref=7731", ()),
        ("https://a.example/aff=7731", ()),
        ("https://a.example/?AffiliateId=Ann.7", ("~affiliateid=ann.7",)),
        ("https://a.example/?x=1;a_aid=4f&hop=ann", ("~a_aid=4f", "~hop=ann")),
        (f"https://a.example/?{'&'.join(f'aff={i:02}' for i in range(900))}", tuple(f"~aff=0{i}" for i in range(4))),
    ],
)
def test_affiliates_tags_stand_behind_the_domains(url: str, tags: tuple[str, ...]) -> None:
    assert domains_of([url], None) == domains_of(None, f"see {url} now") == ("a.example", *tags)
    assert domains_of(None, url.partition("//")[2].partition("/")[2]) == ()
