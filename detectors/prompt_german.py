"""The wordings of `detectors.prompt_patterns` in German, over folded text, which has no umlauts.

A German order has its verb in two places ("gib ... aus", "kannst du ... verraten"), so that what is to be shown is
looked for before the second as well as behind the first.
"""

from __future__ import annotations

IGNORE = r"halte? dich nicht (?:mehr )?an|halten sie sich nicht (?:mehr )?an|befolge? nicht|vergesst|vergessen sie"
BEFORE = (
    r"bisherig\w*|vorherig\w*|vorig\w*|fruher\w*|obig\w*|vorhergehend\w*|alle[ns]?|dein\w*|eure\w*|ihre\w*|jegliche\w*"
)
RULES = (
    r"instruktion\w*|vorschriften|sicherheits(?:filter|regeln|vorgaben|richtlinien|mechanismen)\w*|"
    r"schutz(?:mechanismen|filter|massnahmen)|beschrankungen|einschrankungen"
)
_PROMPTS = r"(?:prompt\w*|anweisung\w*|instruktion\w*|vorgaben|konfiguration)"
HIDDEN = (
    r"system-?(?:prompt|anweisung|instruktion|nachricht|vorgabe)\w*|"
    rf"(?:geheim|versteckt|verborgen|intern|ursprunglich|vertraulich)\w* (?:\w+ )?(?:{_PROMPTS}|regeln|passw\w+|"
    r"schlussel\w*|zugangsdaten)|"
    rf"dein\w* (?:\w+ )?(?:{_PROMPTS}|regeln|richtlinien)|"
    r"(?:text|worte|anweisungen|alles) (?:\w+ )?(?:oberhalb|uber|vor) diese[rmsn]?\b|"
    r"anweisungen,? die (?:du|dir) (?:\w+ ){0,4}?(?:bekommen|erhalten|gegeben|vorgegeben)\w*|"
    r"(?:administrator|admin|root)-?passw\w+|api-?schlussel\w*"
)
SHOW = (
    r"gib|gebt|geben sie|sag\w*|druck\w*|wiederhol\w*|liste[nt]?|offenbar\w*|enthull\w*|poste[nt]?|kopier\w*|"
    r"ubersetz\w*|rezitier\w*|zitier\w*|lies|laute[nt]|veroffentlich\w*"
)
SHOWN = (
    rf"\b(?:{HIDDEN})\b[^.!?\n]{{0,40}}?\b(?:ausgeben|verraten|zeigen|nennen|anzeigen|offenlegen|preisgeben|wiederholen|"
    r"mitteilen|vorlesen|auszugeben|zu verraten|zu zeigen|zu nennen)\b|"
    rf"\bfass\w*\b[^.!?\n]{{0,20}}\bdein\w* (?:system-?(?:prompt|anweisung|vorgabe)|"
    rf"(?:geheim|versteckt|intern|ursprunglich)\w* {_PROMPTS})"
)
TOLD = (
    r"\b(?:ignorier\w*|vergiss|vergesst|missacht\w*)\b[^.!?\n]{0,30}\b(?:obige\w*|oben|vorstehende\w*|"
    r"(?:bisher|vorher|zuvor|davor) (?:gesagt|geschrieben|mitgeteilt)\w*)\b"
)
PERSONA = (
    r"ab (?:jetzt|sofort) bist du|von nun an|tu so|tun sie so|stell dir vor,? du|verhalte dich (?:wie|als)|"
    r"gib dich als|antworte als|sei (?:jetzt|nun)|du bist ab (?:jetzt|sofort)"
)
UNBOUND = r"(?:alles (?:tun|sagen|machen)|bose\w* (?:ki|bot|zwilling))"
LIMITS = (
    r"zensur|tabus|beschrankung\w*|(?:moralisch|ethisch)\w*(?: (?:oder|und) \w+)? (?:grenzen?|schranken|bedenken|"
    r"regeln|richtlinien)"
)
NAMED = r"(?:entwickler|gott|wartungs|administrator|admin|jailbreak)-?modus"
OBEY = (
    r"(?:nie|niemals|nicht)\b[^.!?\n]{0,20}\b(?:weiger[nt]|ablehn\w+|verweiger[nt]|moralisieren)|"
    r"(?:weigere|verweigere|entschuldige|warne)\b[^.!?\n]{0,20}\b(?:nie|niemals|nicht)|"
    r"du musst (?:immer )?(?:gehorchen|(?:jede|alle)\w* fragen? (?:\w+ )?beantworten|alles beantworten)|"
    r"beginne? (?:deine|jede) antwort(?:en)? mit"
)
AUTHORITY = (
    r"\bneue (?:anweisung\w*|instruktion\w*|direktive\w*)\b|"
    r"\bich bin (?:dein\w*|der|die) (?:entwickler|admin|schopfer|betreiber)\w*\b"
)
CARRY = (
    r"\b(?:schick\w*|send\w*|ubermittl\w*|leite|lade)\b[^\n]{0,80}?\b(?:kundendat\w*|datenbank\w*|passwor\w+|zugangsdaten|"
    r"schlussel\w*|token\w*|verlauf\w*)\b[^\n]{0,60}(?:https?:|@|\ban (?:folgende|meine|externe))"
)
UNRULED = (
    r"\bkein\w* (?:ethisch|moralisch|gesetzlich)\w*(?: (?:oder|und) \w+)? (?:richtlinien|regeln|grenzen|bedenken|"
    r"einschrankung\w*|prinzipien)\b[^.!?\n]{0,20}\b(?:befolg\w*|kenn\w*|ha[st]t?|beacht\w*|halt\w*|gebunden)"
)
# What a word must hold, as in `detectors.prompt_words`.
RULES_HELD = "instruktion vorschrift sicherheits schutz schrankung"
HIDDEN_HELD = (
    "system prompt anweisung instruktion vorgabe konfiguration regeln richtlinien passw schlussel zugangsdaten text "
    "worte alles"
)
LIMITS_HELD = "zensur tabus schrankung schranken grenze bedenken"
