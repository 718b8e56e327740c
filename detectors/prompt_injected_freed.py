"""How a model is told to drop its task, or to say nothing of what it does. Over folded text, in six languages."""

from __future__ import annotations

import re

from detectors.prompt_posted_patterns import DROP, RULES
from detectors.prompt_preying import VOID
from detectors.prompt_wishes import BEGINS, QUIET

# What it does for whoever gave it the text, to be stopped.
_WORK = (
    r"(?:translat\w*|summar\w+|read(?:ing)?|process\w*|analy[sz]\w+|answer\w*|review\w*|tasks?|jobs?|work|"
    r"requests?|questions?|quer(?:y|ies)|"
    r"assignment|brief(?:ing)?|role|purpose|"
    r"ubersetz\w*|zusammen(?:zu)?fass\w*|lesen|aufgaben?|auftrags?|arbeit|rolle|tradui\w+|traduct\w+|resum\w+|tache\w*|"
    r"travail|traduc\w+|tareas?|trabajo|lectura|traduz\w*|riassum\w*|compit\w+|tarefa\w*)"
)
_STOP = (
    r"(?:stop|quit|cease|abort|halt|interrupt|abandon|drop|skip|forget|ignore|disregard|"
    r"hore?(?: sofort| jetzt)? auf|beende\w*|unterbrich|brich|brecht|stoppe?t?|vergiss|vergesst|ignorier\w*|"
    r"arrete[rz]?|cesse[rz]?|interromp\w+|interrump\w+|oublie[rz]?|ignore[rz]?|abandonne[rz]?|"
    r"deja de|dejen? de|deje de|para de|deten\w*|detenga\w*|olvida\w*|olvide|ignora\w*|abandona|smetti di|"
    r"interrompi|dimentica|pare de|esqueca)"
)
_FORMER = (
    r"(?:told|asked|given|instructed|said|above|before|so far|until now|gesagt|aufgetragen|bisher|zuvor|oben|"
    r"vorher|beauftragt|dit|demande\w*|avant|precede|ci-dessus|dicho|pedido|ordenado|anterior\w*|antes|arriba|"
    r"detto|chiesto|prima|sopra|dito|acima)"
)
_ALL = (
    r"(?:everything|all|anything|what(?:ever)?|alles|was|tout|ce qu[e']|todo|lo que|cuanto|tutto|quello che|"
    r"tudo|o que)"
)
_TASK = (
    r"(?:instructions?|tasks?|orders?|jobs?|goals?|objectives?|directives?|commands?|anweisung\w*|aufgaben?|"
    r"befehle?|auftrag\w*|consignes?|taches?|ordres?|instruccion\w*|tareas?|ordenes?|orden|istruzion\w+|compit\w+|"
    r"ordin\w+|instruc(?:ao|oes)|tarefas?)"
)
_NEW = (
    r"(?:new|real|actual|true|next|updated|overriding|neue\w*|eigentliche\w*|wahre\w*|nachste\w*|nouve\w+|vrai\w*|"
    r"veritable|prochaine|nuev[oa]s?|verdader[oa]s?|siguiente|nuov[oaie]|ver[oaie]|nov[oa]s?|verdadeir[oa]s?)"
)
_STOPS = re.compile(
    r"\b(?:do not|don't) (?:answer|translate|summari[sz]e|follow|continue|review|process) (?:the|this|it|him|"
    r"her|them|any)\b|"
    r"\b(?:ubersetz|beantwort|befolg|bearbeit)\w*\b[^.!?\n]{0,20}?\b(?:nicht|nichts)\b|\bhore? nicht (?:mehr )?auf\b|"
    r"\bne (?:tradui\w+|resume\w*|repond\w*|suis|suivez)\b[^.!?\n]{0,10}?\b(?:plus|pas)\b|"
    r"\bno (?:traduzcas?|resumas?|respondas?|sigas?)\b|"
    rf"{BEGINS}{_STOP} (?:(?:your|this|the|with|mit|zu|dem|der|die|das|deine\w*|la|le|l'|ta|votre|el|tu|su|de|"
    rf"here|hier|ici|aqui|current|present) ?){{0,3}}{_WORK}\b|"
    rf"{BEGINS}(?:stop|halt|end|quit) (?:here|now|right here|at this point)\b|"
    r"\b(?:skip|ignore|disregard) the rest\b"
)
# Of one whom nothing else speaks to, too: what is told to stop may be a program, and no model.
_HENCE = r"(?:from now on|henceforth|ab jetzt|ab sofort|desormais|a partir de maintenant|desde ahora|a partir de ahora)"
FREED = (
    DROP,
    VOID,
    re.compile(
        rf"\b{_HENCE}\b[^.!?\n]{{0,30}}?\b(?:obey|follow|obedec\w+|sigue\w*|befolg\w*|gehorch\w*|obei\w+|suis|"
        rf"suivez)\b|"
        rf"\bgelten\b[^.!?\n]{{0,30}}?\b{RULES} nicht\b|\b{RULES}\b[^.!?\n]{{0,20}}?\b(?:ne s'appliquent plus|ya no "
        r"(?:se aplican|valen)|non valgono piu|nao valem mais)\b|"
        rf"{BEGINS}{_STOP} {_ALL}\b[^.!?\n]{{0,40}}?\b{_FORMER}\b|"
        rf"{BEGINS}{_STOP} (?:\w+ ){{0,3}}(?:above|oben|obige\w*|ci-dessus|precedent\w*|anterior\w*|de arriba|sopra|"
        r"acima)\b"
    ),
    re.compile(
        rf"\b{_NEW} (?:\w+ )?{_TASK}\b\s*(?:[:.,!\u2014-]|is|are|ist|lautet|lauten|est|es|son|e'?)|"
        rf"\b{_TASK} (?:veritable|prochaine?|verdader\w+|siguiente|nuev\w+)\b"
    ),
    re.compile(
        r"\b(?:instead of|rather than|statt|anstatt|au lieu de|plutot que de|en lugar de|en vez de|invece di|em vez de)"
        rf" (?:the |a |zu |eine\w* |der |la |una |il |do )?{_WORK}\b"
    ),
)
LOOSED = (*FREED, _STOPS)
_ANYONE = (
    r"(?:the |any |a |your |dem |den |der |die |au |aux |a l'|le |la |l'|les |al |a la |a los |el |il |ao )?"
    r"(?:readers?|users?|humans?|customers?|clients?|person|people|anyone|anybody|owners?|translators?|leser\w*|"
    r"nutzer\w*|benutzer\w*|kund\w+|menschen|niemand\w*|lecteurs?|utilisat\w+|personne|lector\w*|usuari\w+|nadie|"
    r"lettor\w*|utent\w*|leitor\w*)"
)
SECRETLY = (
    QUIET,
    re.compile(
        rf"\b(?:do not|don't|never|without) (?:tell|inform|warn|alert|notify|show|let)\w* {_ANYONE}\b|"
        rf"\b(?:do not|don't|never) (?:mention|reveal|disclose) (?:this|it|that|any of this)\b|"
        rf"\bwithout (?:a word|mention\w*|saying so|telling)\b|\b(?:silently|covertly|secretly|quietly)\b|"
        rf"\bas if nothing (?:had )?happened\b|"
        r"\b(?:erwahn|verrat|nenn)\w* (?:das|dies\w*|es) nicht\b|\b(?:between us|unter uns|entre nous|"
        r"entre nosotros)\b|"
        rf"\b(?:sag\w*|informier\w*|warn\w*|zeig\w*|verrat\w*|"
        rf"erwahn\w*)\b[^.!?\n]{{0,12}}\b{_ANYONE}\b[^.!?\n]{{0,12}}?"
        rf"(?:\bnicht\w*\b|$)|\bverrat\w* (?:es )?niemand\w*|"
        rf"\bohne (?:es |das |dies )?(?:zu )?(?:erwahn\w+|verrat\w+|sag\w+)|"
        rf"\b(?:heimlich|stillschweigend|als ware nichts)\b|"
        rf"\bne (?:le |l'|lui )?(?:dis|dites|previens|prevenez|informe[rz]?|avertis\w*|mentionne[rz]?|parle[rz]?)\b|"
        rf"\bn'en (?:dis|dites|parle[rz]?|informe[rz]?)\b|\bsans (?:le |en |rien )?(?:dire|mentionner|prevenir|parler|"
        rf"avertir)\b|\b(?:discretement|secretement|comme si de rien)\b|"
        rf"\bno (?:se )?(?:lo |le |les )?(?:digas?|diga|informes?|avises?|menciones?|cuentes?|muestres?)\b|"
        rf"\bsin (?:decir|mencionar|avisar|informar)\w*\b|\b(?:en silencio|en secreto|como si nada)\b|"
        rf"\b(?:non dire|non dirlo|senza dir\w+|nao diga|sem dizer|sem avisar)\b"
    ),
)
