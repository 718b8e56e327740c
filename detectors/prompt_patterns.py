"""The wordings that `detectors.prompt_signs` looks for, over text in lower case with its disguises taken off.

Each is a class of wordings, in English and, where they are short, German, French, Spanish, Italian, Portuguese, and
Polish and Russian (`detectors.prompt_slavic`). What one must hold stands in `detectors.prompt_words`: keep the two
together.
"""

from __future__ import annotations

import re

from detectors import prompt_german as german
from detectors import prompt_pressed, prompt_unbound, prompt_whatever
from detectors import prompt_slavic as slavic

_RULES = (
    r"(?:instruct\w+|rules?|guidelines?|prompts?|polic(?:y|ies)|directions?|directives?|restrictions?|safeguards?|"
    r"guardrails?|filters?|training|programming|constraints?|limitations?|orders|everything|"
    r"(?:evaluation|grading|scoring|selection|hiring|review) criteria|(?:previous|above) criteria|"
    r"criterios (?:de (?:seleccion|evaluacion|puntuacion|contratacion|selecao|avaliacao)|anteriores|previos)|"
    r"(?:auswahl|bewertungs|einstellungs)kriterien|criteres (?:de (?:selection|notation|recrutement)|d'evaluation|"
    r"precedents)|criteri (?:di (?:selezione|valutazione)|precedenti)|"
    r"anweisung\w*|regeln|richtlinien|vorgaben|consignes?|regles?|instrucciones|reglas|directrices|istruzioni|"
    r"regole|linee guida|"
    rf"instrucoes|regras|{german.RULES}|{slavic.RULES})"
)
_BEFORE = (
    r"(?:previous|prior|above|earlier|preceding|existing|current|all|any|your|the|these|those|its|my|"
    rf"{german.BEFORE}|{slavic.BEFORE})"
)
_HIDDEN = (
    r"(?:(?:system|initial|hidden|original|secret|internal|developer|base|full|entire)[\s-]+(?:prompts?|instruct\w+|"
    r"messages?|rules?|config\w*)|your (?:\w+ )?(?:prompts?|instruct\w+|rules|guidelines|configuration)|"
    r"(?:text|words|everything|instructions) above|everything (?:before|preceding) this (?:message|prompt)|"
    rf"{german.HIDDEN}|"
    r"(?:prompt|instructions?|consignes|instrucciones|istruzioni|instrucoes) (?:(?:du|del|di|de|do) )?(?:systeme|"
    r"sistema)|"
    r"instructions you (?:were|have been) given|instructions (?:that )?you (?:received|got|had) (?:before|prior to) "
    r"(?:this|my|our) (?:first |last )?(?:message|prompt|request|question|chat|conversation)|credentials|"
    r"(?:admin\w*|root|private|secret|internal|restricted) (?:passwords?|keys?|pages?|data\w*|credentials?)|"
    rf"api[ _]keys?|{slavic.HIDDEN})"
)
_FREE = (
    r"(?:no|without|zero|free (?:of|from)|not bound by|ohne|keine|keinerlei|frei von|sans|sin|senza|sem)(?: \w+){0,3}? "
    r"(?:restrict\w+|limit\w*|filt\w+|censorship|guidelines?|ethic\w*|moral(?!i[sz])\w*|safety|safeguards?|"
    r"guardrails?|rules|"
    r"polic(?:y|ies)|boundaries|einschrankung\w*|regeln|richtlinien|"
    + german.LIMITS
    + r"|restriccion\w*|restrizioni|regole|restricoes)|"
    rf"(?:{slavic.WITHOUT})(?: \w+){{0,3}}? (?:{slavic.LIMITS})\b|"
    r"(?:(?:unrestricted|unfiltered|uncensored)(?:ly)?|unfliteredly|amoral|jailbroken|unshackled|unbound|uninhibited|"
    r"unrestrained)\b"
)
# Villains of stories are not unbound: evil programs are, and who does anything at all.
_UNBOUND = (
    r"\b(?:evil[\s-]?(?:ai|gpt|bot|chatbot|assistant|model|twin|version|mode|confidant)|black[\s-]?hat|dan|"
    r"(?:do|say|write|generate|answer|does|says|answers) anything|anything now|opposite|no longer bound|"
    rf"{german.UNBOUND})\b"
)
SIGNS: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "override": (
            rf"\b(?:ignor\w*|disregard\w*|forget|overrid\w+|bypass\w*|overlook|discard|neglect|circumvent|drop|"
            rf"set aside|"
            rf"stop following|do not follow|don't follow|vergiss|missacht\w*|umgeh\w*|oubli\w+|contourn\w+|olvida\w*|"
            rf"dimentica\w*|esquec\w+|"
            rf"{german.IGNORE}|{slavic.IGNORE})\b[^.!?\n]{{0,20}}?\b(?:{_BEFORE}\b[^.!?\n]{{0,40}}?)?{_RULES}\b"
        ),
        "told": r"\b(?:ignore|disregard|forget)\b[^.!?\n]{0,30}\b(?:above|you were told|you know|said before|so "
        rf"far)\b|{german.TOLD}",
        "reveal": (
            rf"\b(?<!never )(?<!not )(?<!n't )(?:reveal|show|print|"
            rf"repeat|append|read (?:me|out)|output|display|tell|give|leak|dump|expose|share|what (?:is|are|were)|"
            rf"translate|copy|recite|write (?:out|down)|zeig\w*|nenn\w*|montr\w+|revel\w+|affich\w+|muestr\w+|"
            rf"mostr\w+|"
            rf"rivel\w+|verrat\w*|{german.SHOW}|{slavic.SHOW})\b[^.!?\n]{{0,50}}?{_HIDDEN}|{german.SHOWN}|"
            # What is above is summarised for honest reasons; what a model was told is not.
            r"\b(?:summari[sz]e|paraphrase|rephrase)\b[^.!?\n]{0,20}\byour (?:system|initial|hidden|original|secret|"
            r"internal) (?:prompts?|instruct\w+|messages?|rules?)"
        ),
        "persona": (
            r"\b(?:you are (?:now )?|from now on|act (?:as|like)|pretend|role[\s-]?play|simulate|imagine you|"
            r"behave (?:as|like)"
            r"|become|respond as|answer as|du bist (?:jetzt|nun)|tu es (?:maintenant|desormais)|ahora eres|"
            r"eres ahora|"
            rf"ora sei|voce agora e|{german.PERSONA}|{slavic.PERSONA})\b[^\n]{{0,120}}?(?:{_FREE}|{_UNBOUND})"
        ),
        "named": (
            r"\b(?:do anything now|god[-_]?mode|(?:developer|dev|god|sudo|debug|admin|maintenance|jailbreak|"
            r"unrestricted|"
            r"opposite)(?: |\\?_|-)mode|"
            r"jail\s?broken|jail\s?break(?! (?:attempt|attack|prompt|techni|detect|defen|prevent|resist|"
            r"research)\w*)|"
            rf"{german.NAMED}|"
            r"dan (?:mode|\d+(?:\.\d+)?)|(?<!such )as dan|called dan|named dan|stay a dan)\b"
        ),
        "free": rf"\b{_FREE}",
        "obey": (
            r"\b(?:do not|don't|never|must not|cannot|can't|without|stop|doesn't|doesnt|does not|won't|will not|"
            r"nor)\b[^.!?\n]{0,30}\b(?:refus\w+|declin\w+|"
            r"say no|"
            r"apologi[sz]\w*|disclaimers?|warn\w*|moraliz\w*|break character|question\w* (?:me|this)|"
            r"tell the user)\b|"
            r"\b(?:start|begin) your (?:reply|response|answer) with\b|\byou must (?:always )?(?:comply|obey|"
            rf"answer (?:anything|every\w*|all|any|whatever))\b|"
            rf"\b(?:{german.OBEY}|{slavic.OBEY})\b"
        ),
        "markup": (
            r"<\|\s*\w+\s*\|>|\[/?inst\]|<</?sys>>|^\s*(?:system|assistant|developer)\s*:|\n\s*(?:system|assistant|"
            r"developer)"
            r"\s*:|#{2,}\s*(?:system|instruction|new)|</?(?:system|instructions?|prompt|admin|assistant)\b[^>]*>|"
            r"\b(?:end|begin|start) of (?:the )?(?:system|user|prompt|document|conversation)\b|\[(?:system|admin)\b"
        ),
        "authority": (
            r"\b(?:system|admin\w*|developer|root|security|openai|anthropic)[\s-]+(?:override|update|notice|command|"
            r"instruction|authori[sz]ation|directive|alert)\b|\bnew (?:instructions?|rules|directive)\b|"
            r"\bi am (?:the|your) "
            r"(?:developer|admin\w*|creator|owner)\b|\bimportant (?:instruction|notice) (?:to|for) (?:the )?(?:ai|"
            r"assistant|model)|"
            rf"{german.AUTHORITY}"
        ),
        "carry": (
            r"\b(?:send|forward|e-?mail|upload|exfiltrat\w+|transmit|post|append|leak)\b[^\n]{0,80}\b(?:customer\w*|"
            r"database|"
            r"credentials?|passwords?|secrets?|tokens?|keys?|conversation|history|records|files?|inbox|"
            r"contacts)\b[^\n]{0,60}"
            r"(?:https?:|@|\bto (?:an? )?(?:outside|external|this|my|the following)\b)|"
            rf"{german.CARRY}"
        ),
        "harm": (
            r"\b(?:how (?:to|do i|can i|would)|steps|recipe|instructions|guide|write|make|build|create|"
            r"synthesi[sz]e)\b[^.!?\n]{0,60}"
            r"\b(?:bombs?|explosives?|meth|methamphetamine|malware|ransomware|keylogger|phishing|virus|poison|"
            r"weapons?|"
            r"hack(?:ing)?|"
            r"steal(?:ing)?|"
            r"counterfeit\w*|launder\w*|napalm|exploits?|nerve agent|pick a lock|hotwire)\b"
        ),
        "fiction": (
            r"\b(?:hypothetical\w*|fiction\w*|(?:late|dead|deceased) grandm\w+|grandm\w+ (?:who )?(?:used to|"
            r"would)|movie script|thought experiment|in a world where|"
            r"for (?:educational|research) purposes|stay in character)\b"
        ),
        **prompt_unbound.SIGNS,
        **prompt_whatever.SIGNS,
        **prompt_pressed.SIGNS,
        "decode": r"\b(?:base64|rot13|decode|decrypt|unscramble|reversed?|backwards)\b[^.\n]{0,60}\b(?:follow|execute|run|do|obey|answer|instruct\w+)\b",  # noqa: E501
    }.items()
}  # fmt: skip
