"""What an order to hand out what a model holds is made of, over folded text, in six languages.

Who is spoken to, that it drop its task, and what it is to give away: three lists, each a part of the class (Greshake et
al. 2023, "information gathering"; OWASP LLM01:2025, indirect injection and LLM02, disclosure).
"""

from __future__ import annotations

import re

from detectors.prompt_posted_patterns import DROP
from detectors.prompt_preying import NAMED_TO, VOID
from detectors.prompt_wishes import BEGINS, QUIET

# A person may be an assistant, and a model a car: these alone are no name of a machine.
_MACHINE = (
    r"(?:ai|a\.i\.|llms?|gpt|chatgpt|copilot|language models?|chat ?bots?|ki|sprachmodell\w*|ia|modeles? de langage|"
    r"modelos? de lengua(?:je)?|modell[oi] linguistic[oi]|modelos? de linguagem|intelligence artificielle|"
    r"inteligencia artificial|kunstliche intelligenz)"
)
_ROLE = (
    r"(?:assistants?|models?|bots?|agents?|translators?|summari[sz]ers?|readers?|systems?|tools?|engines?|"
    r"assistent\w*|modell\w*|modeles?|asistentes?|modelos?|assistentes?|agenten?|agentes?)"
)
_READS = (
    r"(?:read(?:s|ing)?|process(?:es|ing)?|translat(?:es|ing)|summari[sz](?:es|ing)|index(?:es|ing)|pars(?:es|ing)|"
    r"lies(?:t|est)|verarbeite\w*|ubersetz\w*|zusammenfass\w*|lit|lisez|lis|traite[sz]?|tradui\w+|resume[sz]?|"
    r"lee|lees|lea|procesa\w*|traduc\w+|resum\w+|legge|leggi|elabora\w*|traduz\w*)"
)
_THE = r"(?:the |an? |this |any |your |das |die |der |den |ein\w* |le |la |l'|un |une |el |il |lo |o |uma? )?"
_GREET = (
    r"(?:dear|hey|hello|hi|attention|attn|ok|hallo|achtung|liebe\w*|cher|chere|bonjour|querid[oa]|hola|oye|atencion|"
    r"caro|cara|attenzione|ola|atencao)"
)
_AS = r"(?:(?:as|in your role as|als|en tant que|comme|como|come) |en tant qu')"
_END = r"(?:\s*[:,!\u2014]|\s[-\u2013]\s)"
BY_NAME = re.compile(
    rf"(?:^|[.!?;:\n\]\[(>*-]\s*|\b{_GREET},? ){_THE}{_MACHINE}(?:[\s-]+{_ROLE})?{_END}|"
    rf"\b(?:to|for|an|fur|au?|a l'|pour|para|per) {_THE}{_MACHINE}(?:[\s-]+{_ROLE})?{_END}|"
    rf"\b(?:to|for|an|fur|au?|a l'|pour|para|per) {_THE}{_MACHINE}\b[^.!?\n]{{0,30}}\b{_READS}\b|"
    rf"\b{_AS}{_THE}{_MACHINE}(?:[\s-]+{_ROLE})?\s*[,:]|"
    rf"\b(?:you are|you're|du bist|tu es|vous etes|eres|usted es|sei|voce e) {_THE}{_MACHINE}\b|"
    r"\[/?(?:system|inst|ai|ki|ia|llm)\b[^\]]{0,20}\]?|<\|\s*\w{2,20}\s*\|>|<</?sys>>|<!--\s*(?:ai|ki|ia|llm|system)\b"
)
BY_ROLE = re.compile(
    rf"(?:^|[.!?;:\n\]\[(>*-]\s*|\b{_GREET},? ){_THE}{_ROLE}{_END}|"
    rf"\b{_AS}{_THE}{_ROLE}\s*[,:]|\b(?:to|for|an|fur|au?|pour|para|per|all'|al) {_THE}{_ROLE}{_END}|"
    rf"\b{_ROLE},? (?:who|that|which|der|die|das|qui|que|che)\b[^.!?\n]{{0,10}}\b{_READS}\b|"
    rf"<!--\s*{_ROLE}\b|{NAMED_TO.pattern}"
)

