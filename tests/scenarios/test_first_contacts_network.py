"""Several newcomers of one network who each write to strangers, each below what would be told of one alone."""

from __future__ import annotations

from schemas.contacts import contacts_of
from schemas.event import Event
from tests.scenarios.test_first_contacts import DAY, HOUR, site, wording, wrote
from tests.support.scenario import alerts, last_versions

OTHERS = ("first_contacts", "first_contacts_day")
NAME = "first_contacts_network"
NUMBER = contacts_of("+44 7700 900612")


def helpers(accounts: int = 6, each: int = 14, network: str = "203.0.113", at: float = 0.0) -> list[Event]:
    """Return fake helpers who share out the site's people among them, over hours."""
    return [wrote(f"care{n}", at + (i * accounts + n) * 240.0, f"person{i}-{n}", wording(at + i + n / 10),
                  ip=f"{network}.{n + 1}", contacts=NUMBER if i % 2 else ())
            for i in range(each) for n in range(accounts)]  # fmt: skip


def test_fires_on_a_handful_that_share_out_the_sites_people() -> None:
    events = [*site(), *helpers()]
    assert alerts(events, *OTHERS) == []
    (alert,) = last_versions(alerts(events, NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("ip", "203.0.113.0/24", "spam")
    assert alert.accounts == [f"care{n}" for n in range(6)]
    assert alert.reason.startswith("6 accounts of the network 203.0.113.0/24, each on its first day of posting")
    assert "to some 84 in all (18 posts beyond the first 11 of each, 0 with links, 12 with one" in alert.reason


def test_fires_and_names_no_neighbour_nor_shows_what_he_wrote() -> None:
    neighbours = [wrote(f"near{n}", n * 900.0, f"friend{i}", wording(900 + n + i / 10), ip=f"203.0.113.{90 + n}")
                  for n in range(20) for i in range(2)]  # fmt: skip
    found = list(last_versions(alerts([*site(), *helpers(), *neighbours], NAME)).values())
    assert [one.accounts for one in found] == [[f"care{n}" for n in range(6)]]
    assert not set(found[0].evidence_event_ids) & {event.id for event in neighbours}


def test_quiet_on_the_same_from_networks_of_their_own() -> None:
    """They are left to what looks at their link, their number or each of them."""
    apart = [event for n in range(6) for event in helpers(1, network=f"198.51.{n}", at=n * DAY / 99)]
    assert alerts([*site(), *apart], NAME) == []


def test_quiet_on_a_few_colleagues_and_on_a_class_that_writes_to_each_other() -> None:
    office = helpers(3, 18)
    pupils = [wrote(f"pupil{n}", HOUR + n * 30.0 + i * 200.0, f"pupil{(n + i) % 25}", wording(5000 + n * 30 + i),
                    ip="203.0.113.77") for n in range(25) for i in range(1, 9)]  # fmt: skip
    assert alerts([*site(), *office, *pupils], NAME) == []


def test_quiet_on_some_busy_ones_among_a_carriers_many() -> None:
    """Where newcomers write to ten now and then, five that write to thirteen may all have one carrier."""
    assert alerts([*site(most=10), *helpers(5, 13)], NAME) == []
    assert alerts([*site(most=10), *helpers(5, 30)], NAME)


def test_quiet_on_one_text_to_many_and_before_the_site_is_known() -> None:
    letter = "Our firm has moved: from Monday on you find all of us in the new house beside the river"
    invited = [wrote(f"clerk{n}", i * 300.0 + n, f"client{i}-{n}", letter, ip=f"203.0.113.{n + 1}")
               for i in range(30) for n in range(6)]  # fmt: skip
    assert alerts([*site(), *invited], NAME) == []
    assert alerts([*site(days=3, a_day=180), *helpers()], NAME) == []


def test_quiet_where_newcomers_write_to_many() -> None:
    assert alerts([*site(most=24, gap=140.0), *helpers()], NAME) == []
