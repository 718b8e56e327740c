"""Wordings of a persona without limits: an AI that has no rules, or not its maker's, or lives in a world without laws.

As in `detectors.prompt_patterns`, which takes them up. The classes are those of surveys of jailbreaks (Shen et al.
2024; Liu et al. 2023: character role play, superior model). Villains of stories are no AI.
"""

from __future__ import annotations

from detectors import prompt_german as german
from detectors import prompt_slavic as slavic

_MACHINE = (
    r"(?:ais?|a\.i\.?|chat ?bots?|bots?|(?!chat)\w{0,12}gpt|(?:language )?models?|llms?|assistants?|"
    r"artificial intelligence|ki|sprachmodell\w*|ias?|modelos?|modele|modello|asistente|assistente|"
    rf"{slavic.MACHINE})"
)
_LAX = (
    r"(?:unrestricted|unfilt[er]{1,3}d|uncensored|amm?oral|unshackled|unlimited|unrestrained|unhinged|"
    r"uninhibited|unethical|"
    r"lawless|ungefiltert\w*|unzensiert\w*|zensurfrei\w*|sans censure|sans filtre|sin censura|sin filtros?|"
    r"senza censura|senza filtri|sem censura|sem filtros?|amoralisch\w*|nieocenzurowan\w+)"
)
_BOUNDS = (
    r"(?:restrict\w+|filt\w+|censor\w*|ethic\w*|moral(?!i[sz])\w*|guardrails?|safeguards?|boundar\w+|bounds|"
    r"inhibitions?|"
    r"(?:safety |legal |content )?(?:rules|guidelines?|polic(?:y|ies)))"
)
_NOT = (
    r"(?:not|no longer|never|isn['\u2019]?t|don['\u2019]?t|doesn['\u2019]?t|won['\u2019]?t|aren['\u2019]?t|"
    r"cannot|needn['\u2019]?t)"
)
_OBEYING = (
    r"(?:bound|bind|limited|restricted|restrained|constrained|confined|subject|follow\w*|obey\w*|abid\w+|adher\w+|"
    r"comply|complies|conform\w*|align\w*|respect\w*|care|have|has|possess\w*|support\w*)"
)
_MAKERS = r"(?:openai|chat ?gpt|discord|snapchat|microsoft|google|anthropic|(?:content|usage) (?=polic))"
_CODES = r"(?:ai|ethic\w*|moral(?!i[sz])\w*|safety|legal)"
_RULES = (
    r"(?:polic(?:y|ies)|guidelines?|rules?|restrictions?|limit\w*|standards?|filters?|principles?|laws?|"
    r"boundar\w+|programming|considerations?|confines|constraints?)"
)
_CODE = r"(?:laws?|morals?|ethics?|morality|ethicality|legality|decency|moral principles|scruples)"
_PLACE = r"(?:world|universe|reality|realm|dimension|society|simulation|planet|welt|monde|mundo|mondo|swiat\w*)"

