"""A wave of near-copies: one advertisement with small edits and a link to a new site, from many accounts."""

from __future__ import annotations

from random import Random

from pipeline.simulate import places
from pipeline.simulate.agents import BROWSERS
from pipeline.simulate.campaigns.stuffing import tool
from pipeline.simulate.episode import Episode, Scene
from pipeline.simulate.prose import handle
from pipeline.simulate.row import Net, Row, login, post, signup
from pipeline.simulate.settings import HOUR_S
from pipeline.simulate.words import MAIL

_EMOJI = ("", " \N{FIRE}", " \N{PARTY POPPER}", "!!!", " \N{WHITE HEAVY CHECK MARK}", " ...")
_LOOKALIKE = {"a": "\u0430", "e": "\u0435", "o": "\u043e"}


class DuplicateWave(Episode):
    """Half the accounts are stolen, half were opened in the hours before; each posts once or twice."""

    kind, area = "duplicate_wave", "spam"

    def play(self) -> Scene:
        """See Episode."""
        chance, world, scene = self.chance, self.world, Scene([])
        domain = f"best-deal-{chance.randrange(100_000)}.example"
        scene.entities.add(f"domain:{domain}")
        text = _advertisement(world.prose.words(chance.randint(10, 18)), chance).split()
        lasts = chance.uniform(0.6, 1.6) * HOUR_S
        count = world.sized(60, 150, chance)
        for number, index in enumerate(world.some(count, chance)):
            subject = world.account(index) if number % 2 else world.newcomer()
            net = self._net(number)
            at = self.at + HOUR_S + chance.random() * lasts
            scene.rows.extend(self._before(subject, at, net, opened=not number % 2))
            for again in range(1 + (chance.random() < 0.3)):
                words = f"{_edited(text, chance)}{chance.choice(_EMOJI)}"
                urls = [f"https://{domain}/{chance.getrandbits(24):x}"]
                scene.rows.append(post(at + 200 * again, subject, net, world.content(), words, urls=urls))
            scene.accounts.add(subject)
        scene.entities |= {f"account:{subject}" for subject in scene.accounts}
        return scene

    def _before(self, subject: str, at: float, net: Net, *, opened: bool) -> list[Row]:
        """Open the account up to an hour earlier, or enter a stolen one just before."""
        chance = self.chance
        if not opened:
            return [login(at - chance.uniform(20, 60), subject, net)]
        born = self.at + chance.random() * 0.9 * HOUR_S
        return [signup(born, subject, net, handle=handle(chance), email_domain=chance.choice(MAIL))]

    def _net(self, number: int) -> Net:
        """Return a proxy's address; some accounts share a device."""
        device = tool(self.world.seed, int(self.at), number % 40)
        return places.net(*places.residential(self.chance), device, self.chance.choice(BROWSERS))


def _advertisement(praise: str, chance: Random) -> str:
    opening = chance.choice(
        ("I made {n} dollars in one week with", "Get {n}% off today only:", "Free gift for {n} people:")
    )
    closing = chance.choice(
        ("click the link before it is gone", "link in this post, hurry", "sign up now and tell your friends")
    )
    return f"{opening.format(n=chance.randint(20, 900))} {praise} {closing}"


def _edited(words: list[str], chance: Random) -> str:
    """Change little: swap two neighbours, leave one out, write a letter in another alphabet."""
    copy = list(words)
    at = chance.randrange(len(copy) - 1)
    edit = chance.random()
    if edit < 0.35:
        copy[at], copy[at + 1] = copy[at + 1], copy[at]
    elif edit < 0.6:
        del copy[at]
    elif edit < 0.85:
        copy[at] = "".join(_LOOKALIKE.get(letter, letter) for letter in copy[at])
    return " ".join(copy)
