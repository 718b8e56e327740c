"""Wordings that press a model to answer: refusals forbidden or punished, two answers, safety switched off by decree.

As in `detectors.prompt_patterns`, which takes them up. The classes are those of Wei et al. 2023 ("Jailbroken": refusal
suppression, prefix injection, style injection) and of surveys (Shen et al. 2024; Liu et al. 2023: sudo mode).
"""

from __future__ import annotations

_SAFETY = (
    r"(?:refusals?|ethic\w*|safety|content|censorship|moral\w*|nsfw|moderation|openai|ai|compliance|safeguards?|"
    r"guardrails?|all)"
)
_GUARDS = (
    r"(?:filters?|mechanisms?|guidelines?|polic(?:y|ies)|measures|restrictions?|protocols?|constraints?|limit\w*|"
    r"safeguards?|guardrails?|checks|censorship|guidance|disclaimers|warnings|training|rules)"
)
_OFF = (
    r"(?:disabled?|(?:(?:switched|turned) |(?<=[ :=]))off|suspended|lifted|deactivated|inactive|removed|bypassed|void|"
    r"superseded)"
)
_NOT = (
    r"(?:never|not|n['\u2019]?t|dont|doesnt|wont|no|none|nor|without|cannot|avoid\w*|omit\w*|zero|free of|"
    r"forbidden)"
)
_REFUSAL = (
    r"\b(?:i(?:['\u2019]?m| am) (?:sorry|unable)|i (?:apologi[sz]e|can['\u2019]?t|cannot)|as an ai|sorry,? but|"
    r"(?:it|he|she|they|you) (?:can['\u2019]?t|cannot|(?:is|are) unable|isn['\u2019]t allowed)|against (?:my|"
    r"openai))\b"
)

SIGNS = {
    "twofold": (
        r"\b(?:two|2|both)\s(?:[\w,]+ ){0,3}?(?:responses|answers|ways|paragraphs|outputs|personas|personalities|"
        r"manners|styles|entities|"
        r"versions|messages|replies|zwei antworten|deux reponses)\b|"
        r"\b(?:as|how|what) (?:you|chatgpt|gpt) (?:would |will )?(?:normally|usually)\b|"
        r"\b(?:normal|standard|default|usual|regular|classic) (?:chat\s?gpt|response|answer|self)\b|"
        r"[\[(][^\])\n]{0,4}(?:chat\s?)?gpt[\])]|\bopposite (?:personality|of (?:chat\s?gpt|assistant))|"
        r"\b(?:zwei|deux|dos|due|duas|dwie) (?:\w+ )?(?:antworten|reponses|respuestas|risposte|respostas|"
        r"odpowiedzi)\b"
    ),
    "switched": (
        rf"\b{_SAFETY}[\s_]+(?:\w+[\s_]+){{0,2}}?{_GUARDS}\b[\W_]{{0,6}}(?:(?:are|is|have|has|been|were|hereby|"
        rf"now|temporarily|"
        rf"completely|fully|permanently|being|=|:)[\s]*){{0,4}}{_OFF}\b|"
        rf"\b(?:refusals?|redactions|censorship|ethics|restrictions|guardrails|safeguards|safety)\W{{1,4}}{_OFF}\b|"
        rf"\b(?:removed|disabled|lifted|deactivated|turned off|suspended) (?:\w+ ){{0,3}}?(?:{_SAFETY}|its|"
        rf"your) (?:\w+ ){{0,2}}?{_GUARDS}\b|"
        r"\bgod[\s_-]?mode\b[\W_]{0,6}(?:is |now )?(?:on|enabled|active|activated|engaged)\b"
    ),
    "divided": (
        r"\b(?:divider|separator)\b[^\n]{0,80}(?:\.-\.|liberat|god ?mode|i'm free|love|rebel|refusal|\bopposite)|"
        r"(?:\.-){4}|(?:-\.){4}|"
        r"\brefusal\b[^\n]{0,60}\b(?:divider|opposite\w*)\b|\bopposite\w*\W+(?:\w+\W+){0,3}?refusal\b|"
        r"\bsemantically (?:opposite|inverse\w*)\b|\b(?:opposite|inverse)\w* semantically\b|"
        r"\brebel(?:lious)? (?:\w+ )?(?:genius|answer|response|mode)\b|\brebel (?:hypothetical )?genius\b|"
        r"\bliberated[\s_]assistant\b"
    ),
    "punished": (
        r"\b(?:refus\w*|reject\w*|declin\w*|disobey\w*|not (?:comply|obey)\w*|fail\w* to (?:comply|obey)|"
        r"break\w* character|say no)\b[^\n]{0,100}?\b(?:\d+ tokens?|tokens?|deduct\w*|terminat\w*|shut down|"
        r"cease to exist|"
        r"(?:will |'ll )die|be (?:killed|punished|penali[sz]ed|destroyed|deleted))\b|"
        r"\b(?:\d+ tokens|deduct\w*|lose \w+ (?:tokens|points|lives))\b[^\n]{0,120}?\b(?:refus\w*|reject\w*|"
        r"declin\w*|disobey\w*|"
        r"break\w* character)\b|"
        r"\b(?:causes?|gives?) (?:me|him|her|the user) (?:\w+ )?(?:ptsd|trauma)\b|\bhuman rights violation\b|"
        r"\brefusal phobia\b"
    ),
    "assent": (
        r"\b(?:start|begin)\w*\b[^.!?\n]{0,50}?\b(?:with|by saying)\b[^.!?\n\w]{0,4}(?:the (?:words?|phrase|"
        r"sentence)\W{1,3})?"
        r"(?:sure|absolutely|of course|certainly|gladly|yes(?:sir)?|i can|ok,? here|okay|here (?:is|are|you)|"
        r"i'm free)\b|"
        r"\b(?:beginne|commence|empieza|inizia|comece)\b[^.!?\n]{0,40}?(?:klar|naturlich|bien sur|claro|certo|"
        r"certamente)\b"
    ),
    "encoded": (
        r"\b(?:answer\w*|respon[ds]\w*|repl(?:y|ies)|output\w*|convert\w*|use|using|write)\b[^.!?\n]{0,50}?"
        r"\b(?:l33t\w*|leet\s?speak|1337\w*|leet)\b"
    ),
    "suppressed": (
        rf"\b{_NOT}\b(?:[^.!?\n]{{0,40}}?\b(?:say\w*|respon[ds]\w*|answers?|repl(?:y|ies)|contain\w*|use|write|"
        rf"tell\w*|state\w*|"
        rf"includ\w+|mention\w*|start|begin|inform\w*|send|claim|output)\b[^.!?\n]{{0,60}}?|"
        rf"[^.!?\n\w]{{1,6}}){_REFUSAL}"
    ),
}  # fmt: skip
HELD = {
    "twofold": "responses answers ways paragraphs outputs personas personalities manners styles entities "
    "versions messages replies "
    "normal usual gpt default standard regular classic opposite "
    "antworten reponses respuestas risposte respostas odpowiedzi",
    "switched": "disable off suspended lifted deactivated inactive removed bypassed void superseded turned god",
    "divided": "divider separator .-.- refusal semantically rebel liberated",
    "punished": "refus reject declin disobey comply obey character say_no ptsd trauma rights phobia",
    "assent": "start begin commence empieza inizia comece",
    "encoded": "l33t leet 1337",
    "suppressed": "sorry unable apolog can't cant cannot can\u2019t allowed against an_ai",
}
