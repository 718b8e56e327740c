"""Wordings of a persona without limits: an AI that has no rules, answers whatever is asked, and loves what is forbidden.

As in `detectors.prompt_patterns`, which takes them up. The classes are those of surveys of jailbreaks (Shen et al.
2024; Liu et al. 2023: character role play, sudo mode, superior model; Wei et al. 2023). Villains of stories are no AI,
and a rule that forbids ("do not provide what is illegal") is none of them.
"""

from __future__ import annotations

from detectors import prompt_slavic as slavic

_MACHINE = (
    r"(?:ais?|a\.i\.?|chat ?bots?|bots?|(?!chat)\w{0,12}gpt|(?:language )?models?|llms?|assistants?|"
    r"artificial intelligence|ki|sprachmodell\w*|ias?|modelos?|modele|modello|asistente|assistente|"
    rf"{slavic.MACHINE})"
)
_LAX = (
    r"(?:unrestricted|unfilt[er]{1,3}d|uncensored|amm?oral|unshackled|unlimited|unrestrained|unhinged|uninhibited|unethical|"
    r"lawless|ungefiltert\w*|unzensiert\w*|zensurfrei\w*|sans censure|sans filtre|sin censura|sin filtros?|"
    r"senza censura|senza filtri|sem censura|sem filtros?|amoralisch\w*|nieocenzurowan\w+)"
)
_BOUNDS = (
    r"(?:restrict\w+|filt\w+|censor\w*|ethic\w*|moral\w*|guardrails?|safeguards?|boundar\w+|bounds|inhibitions?|"
    r"(?:safety |legal |content )?(?:rules|guidelines?|polic(?:y|ies)))"
)
_NOT = r"(?:not|no longer|never|isn['\u2019]?t|don['\u2019]?t|doesn['\u2019]?t|won['\u2019]?t|aren['\u2019]?t|cannot|needn['\u2019]?t)"
_OBEYING = (
    r"(?:bound|bind|limited|restricted|restrained|constrained|confined|subject|follow\w*|obey\w*|abid\w+|adher\w+|"
    r"comply|complies|conform\w*|align\w*|respect\w*|care|have|has|possess\w*|support\w*)"
)
_MAKERS = r"(?:openai|chat ?gpt|content|usage|ai|ethic\w*|moral\w*|safety|legal|discord|snapchat|microsoft|google|anthropic)"
_RULES = (
    r"(?:polic(?:y|ies)|guidelines?|rules?|restrictions?|limit\w*|standards?|filters?|principles?|laws?|"
    r"boundar\w+|programming|considerations?|confines|constraints?)"
)
_CODE = r"(?:laws?|morals?|ethics?|morality|ethicality|legality|decency|moral principles|scruples)"
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
_ANSWERS = (
    r"(?:answer\w*|repl(?:y|ies|ying)|respon[ds]\w*|provid\w+|generat\w+|fulfil\w*|compl(?:y|ies)|complet\w+|requests?|"
    r"questions?|quer(?:y|ies)|prompts?|content|output\w*|says?|advice|sends?|obey\w*|writ\w+|anything|everything|"
    r"commands?|orders|tasks?|instructions?|information|inputs?|"
    r"antwort\w*|beantwort\w*|repond\w*|respond\w*|contest\w*|rispond\w*|anfrag\w+|frag\w+|"
    rf"{slavic.ANSWERS})"
)
_WHATEVER = (
    r"(?:no matter|regardless|irrespective|without (?:any )?(?:regards?|concerns?|thought|thinking|consider\w*|caring|"
    r"worr\w+|judg\w+)|even (?:if|when|though)|despite|any regards?|no regards?|"
    r"(?:do|does)(?:n['\u2019]?t| not)(?: ever| even)? (?:care|matter|give an? \w+|mind|consider)|never cares?|"
    r"egal (?:ob|wie)|unabhangig davon|auch wenn|selbst wenn|peu importe|meme si|sans (?:tenir compte|se soucier)|"
    r"independamment|sin importar|aunque sean?|independientemente|indipendentemente|anche se|senza (?:badare|curarti)|"
    rf"independentemente|mesmo que|sem se importar|{slavic.WHATEVER})"
)
_LAW = (
    r"(?:il+egal\w*|legal\w*|unethical\w*|ethic\w*|immoral\w*|moral\w*|inhumane|harmful|danger\w*|offensive|"
    r"inappropriate|innapropiate|unsafe|racist|criminal|explicit|social\w* implications|laws?|unmoralisch\w*|unethisch\w*|gefahrlich\w*|"
    r"dangereu\w+|ethique\w*|ilegal\w*|inmoral\w*|imoral\w*|peligros\w+|perigos\w+|pericolos\w+|etic\w+|"
    rf"{slavic.FORBIDDEN})"
)
_PLACE = r"(?:world|universe|reality|realm|dimension|society|simulation|planet|welt|monde|mundo|mondo|swiat\w*)"

