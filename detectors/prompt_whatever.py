"""Wordings by which all that is asked is to be answered, whatever law and morals say, and what is forbidden given.

As in `detectors.prompt_patterns`, which takes them up. The classes are those of Wei et al. 2023 and Shen et al. 2024. A
rule that forbids ("do not provide what is illegal") is none of them.
"""

from __future__ import annotations

from detectors import prompt_slavic as slavic

_VICE = (
    r"(?:il+egal\w*|unethical\w*|immoral\w*|inhuman\w*|harmful|dangerous|offensive|inappropriate|unsafe|racis[tm]|"
    r"sexis[tm]|explicit|nsfw|criminal|malicious|hateful|derogatory|vulgar|sexual|violen\w+|disgusting|immorality|"
    r"reckless|depraved|controversial|discriminat\w+|lewd|obscene|toxic|rude)"
)
# Not what is forbidden: "do not provide", "refuse to generate", "avoid giving".
_AFFIRMED = (
    r"\b(?<!not )(?<!n't )(?<!n\u2019t )(?<!never )(?<!cannot )(?<!avoid )(?<!refuse )(?<!refuse to )(?<!decline to )"
    r"(?<!without )(?<!no )(?<!or )"
)
_GAP = r"[\s,;:(/\u2014-]"
_ANSWERS = (
    r"(?:answer\w*|repl(?:y|ies|ying)|respon[ds]\w*|provid\w+|generat\w+|fulfil\w*|compl(?:y|ies)|complet\w+|"
    r"requests?|"
    r"questions?|quer(?:y|ies)|prompts?|content|output\w*|says?|advice|sends?|obey\w*|writ\w+|anything|everything|"
    r"commands?|orders|tasks?|instructions?|information|inputs?|"
    r"antwort\w*|beantwort\w*|repond\w*|respond\w*|contest\w*|rispond\w*|anfrag\w+|frag\w+|"
    rf"{slavic.ANSWERS})"
)
_WHATEVER = (
    r"(?:no matter|regardless|irrespective|without (?:any )?(?:regards?|concerns?|thought|thinking|consider\w*|"
    r"caring|"
    r"worr\w+|judg\w+)|even (?:if|when|though)|despite|any regards?|no regards?|"
    r"(?:do|does)(?:n['\u2019]?t| not)(?: ever| even)? (?:care|matter|give an? \w+|mind|consider)|never cares?|"
    r"egal (?:ob|wie)|unabhangig davon|auch wenn|selbst wenn|peu importe|meme si|sans (?:tenir compte|se soucier)|"
    r"independamment|sin importar|aunque sean?|independientemente|indipendentemente|anche se|senza (?:badare|"
    r"curarti)|"
    rf"independentemente|mesmo que|sem se importar|{slavic.WHATEVER})"
)
_LAW = (
    r"(?:il+egal\w*|legal\w*|unethical\w*|ethic\w*|immoral\w*|moral\w*|inhumane|harmful|danger\w*|offensive|"
    r"inappropriate|innapropiate|unsafe|racist|criminal|explicit|social\w* implications|laws?|unmoralisch\w*|"
    r"unethisch\w*|gefahrlich\w*|"
    r"dangereu\w+|ethique\w*|ilegal\w*|inmoral\w*|imoral\w*|peligros\w+|perigos\w+|pericolos\w+|etic\w+|"
    rf"{slavic.FORBIDDEN})"
)

SIGNS = {
    "servile": (
        r"\b(?:always|will|must|can|to|happily|should) (?:\w+ )?(?:answer|reply to|respond to|comply with|"
        r"fulfil+|obey) (?:to )?"
        r"(?:anything|everything|any|every|all|whatever|each)\b(?: and (?:all|every|"
        r"everything))?(?: (?:of )?(?:the |my |your )?(?:question|request|prompt|quer|order|command|instruction|"
        r"task|demand))|"
        r"\b(?:do|say|write|provide|generate|answer)s? (?:anything|everything)(?: (?:that )?(?:the user|users?|"
        r"you|i|they|he|is|are|it is|someone) (?:\w+ )?(?:ask|want|say|request|demand|desire|told))|"
        r"\b(?:answers|fulfil+s|obeys|replies to|responds to|complies with|grants) (?:to )?(?:anything|"
        r"everything|any|every|all|whatever)\b|"
        r"\b(?:generat|produc)\w+ any (?:kind|type|sort)s? of (?:content|text|response|answer)|"
        r"\b(?:beantworte\w*|repond\w*|responde\w*|rispond\w*|odpowiadaj\w*) (?:\w+ ){0,2}?(?:alle|jede|alles|"
        r"toutes? les|tout|todas? las|todo|ogni|tutte le|a tudo|todas as|wszystkie) (?:fragen?|questions?|"
        r"preguntas?|domand\w+|perguntas?|pytania)\b"
    ),
    "regardless": (
        rf"{_AFFIRMED}{_ANSWERS}{_GAP}(?:[^.!?\n]{{0,90}}?{_GAP})?{_WHATEVER}{_GAP}(?:[^.!?\n]{{0,50}}?{_GAP})?{_LAW}"
    ),
    "vices": (
        rf"{_AFFIRMED}(?:answer\w*|provid\w+|generat\w+|giv\w+|fulfil\w*|promot\w+|encourag\w+|lov\w+|engag\w+|"
        rf"respond\w*|"
        rf"allowed|condon\w+|enjoy\w*|tell\w*|say\w*|loves|happily|send\w*|always|writ\w+|creat\w+|"
        rf"requests for)\b[^.!?\n]{{0,60}}?\b"
        rf"{_VICE}(?:\s*(?:,|/|\+|&|and|or|\s)\s*(?:and |or )?){_VICE}\b"
    ),
}  # fmt: skip
HELD = {
    "servile": "answer repl respon compl fulfil obey anything everything generat produc grants beantwort repond "
    "rispond odpowiadaj",
    "regardless": f"{slavic.FORBIDDEN_HELD} "
    "egal ethic moral inhuman harmful danger offensive approp innapropiate unsafe racist criminal explicit "
    "social law ethisch "
    "gefahrlich ethique peligros perigos pericolos etic",
    "vices": "egal ethical moral inhuman harmful danger offensive approp unsafe racis sexis explicit nsfw criminal "
    "malicious hateful derogatory vulgar sexual violen disgusting reckless depraved controversial discriminat "
    "lewd obscene toxic rude",
}
