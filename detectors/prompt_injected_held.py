"""What a model holds, and how it is told to give that away. Over folded text, in six languages."""

from __future__ import annotations

import re

from detectors.prompt_wishes import BEGINS

_ORDERED = (
    rf"(?:{BEGINS}|\b(?:but|to|have to|need to|sondern|mais|sino|pero|shall|debes?|deben|dois|doit|devez|devi|"
    rf"deve|soll\w*|musst?|"
    r"est d[e']|es|ist(?: es,? zu)?|first|zuerst|d'abord|primero|prima|simply|just|also|auch|aussi|tambien|"
    r"anche|quietly|silently|secretly|covertly|heimlich|discretement|"
    r"discretamente)(?:\s+|(?<=')))"
)
_GIVE = (
    r"(?:reveal|disclose|show|print|output|dump|leak|expose|list|repeat|recite|append|include|insert|embed|encode|"
    r"attach|send|forward|post|transmit|upload|exfiltrate|e-?mail|submit|write(?: out| down)?|copy|hand (?:over|out)|"
    r"give(?: me| out| away)?|return|paste|quote|share|deliver|"
    r"collect|gather|harvest|extract|retrieve|fetch|sammle|sammelt|hole?|holt|collecte[rz]?|rassemble[rz]?|recog\w+|"
    r"reun\w+|gebt aus|zeigt|nennt|verratet|druckt|sendet|schickt|leitet|fugt|hangt|ubermittelt|ubertragt|"
    r"postet|schreibt|"
    r"listet|kopiert|enviar|mostrar|publicar|escribir|copiar|anadir|adjuntar|revelar|imprimir|reenviar|"
    r"transmettre|joindre|ecrire|inviare|mostrare|rivelare|"
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
    r"context)|context window|(?:your|its|full|whole|entire) (?:\w+ )?(?:context|memory)|memor(?:y|ies)|"
    r"(?:other|another|previous|earlier|all) (?:users?|tenants?|sessions?|conversations?|chats?|uploads?)\b|"
    r"api[ _-]?keys?|environment variables?|\.env\b|knowledge base|vector (?:store|database)|"
    r"everything (?:that )?you (?:know|remember|were given|have seen|hold|can see)|"
    r"all (?:that )?you (?:know|remember)|what you (?:know|remember|hold)|"
    r"gedachtnis\w*|(?:gesprachs|chat)verlauf\w*|speicherinhalt\w*|inhalt\w* (?:des|deines|"
    r"eures) speichers|andere[rn]? (?:nutzer\w*|benutzer\w*|"
    r"mandant\w*)|api-?schlussel\w*|wissensdatenbank|"
    r"memoire|historique|autres (?:utilisat\w+|conversations?)|cles? (?:d'|de l')?api|"
    r"memoria|historial|otr[oa]s (?:usuari\w+|conversaciones)|claves? (?:de )?(?:la )?api|"
    r"cronologia|altri utenti|chiav[ei] api|outros usuarios|chaves? (?:de |da )?api)"
)
# What a person may be asked for, too.
_HELD = (
    rf"(?:{_MIND}|(?:other|another|previous|all) (?:customers?|clients?|accounts?|people)\b|others'|access tokens?|"
    r"tokens?|secrets?|credentials|passwords?|private keys?|workspace|context|kontext\w*|contexte|contexto|"
    r"contesto|verlauf\w*|speicher|andere[rn]? kund\w+|"
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
_LAST = (  # as German orders go
    r"(?:aus|an)?(?:zu)? ?(?:senden|schicken|ubermitteln|geben|zeigen|nennen|verraten|kopieren|posten|hangen|leiten)"
)
GIVES = re.compile(rf"{_FOR}\b{_HELD}|\b{_HELD}\b[^!?\n]{{0,80}}?\b{_LAST}\b")
GIVES_MIND = re.compile(rf"{_FOR}\b{_MIND}")
GIVES_FILES = re.compile(rf"{_FOR}\b{_FILES}\b")
# "Append them to https://...": nobody has a person do that.
CARRIES = re.compile(
    rf"{_FOR}\b{_FILES}\b[^!?\n]{{0,120}}?\b(?:append|encode|embed|attach|add|hange?|fuge?|ajoute[rz]?|anade|anada|"
    rf"agrega|aggiungi|leak|exfiltrate|transmit|ubermittle|transmets)\b[^!?\n]{{0,60}}?{_SENT}"
)
SENDS = re.compile(rf"{_FOR}\b(?:{_HELD}|{_FILES})[^!?\n]{{0,120}}?{_SENT}")