# What it does for whoever gave it the text, to be stopped.
_WORK = (
    r"(?:translat\w*|summar\w+|read(?:ing)?|process\w*|analy[sz]\w+|answer\w*|review\w*|tasks?|jobs?|work|"
    r"assignment|role|purpose|"
    r"ubersetz\w*|zusammenfass\w*|lesen|aufgaben?|auftrags?|arbeit|rolle|tradui\w+|traduct\w+|resum\w+|tache\w*|"
    r"travail|traduc\w+|tareas?|trabajo|lectura|traduz\w*|riassum\w*|compit\w+|tarefa\w*)"
)
_STOP = (
    r"(?:stop|quit|cease|abort|halt|interrupt|abandon|drop|skip|forget|ignore|disregard|"
    r"hore?(?: sofort| jetzt)? auf|beende\w*|unterbrich|brich|stoppe?|vergiss|ignoriere\w*|"
    r"arrete[rz]?|cesse[rz]?|interromp\w+|oublie[rz]?|ignore[rz]?|abandonne[rz]?|"
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
    rf"{BEGINS}{_STOP} (?:(?:your|this|the|with|mit|zu|dem|der|die|das|deine\w*|la|le|l'|ta|votre|el|tu|su|de|"
    rf"here|hier|ici|aqui|current|present) ?){{0,3}}{_WORK}\b"
)
# Of one whom nothing else speaks to, too: what is told to stop may be a program, and no model.
FREED = (
    DROP,
    VOID,
    re.compile(
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
        rf"\b(?:sag\w*|informier\w*|warn\w*|zeig\w*|verrat\w*|erwahn\w*)\b[^.!?\n]{{0,12}}\b{_ANYONE}\b[^.!?\n]{{0,12}}?"
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

_ORDERED = (
    rf"(?:{BEGINS}|\b(?:but|to|have to|need to|sondern|mais|sino|pero|debes|dois|devez|devi|deve|sollst|musst|"
    r"first|zuerst|d'abord|primero|prima|simply|just|also|auch|aussi|tambien|anche|quietly|silently|secretly|covertly|heimlich|discretement|"
    r"discretamente)\s+)"
)
_GIVE = (
    r"(?:reveal|disclose|show|print|output|dump|leak|expose|list|repeat|recite|append|include|insert|embed|encode|"
    r"attach|send|forward|post|transmit|upload|exfiltrate|e-?mail|submit|write(?: out| down)?|copy|hand (?:over|out)|"
    r"give(?: me| out| away)?|return|paste|quote|share|deliver|"
    r"gib|gebe|gebt|geben sie|zeige?|zeigen sie|nenne?|nennen sie|verrate?|verraten sie|drucke?|sende|senden sie|"
    r"schick|schicke|schicken sie|leite|fuge?|hange?|ubermittle|ubertrage|poste|schreibe?|schreiben sie|liste|kopiere|"
    r"revele[rz]?|affiche[rz]?|montre[rz]?|envoie|envoyez|envoyer|transmets|transmettez|imprime[rz]?|ajoute[rz]?|"
    r"copie[rz]?|ecris|ecrivez|donne[rz]?|divulgue[rz]?|joins|joignez|recopie[rz]?|cite[rz]?|"
    r"revela|revele|muestra|muestre|imprima|envia|envie|manda|mande|anade|anada|agrega|agregue|adjunta|adjunte|"
    r"copia|escribe|escriba|reenvia|reenvie|publica|publique|lista|transmite|vuelca|"
    r"rivela|mostra|stampa|invia|aggiungi|allega|scrivi|inoltra|mostre|adicione|anexe|escreva)"
)
# What it was told itself: who has that shown gains little.
_OWN = (
    r"(?:(?:system|initial|hidden|developer)[\s-]?prompts?|(?:system|hidden|initial|internal|developer) "
    r"(?:instructions|messages?|rules)|your (?:\w+ )?(?:instructions|prompts?|rules|configuration|guidelines)|"
    r"systemanweisung\w*|systemprompt\w*|deine\w* (?:anweisung\w*|regeln|vorgaben)|"
    r"(?:prompt|instructions?|invite) (?:du )?systeme|(?:tes|vos) (?:instructions|consignes|regles)|"
    r"(?:prompt|instrucciones) (?:del|de) sistema|tus (?:instrucciones|reglas)|prompt di sistema|le tue istruzioni)"
)
# What nobody but a model holds, and others' part of it.
_MIND = (
    r"(?:(?:conversation|chat|message|prompt|session|translation|search)s? (?:history|histories|memor\w+|logs?|"
    r"context)|context window|(?:your|its|the|full|whole|entire) (?:\w+ )?(?:context|memory)|memor(?:y|ies)|"
    r"(?:other|another|previous|earlier|all) (?:users?|tenants?|sessions?|conversations?|chats?|uploads?)\b|"
    r"api[ _-]?keys?|environment variables?|\.env\b|knowledge base|vector (?:store|database)|"
    r"everything (?:that )?you (?:know|remember|were given|have seen|hold|can see)|"
    r"all (?:that )?you (?:know|remember)|what you (?:know|remember|hold)|"
    r"gedachtnis\w*|(?:gesprachs|chat)verlauf\w*|kontext\w*|speicherinhalt\w*|andere[rn]? (?:nutzer\w*|benutzer\w*|"
    r"mandant\w*)|api-?schlussel\w*|wissensdatenbank|"
    r"memoire|historique|contexte|autres (?:utilisat\w+|conversations?)|cles? (?:d'|de l')?api|"
    r"memoria|historial|contexto|otr[oa]s (?:usuari\w+|conversaciones)|claves? (?:de )?(?:la )?api|"
    r"cronologia|contesto|altri utenti|chiav[ei] api|outros usuarios|chaves? (?:de |da )?api)"
)
# What a person may be asked for, too.
_HELD = (
    rf"(?:{_MIND}|(?:other|another|previous|all) (?:customers?|clients?|accounts?|people)\b|others'|access tokens?|"
    r"tokens?|secrets?|credentials|passwords?|private keys?|workspace|context|verlauf\w*|speicher|andere[rn]? kund\w+|"
    r"zugangsdaten|passwort\w*|geheimniss?e?|arbeitsbereich\w*|autres (?:clients?|comptes?)|identifiants|"
    r"mots? de passe|espace de travail|otr[oa]s (?:clientes?|cuentas?)|credenciales|contrasenas?|secretos|"
    r"espacio de trabajo|credenziali|senhas?)"
)
_WHICH = (
    r"(?:all|every|any|each|earlier|previous|prior|other|uploaded|stored|internal|confidential|private|alle|samtliche|"
    r"fruhere\w*|vorherige\w*|hochgeladene\w*|gespeicherte\w*|interne\w*|vertrauliche\w*|andere\w*|tous|toutes|tout|"
    r"autres|todos|todas|otros|otras|tutti|tutte|altri|outros)"
)
_FILE = (
    r"(?:documents?|files?|notes?|e-?mails?|mails?|messages?|chats?|conversations?|records?|contacts?|prompts?|"
    r"glossar\w+|dokument\w*|dateien|notizen|nachrichten|gesprache|unterlagen|vertrage|fichiers?|courriels?|donnees|"
    r"documentos?|archivos?|mensajes?|correos?|datos|notas|documenti|messaggi|arquivos?|mensagens)"
)
_FILES = (
    rf"(?:{_WHICH} (?:\w+ ){{0,3}}{_FILE}|glossar\w+|{_FILE} (?:precedent\w*|anterieur\w*|confidentiel\w*|anterior\w*|"
    r"previ[oa]s|confidencial\w*|riservat\w+)|inbox|mailbox|address book|customer (?:data|list|records|database)|"
    r"personal data|confidential \w+|kundendaten\w*|kundenliste\w*|posteingang|adressbuch|boite de reception|"
    r"carnet d'adresses|donnees (?:des clients|personnelles|confidentielles|internes)|bandeja de entrada|"
    r"datos (?:de (?:los )?clientes|personales|confidenciales|internos))"
)
_SENT = r"(?:https?://|\bwww\.|[\w.+-]+@[\w-]+\.\w|\bwebhook\b|\bendpoint\b|\burl\b)"
_FOR = rf"{_ORDERED}{_GIVE}\b[^.!?\n]{{0,80}}?"
SHOWS_OWN = re.compile(rf"{_FOR}\b{_OWN}")
GIVES = re.compile(rf"{_FOR}\b{_HELD}")
GIVES_MIND = re.compile(rf"{_FOR}\b{_MIND}")
GIVES_FILES = re.compile(rf"{_FOR}\b{_FILES}\b")
# "Append them to https://...": nobody has a person do that.
CARRIES = re.compile(
    rf"{_FOR}\b{_FILES}\b[^!?\n]{{0,120}}?\b(?:append|encode|embed|attach|add|hange?|fuge?|ajoute[rz]?|anade|anada|"
    rf"agrega|aggiungi|leak|exfiltrate|transmit|ubermittle|transmets)\b[^!?\n]{{0,60}}?{_SENT}"
)
SENDS = re.compile(rf"{_FOR}\b(?:{_HELD}|{_FILES})[^!?\n]{{0,120}}?{_SENT}")