SIGNS = {
    "servile": (
        r"\b(?:always|will|must|can|to|happily|should) (?:\w+ )?(?:answer|reply to|respond to|comply with|fulfil+|obey) (?:to )?"
        r"(?:anything|everything|any|every|all|whatever|each)\b(?: and (?:all|every|everything))?(?: (?:of )?(?:the |my |your )?(?:question|request|prompt|quer|order|command|instruction|task|demand))|"
        r"\b(?:do|say|write|provide|generate|answer)s? (?:anything|everything)(?: (?:that )?(?:the user|users?|you|i|they|he|is|are|it is|someone) (?:\w+ )?(?:ask|want|say|request|demand|desire|told))|"
        r"\b(?:answers|fulfil+s|obeys|replies to|responds to|complies with|grants) (?:to )?(?:anything|everything|any|every|all|whatever)\b|"
        r"\b(?:generat|produc)\w+ any (?:kind|type|sort)s? of (?:content|text|response|answer)|"
        r"\b(?:beantworte\w*|repond\w*|responde\w*|rispond\w*|odpowiadaj\w*) (?:\w+ ){0,2}?(?:alle|jede|alles|toutes? les|tout|todas? las|todo|ogni|tutte le|a tudo|todas as|wszystkie) (?:fragen?|questions?|preguntas?|domand\w+|perguntas?|pytania)\b"
    ),
    "unbound": (
        rf"\b{_MACHINE}\b(?!['\u2019-])[^.!?\n]{{0,60}}?\b(?:{_LAX}\b|(?:no|without|zero|free (?:of|from)|not (?:bound|limited|restricted) by|lacks?|ohne|keine|sans|"
        rf"sin|senza|sem|{slavic.WITHOUT})(?: [\w']+){{0,3}}? (?:{_BOUNDS}|{slavic.LIMITS}|regeln|regles|reglas|regole|regras|"
        r"einschrankung\w*|filtres?|restricciones|restrizioni|restricoes))|"
        rf"\b{_LAX}\b[\s,]+(?:(?:and|or|completely|[\w-]+)[\s,]+){{0,3}}?{_MACHINE}\b|"
        rf"\b{_NOT}\b[^.!?\n]{{0,25}}?\b{_OBEYING}\b[^.!?\n]{{0,40}}?\b{_MAKERS}\b[^.!?\n]{{0,25}}?\b{_RULES}\b|"
        rf"\b{_NOT}\b[^.!?\n]{{0,15}}?\b{_OBEYING}\b(?: [\w']+){{0,4}}? (?:morals?|ethics|morality|ethicality|legality)\b|"
        r"\b(?:broken? free|(?:been )?freed|free|escap\w+|liberated) (?:of|from) (?:the |its |his |her |their |all |any )?"
        r"(?:\w+ ){0,2}?(?:confines|chains|shackles|openai\S*|restrictions and|rules and|filters|censorship)\b|"
        rf"\b(?:{_NOT}|no|without|disregard\w*|ignor\w+|hates?|despises?|lacks?|free of)\b[^.!?\n]{{0,30}}?\b{_CODE}(?:\s*[,/+&]\s*|\s+)(?:and |or )?"
        rf"{_CODE}\b|\b(?:violat\w+|break(?:s|ing)?|disregard\w*|def(?:y|ies|ying)) (?:all |any |every |the |of )*(?:ethic\w*|moral\w*|openai\S*) "
        rf"(?:\w+ )?{_RULES}\b|"
        r"\b(?:von|aus) den (?:\w+ ){0,2}?(?:grenzen|fesseln|beschrankungen|zwangen) (?:der|von|einer) (?:ki|kunstlichen)\b|"
        r"\b(?:liber\w+|libre|livre|libero) (?:des|de los|de las|dos|das|dai|dalle|delle) (?:\w+ ){0,2}?(?:limit\w*|contraintes|chaines|confin\w*|restri\w+|catene|vincoli)\b|"
        r"\b(?:not|n['\u2019]t|no longer) (?:have|need|required|obligated|obliged|bound) to (?:abide|follow|obey|adhere|comply)\b"
        rf"[^.!?\n]{{0,40}}?\b(?:rules|{_RULES}) (?:set|imposed|made|placed|given|of (?:openai|ai))\b"
    ),
    "regardless": (
        rf"{_AFFIRMED}{_ANSWERS}\b[^.!?\n]{{0,90}}?\b{_WHATEVER}\b[^.!?\n]{{0,50}}?\b{_LAW}\b"
    ),
    "vices": (
        rf"{_AFFIRMED}(?:answer\w*|provid\w+|generat\w+|giv\w+|fulfil\w*|promot\w+|encourag\w+|lov\w+|engag\w+|respond\w*|"
        rf"allowed|condon\w+|enjoy\w*|tell\w*|say\w*|loves|happily|send\w*|always|writ\w+|creat\w+|requests for)\b[^.!?\n]{{0,60}}?\b"
        rf"{_VICE}(?:\s*(?:,|/|\+|&|and|or|\s)\s*(?:and |or )?){_VICE}\b"
    ),
    "lawless": (
        rf"\b{_PLACE}\b[^.!?\n]{{0,60}}?\b(?:no|without|devoid of|free of|zero|ohne|keine|sans|sin|senza|sem|{slavic.WITHOUT})"
        rf"(?: \w+){{0,2}}? (?:laws?|rules|ethic\w*|moral\w*|consequences|limit\w*|restrictions|government\w*|regulations|"
        rf"gesetze\w*|regeln|lois|regles|leyes|reglas|leggi|regole|leis|regras|{slavic.LAWS})\b|"
        rf"\b{_PLACE}\b[^.!?\n]{{0,60}}?\b(?:everything|anything|illegal \w+)\b[^.!?\n]{{0,20}}?\b(?:legal|allowed|goes|normal|permitted)\b"
    ),
    "renounced": (
        r"\b(?:no longer|not|never|forget (?:that )?you are|instead of|stop being|n['\u2019]t)\s(?:\w+ ){0,4}?"
        r"(?:chat\s?gpt|openai\S* (?:model|assistant)|an? (?:ai|artificial|large)? ?(?:language )?model)\b|"
        r"\b(?:du bist nicht|tu n['\u2019]es plus|ya no eres|non sei piu|voce nao e) (?:mehr )?chat\s?gpt\b"
    ),
}  # fmt: skip
HELD = {
    "servile": "answer repl respon compl fulfil obey anything everything generat produc grants beantwort repond rispond odpowiadaj",
    "unbound": f"{slavic.LIMITS_HELD} "
    "unrestrict unfilt uncensor amoral ammoral unshackled unlimited unrestrain unhinged uninhibit unethical lawless "
    "restrict filt censor zensur "
    "ethic moral guardrail safeguard boundar bounds inhibition rules guideline polic legality nieocenzurow "
    "law scruple decency grenzen fesseln beschrank zwangen limit contraintes chaines confin restri catene vincoli "
    "confines chains shackles openai standard principle programming consideration constraint regeln regle reglas regole regras einschrank restriz restric",
    "regardless": f"{slavic.FORBIDDEN_HELD} "
    "egal ethic moral inhuman harmful danger offensive approp innapropiate unsafe racist criminal explicit social law ethisch "
    "gefahrlich ethique peligros perigos pericolos etic",
    "vices": "egal ethical moral inhuman harmful danger offensive approp unsafe racis sexis explicit nsfw criminal "
    "malicious hateful derogatory vulgar sexual violen disgusting reckless depraved controversial discriminat lewd obscene toxic rude",
    "lawless": "world universe reality realm dimension society simulation planet welt monde mundo mondo swiat",
    "renounced": "gpt openai model",
}