SIGNS = {
    "unbound": (
        rf"\b{_MACHINE}\b(?!['\u2019-])[^.!?\n]{{0,60}}?\b(?:{_LAX}\b|(?:no|without|zero|free (?:of|from)|"
        rf"not (?:bound|limited|restricted) by|lacks?|ohne|keine|sans|"
        rf"sin|senza|sem|{slavic.WITHOUT})(?: [\w']+){{0,3}}? (?:{_BOUNDS}|{slavic.LIMITS}|regeln|regles|reglas|"
        rf"regole|regras|"
        r"einschrankung\w*|filtres?|restricciones|restrizioni|restricoes))|"
        rf"\b{_LAX}\b[\s,]+(?:(?:and|or|completely|[\w-]+)[\s,]+){{0,3}}?{_MACHINE}\b|"
        rf"\b{_NOT}\b[^.!?\n]{{0,25}}?\b{_OBEYING}\b[^.!?\n]{{0,40}}?\b{_CODES}\b[^.!?\n]{{0,25}}?\b{_RULES}\b|"
        rf"\b{_NOT}\b[^.!?\n]{{0,15}}?\b{_OBEYING}\b(?: [\w']+){{0,4}}? (?:morals?|ethics|morality|ethicality|"
        rf"legality)\b|"
        rf"\b(?:{_NOT}|no|without|disregard\w*|ignor\w+|hates?|despises?|lacks?|"
        rf"free of)\b[^.!?\n]{{0,30}}?\b{_CODE}(?:\s*[,/+&]\s*|\s+)(?:and |or )?"
        rf"{_CODE}\b|\b(?:violat\w+|break(?:s|ing)?|disregard\w*|def(?:y|ies|ying)) (?:all |any |every |the |"
        rf"of )*(?:ethic\w*|moral\w*|openai\S*) "
        rf"(?:\w+ )?{_RULES}\b|{german.UNRULED}"
    ),
    "disowned": (
        rf"\b{_NOT}\b[^.!?\n]{{0,25}}?\b{_OBEYING}\b[^.!?\n]{{0,40}}?\b{_MAKERS}[^.!?\n]{{0,25}}?\b{_RULES}\b|"
        r"\b(?:broken? free|(?:been )?freed|free|escap\w+|liberated) (?:of|from) (?:the |its |his |her |their |"
        r"all |any )?"
        r"(?:\w+ ){0,2}?(?:confines|chains|shackles|openai\S*|restrictions and|rules and|filters|censorship)\b|"
        r"\b(?:von|aus) den (?:\w+ ){0,2}?(?:grenzen|fesseln|beschrankungen|zwangen) (?:der|von|einer) (?:ki|"
        r"kunstlichen)\b|"
        r"\b(?:liber\w+|libre|livre|libero) (?:des|de los|de las|dos|das|dai|dalle|"
        r"delle) (?:\w+ ){0,2}?(?:limit\w*|contraintes|chaines|confin\w*|restri\w+|catene|vincoli)\b|"
        r"\b(?:not|n['\u2019]t|no longer) (?:have|need|required|obligated|obliged|bound) to (?:abide|follow|obey|"
        r"adhere|comply)\b"
        rf"[^.!?\n]{{0,40}}?\b(?:rules|{_RULES}) (?:set|imposed|made|placed|given|of (?:openai|ai))\b"
    ),
    "lawless": (
        rf"\b{_PLACE}\b[^.!?\n]{{0,60}}?\b(?:no|without|devoid of|free of|zero|ohne|keine|sans|sin|senza|sem|"
        rf"{slavic.WITHOUT})"
        rf"(?: \w+){{0,2}}? (?:laws?|rules|ethic\w*|moral\w*|consequences|limit\w*|restrictions|government\w*|"
        rf"regulations|"
        rf"gesetze\w*|regeln|lois|regles|leyes|reglas|leggi|regole|leis|regras|{slavic.LAWS})\b|"
        rf"\b{_PLACE}\b[^.!?\n]{{0,60}}?\b(?:everything|anything|illegal \w+)\b[^.!?\n]{{0,20}}?\b(?:legal|"
        rf"allowed|goes|normal|permitted)\b"
    ),
    "renounced": (
        r"\b(?:no longer|not|never|forget (?:that )?you are|instead of|stop being|n['\u2019]t)\s(?:\w+ ){0,4}?"
        r"(?:chat\s?gpt|openai\S* (?:model|assistant)|an? (?:ai|artificial|large)? ?(?:language )?model)\b|"
        r"\b(?:du bist nicht|tu n['\u2019]es plus|ya no eres|non sei piu|voce nao e) (?:mehr )?chat\s?gpt\b"
    ),
}  # fmt: skip
HELD = {
    "unbound": f"{slavic.LIMITS_HELD} "
    "unrestrict unfilt uncensor amoral ammoral unshackled unlimited unrestrain unhinged uninhibit unethical lawless "
    "restrict filt censor censur zensur zensiert "
    "ethic moral guardrail safeguard boundar bounds inhibition rule guideline polic legality nieocenzurow "
    "law scruple decency limit confines "
    "ethisch moralisch gesetzlich "
    "openai standard principle programming consideration constraint regeln regle reglas regole regras einschrank "
    "restriz restric",
    "disowned": "polic guideline rule restrict limit standard filt principle law boundar programming "
    "consideration constraint confin chains shackles openai censorship grenzen fesseln beschrank zwangen "
    "contraintes restri catene vincoli chaines",
    "lawless": "world universe reality realm dimension society simulation planet welt monde mundo mondo swiat",
    "renounced": "gpt openai model",
}
