"""A sign-up farm that is weak everywhere and plain in sum: by an unknown mail domain or program, or by its devices."""

from __future__ import annotations

from detectors.base import Finding, Signal
from detectors.counts import EXAMPLES_KEPT
from detectors.first_times import in_order
from detectors.settled_window import SETTLES_S
from detectors.signup_groups_agent import of_agents
from detectors.signup_groups_judged import NEARLY_ALL, NEW, Group, of_devices, of_domain
from detectors.signup_groups_state import DAY_STEPS, STEP_S, STEPS, Day, GroupState, Made, made_of
from detectors.signup_groups_words import of_agent_told, of_devices_told, of_domain_told
from detectors.signup_steps import ALL, SignupSteps
from detectors.surprise import to_score
from detectors.tally import Tally
from schemas.event import Event
from schemas.values import Severity

KNOWN_LEAST = 50.0  # sign-ups before, without which nobody can say what is new: as in `signup_agent`
DAYS_LEAST = 7  # and days: firms join on weekdays
DOMAIN = "domain "
DOMAINS_KEPT = 5  # of a program's accounts
MANY = 60  # accounts: as `signup_agent` and `signup_chain` count a farm as large


class SignupGroups(SignupSteps[GroupState]):
    """Sign-ups over the whole site that belong together, judged every hour: within a day, or within three.

    Fires where one mail domain that nobody had comes from many networks within a day, where many more devices than
    usual have three accounts each, and where a program that nobody had comes from everywhere within three days, most of
    its accounts with one of a few mail domains that people with other programs do not have. Quiet on a firm, a school
    or a conference that signs up where it is, on members whom somebody invites, on a launch in another country with
    that country's mail providers, on a release and on a firm with a program of its own, on families and on a school's
    tablets, on a site to which firms or shared devices come all the time, and in a site's first week. Takes a firm that
    joins from its people's homes uninvited for a farm where no firm did before. Fails where each domain brings less
    than eight, each device two, and a program has the mail that people have. A share is a binomial's tail, exact. Cost:
    0.15 ms a sign-up, 0.04 at a large site.
    """

    name = "signup_groups"
    version = 2
    kinds = ("account.signup",)
    area = "fake_accounts"
    state_type = GroupState
    step_s = STEP_S
    window_steps, counted_steps = STEPS, DAY_STEPS
    reach_s = STEP_S + SETTLES_S
    idle_s = DAY_STEPS * STEP_S

    def remembers(self, event: Event) -> bool:
        """Note sign-ups that say from where, and with which mail domain or device."""
        return event.ip is not None and (event.email_domain is not None or event.device is not None)

    def score(self, event: Event, state: GroupState, key: str) -> Signal | None:
        """Return the surprise of the sign-ups with this mail domain so far; None where nothing is told."""
        if not self.remembers(event):
            return None
        step, one = int(event.time // STEP_S), made_of(event)
        warm, surprise = _warm(state, step, DAY_STEPS), 0.0
        if warm and one.domain:
            group = _with_domain(state, step).get(one.domain, {}) | {event.subject: one}
            surprise = of_domain(state, step, one.domain, group).surprise
        return Signal(self.name, self.version, key, to_score(surprise), warm, surprise)

    def _note(self, event: Event, state: GroupState) -> None:
        state.add(event, made_of(event))

    def _judge(self, state: GroupState, step: int) -> None:
        day, last = Day(), {one.domain for one in state.made.get(step, {}).values()}
        for domain, made in sorted(_with_domain(state, step).items()):
            if domain in last:
                group = of_domain(state, step, domain, made)
                hot = self._accuse(state, step, group, DAY_STEPS, domain)
                if group.newness >= NEW:
                    day.extra = max(day.extra, min(group.networks - 1, 2 * group.most if hot else group.networks))
        used = []
        for group in of_devices(state, step):
            hot = self._accuse(state, step, group, STEPS)
            used.append(min(group.count(), 2 * group.most + 1 if hot else group.count()))
            day.devices = group.seen
        day.reused, day.moved = used
        state.note(step, day)
        for group in of_agents(state, step):
            self._accuse(state, step, group, STEPS, *group.domains)

    def _accuse(self, state: GroupState, step: int, group: Group, steps: int, *domains: str) -> bool:
        """Accuse a group that is surprising enough, where enough is known of the site."""
        if group.surprise < self.hot_from or not _warm(state, step, steps):
            return False
        tally = state.tallies[step]
        tally.examples = self._shown(tally, step, group)
        tally.hot = True
        told = (group.devices, group.networks, group.known, group.country, int(group.moved), len(group.domains))
        tally.crest(len(group.made), float(group.most), group.surprise, told)
        for domain in domains[:DOMAINS_KEPT]:
            tally.add(DOMAIN + domain)
        for name, one in group.made.items():
            tally.member(name, one.time)
        return True

    def _shown(self, tally: Tally, step: int, group: Group) -> list[tuple[float, str]]:
        """Return the earliest of the step's events that are of this group, or of a more surprising one in it."""
        if tally.hot and tally.surprise >= group.surprise:
            return tally.examples
        mine = [(one.time, one.event) for one in group.made.values() if one.event and int(one.time // STEP_S) == step]
        return sorted(mine)[:EXAMPLES_KEPT]

    def explain(self, run: Tally, state: GroupState, key: str) -> Finding:
        """Say what the most surprising group shares, and what is usual."""
        names = in_order(run.members)
        devices, networks, known, country, moved, shared = (*run.detail, 0, 0, 0, 0, 0, 0)[:6]
        domains = sorted(name.removeprefix(DOMAIN) for name in run.extra or {} if name.startswith(DOMAIN))
        evidence: dict[str, float | int | str] = {
            "largest_group": int(run.peak), "devices": devices, "networks": networks, "most_before": int(run.usual),
            "of_one_country": country, "mail_domains": ", ".join(domains[:DOMAINS_KEPT]),
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        if devices:
            told = of_devices_told(run, devices, networks, moved)
        elif shared:
            told = of_agent_told(run, networks, known, shared)
        else:
            told = of_domain_told(run, networks, known, country)
        apart = country <= NEARLY_ALL * run.peak and (country or shared)
        plain: Severity = "medium" if devices or apart else "low"
        severity: Severity = "high" if run.peak >= MANY and plain == "medium" else plain
        total = run.distinct() if run.level else len(names)
        return Finding(severity, evidence, told[0], told[1], names, total)


def _warm(state: GroupState, step: int, steps: int) -> bool:
    return len(state.before(step, steps)) >= DAYS_LEAST and state.known(ALL, step) >= KNOWN_LEAST


def _with_domain(state: GroupState, step: int) -> dict[str, dict[str, Made]]:
    """Return the day's sign-ups by mail domain."""
    found: dict[str, dict[str, Made]] = {}
    for name, one in state.lately(step, DAY_STEPS):
        if one.domain:
            found.setdefault(one.domain, {})[name] = one
    return found
