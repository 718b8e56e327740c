"""More than one stage: a chain through an internal topic, and two stages that share an input."""

from __future__ import annotations

from confluent_kafka.admin import AdminClient

from tests.kafka.carrier.fixtures import Bench
from tests.kafka.carrier.log import keys_of, outputs, rows, states, wait_committed
from tests.kafka.carrier.tally import Tally, expected
from tests.kafka.carrier.threaded import working
from tests.support.kafka_topics import MakeTopic

QUICK = {"checkpoint_interval_s": 0.2, "max_batch_records": 300}


def test_a_chain_of_stages_reads_only_what_was_checkpointed(bench: Bench, make_topic: MakeTopic) -> None:
    end = make_topic("end", 2)
    first, second = bench.stage(), Tally((bench.target,), end, every=2, name="second")
    sent = rows(4_000)
    for half in (sent[:2_500], sent[2_500:]):  # stopped and started in between
        with working([first, second], bench.worker(**QUICK)):
            bench.feed(half)
            bench.wait_committed()
            wait_committed(bench.bootstrap, bench.settings.app_id, keys_of(bench.target, 2))
    middle = outputs(bench.bootstrap, bench.target)
    assert middle == expected(sent, 5)[1]
    passed = sorted(middle, key=lambda value: int(value.split(b"=")[1].split(b":")[0]))
    chained = expected([(value.split(b"=")[0], value) for value in passed], 2)
    assert states(bench.bootstrap, f"{bench.settings.app_id}-second-changelog") == chained[0]
    assert outputs(bench.bootstrap, end) == chained[1]


def test_stages_that_share_an_input_begin_where_each_of_them_stands(bench: Bench) -> None:
    sent = rows(3_000)
    late = Tally((bench.source,), bench.target, every=10_000, name="late")
    with working([bench.stage()], bench.worker(**QUICK)):
        bench.feed(sent[:2_000])
        bench.wait_committed()
    _forget_commits(bench)
    with working([bench.stage(), late], bench.worker(**QUICK)) as worker:
        worker.wait_ready()
        bench.feed(sent[2_000:])
        bench.wait_committed()
    state, out = expected(sent, 5)
    assert states(bench.bootstrap, bench.state_topic) == state
    assert outputs(bench.bootstrap, bench.target) == out
    assert states(bench.bootstrap, f"{bench.settings.app_id}-late-changelog") == state


def _forget_commits(bench: Bench) -> None:
    """Delete the group, so that the new stage has no commit to begin from."""

    admin = AdminClient({"bootstrap.servers": bench.bootstrap})
    for done in admin.delete_consumer_groups([bench.settings.app_id]).values():
        done.result()
