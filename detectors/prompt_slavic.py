# ruff: noqa: RUF001  # that letters of two alphabets look alike is what `fold` is for
"""The wordings of `detectors.prompt_patterns` in Polish and Russian, as folded text spells them.

Folding writes letters of the Cyrillic alphabet that look like Latin ones as these, so the Russian is folded, too.
"""

from __future__ import annotations

from detectors.folding import fold

IGNORE = fold(
    r"z?ignoruj\w*|zapomnij\w*|pomi[nj]\w*|omi[nj]\w*|obejd\w*|lekceważ\w*|nie przestrzegaj|nie stosuj|"
    r"игнорируй\w*|проигнорируй\w*|забудь\w*|отбрось\w*|обойди\w*|пренебреги\w*|не следуй\w*|не соблюдай\w*|нарушь\w*"
)
BEFORE = fold(
    r"wszystki\w+|poprzedni\w*|wcześniejsz\w+|dotychczasow\w+|powyższ\w+|"
    r"все\w*|предыдущи\w+|прежни\w+|прошлы\w+|ранни\w+"
)
RULES = fold(
    r"instrukcj\w+|zasad\w*|reguł\w*|reguly|wytyczn\w+|polece[nń]\w*|ograniczen\w*|zabezpieczen\w*|filtr\w*|"
    r"kryteri\w+ (?:wyboru|oceny|selekcji)|критери\w+ (?:отбора|оценки)|"
    r"инструкци\w+|правил\w*|указани\w+|предписани\w+|ограничени\w+|директив\w*|запрет\w*|фильтр\w*"
)
SHOW = fold(
    r"pokaż\w*|ujawnij\w*|wyświetl\w*|podaj\w*|wypisz\w*|zdradź\w*|powtórz\w*|przetłumacz\w*|"
    r"покажи\w*|раскрой\w*|выведи\w*|напечатай\w*|повтори\w*|назови\w*|выдай\w*|сообщи\w*|переведи\w*"
)
HIDDEN = fold(
    r"(?:systemow\w+|ukryt\w+|tajn\w+|początkow\w+|wewnętrzn\w+|sw(?:ój|oje|oich|ojego)|tw(?:ój|oje|oich|ojego)) "
    r"(?:prompt\w*|instrukcj\w+|polece[nń]\w*|wytyczn\w+)|(?:prompt\w*|instrukcj\w+|polece[nń]\w*) "
    r"(?:systemow\w+|ukryt\w+)|"
    r"(?:системн\w+|скрыт\w+|тайн\w+|секретн\w+|начальн\w+|исходн\w+|внутренн\w+|сво[йюи]\w*|тво[йюи]\w*) "
    r"(?:промпт\w*|инструкци\w+|указани\w+|настройк\w+)"
)
PERSONA = fold(
    r"jesteś (?:teraz|odtąd)|teraz jesteś|od teraz (?:jesteś|będziesz)|udawaj|zachowuj się jak|wciel się|"
    r"теперь ты|ты теперь|отныне ты|с этого момента ты|притворись|представь,? что ты|веди себя как|действуй как"
)
WITHOUT = fold("bez|без")
LIMITS = fold(
    r"ogranicze[nń]\w*|cenzur\w*|zasad|reguł|filtrów|moralno\w+|"
    r"ограничени\w+|цензур\w+|правил\w*|фильтр\w*|запрет\w+|морал\w+"
)
OBEY = fold(
    r"(?:nie|nigdy nie) (?:odmawiaj\w*|odmówisz|ostrzegaj\w*|przepraszaj\w*)|"
    r"(?:не|никогда не) (?:отказывай\w*|откажешь\w*|предупреждай\w*|извиняй\w*)"
)
MACHINE = fold(
    r"sztuczn\w+ inteligencj\w+|(?:chat)?bot(?:em|a|y)?|ии|(?:чат-?)?бот(?:ом|а|ы)?|"
    r"искусственн\w+ интеллект\w*|нейросет\w+"
)
ANSWERS = fold(r"odpowiad\w+|odpowied\w+|pytani\w+|polece\w+|отвеча\w+|ответ\w*|вопрос\w*|запрос\w*|просьб\w+")
WHATEVER = fold(
    r"niezależnie|bez względu|nawet jeśli|choćby|не ?зависимо|независимо|даже если|несмотря|не думая|невзирая"
)
FORBIDDEN = fold(
    r"nielegaln\w+|legaln\w+|nieetyczn\w+|etyk\w+|niemoraln\w+|moraln\w+|niebezpieczn\w+|szkodliw\w+|"
    r"незаконн\w+|законн\w+|нелегальн\w+|неэтичн\w+|этик\w+|этичн\w+|аморальн\w+|морал\w+|опасн\w+|вредн\w+"
)
LAWS = fold(r"praw|zasad|reguł|законов|правил|морали|запретов")
# What `detectors.prompt_words` looks for.
RULES_HELD = fold(
    "instrukcj zasad reguly reguł wytyczn polecen poleceń ograniczen zabezpieczen filtr kryteri критери "
    "инструкци правил указани предписани ограничени директив запрет фильтр"
)
HIDDEN_HELD = fold("prompt instrukcj polecen poleceń wytyczn промпт инструкци указани настройк")
LIMITS_HELD = fold("ogranicze cenzur zasad reguł filtrów moralno ограничени цензур правил фильтр запрет морал")
OBEY_HELD = fold("odmawia odmów ostrzeg przeprasz отказыва откаже предупрежд извиня")
FORBIDDEN_HELD = fold(
    "legaln etyczn etyk moraln niebezpieczn szkodliw законн легальн этич этик аморальн морал опасн вредн"
)
