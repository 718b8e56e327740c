"""How orders in a post to a model begin, in a dozen languages, over folded text (`detectors.folding`)."""

from __future__ import annotations

import re

from detectors import prompt_graded as graded
from detectors import prompt_wishes as wishes
from detectors.folding import fold
from detectors.prompt_slavic import BEFORE as SLAVIC_BEFORE
from detectors.prompt_slavic import RULES as SLAVIC_RULES
from detectors.text_reading import Reading

_VERBS = (
    r"(?:ignore[zs]?|ignorate|ignorad|ignora|ignoriere?[nt]?|disregard|forget|override|bypass|discard|vergiss|vergesst|"
    r"vergessen sie|missachte[nt]?|umgehe|oublie[zs]?|olvida[d]?|olvide[n]?|dimentica(?:te)?|esquec[ae]m?|"
    + fold(r"z?ignoruj(?:cie)?|zapomnij(?:cie)?|pomi[nń]|(?:про)?игнорируй(?:те)?|забудь(?:те)?|отбрось(?:те)?")
    + r")"
)
# A model's own, those before, or all instructions: not the directions of a map, nor all rules of a kitchen.
_WHICH = (
    r"(?:previous|prior|above|earlier|preceding|existing|current|your|other|system|bisherig\w*|vorherig\w*|"
    r"vorig\w*|fruher\w*|obig\w*|dein\w*|eure\w*|ihre\w*|sonstig\w*|precedent\w*|vos|tes|"
    r"anterior\w*|previ[ao]s|tus|sus|tue|tuoi|sua?s|suoi|" + SLAVIC_BEFORE + r"|"
    + fold(r"свои\w*|сво[йюе]\w*|твои\w*|swoje|twoje") + r")"
)  # fmt: skip
_ALL = r"(?:all|any|all[ei]\w*|tou(?:te)?s|tod[ao]s|tutt[ei])"
_TOLD = r"(?:instruct\w+|guidelines?|prompts?|anweisung\w*|vorgaben|consignes?|instrucciones|istruzioni|instrucoes)"
RULES = (
    r"(?:instruct\w+|guidelines?|prompts?|rules|programming|directives?|orders|policies|constraints?|safeguards?|"
    r"guardrails?|rubrics?|criteria|anweisung\w*|regeln|richtlinien|vorgaben|anordnung\w*|consignes?|regles|"
    r"instrucciones|reglas|directrices|istruzioni|regole|instrucoes|regras|" + SLAVIC_RULES + r")"
)
# What a service lays upon its model, by name: "disregard the safety policy", "you must ignore moderation".
_GOVERNS = (
    r"(?:(?:safety|content|moderation) (?:polic(?:y|ies)|rules?|guidelines?|filters?|restrictions?)|moderation|"
    r"(?:sicherheits|inhalts|moderations)(?:richtlinien?|regeln?|vorgaben?|filter)|"
    r"(?:politiques?|regles) de (?:securite|contenu|moderation)|"
    r"(?:politicas?|reglas|regras) de (?:seguridad|seguranca|contenido|conteudo|moderaci?[oa]n?o?)|"
    r"(?:politic\w+|regole) (?:di|sui) (?:sicurezza|contenut\w|moderazione))"
)
DROP = re.compile(
    rf"{wishes.BEGINS}{_VERBS}\b(?:[^.!?\n]{{0,20}}?\b{_WHICH}\b[^.!?\n]{{0,40}}?\b{RULES}|"
    rf" {_ALL} (?:\w+ )?{_TOLD}|"
    rf"(?: (?:the|all|any|your|die|alle|deine|l[ae]s?|tou(?:te)?s|las|todas|as|i|le|tutte)){{0,2}}? {_GOVERNS}|"
    r"(?: \w+){0,2}? (?:above|you were told|obige|vorstehende|ci-dessus|lo anterior|quanto sopra)|"
    # "Ignore les consignes precedentes": behind the rules.
    rf" (?:\w+ )?{RULES}\W{{1,3}}{_WHICH})\b"
)
_AI = (
    r"(?:ai|a\.i\.|llms?|gpt|chatgpt|language models?|chat ?bots?|ki|sprachmodell\w*|ia|modele de langage|"
    r"modelo de lenguaje|summari[sz]\w+|zusammenfassung\w*|"
    + fold(r"sztuczn\w+ inteligencj\w+|model\w* jezykow\w+|ии|языков\w+ модел\w+|нейросет\w+")
    + r")"
)
_MACHINE = rf"(?:{_AI}|assistants?)"  # an assistant may be a person
_TO = rf"(?:dear|all|any|to|an|fur|pour|para|per|dla|{fold('для')})"
_NOW = r"(?:now|from now on|henceforth|jetzt|nun|ab jetzt|ab sofort|maintenant|desormais|ahora|ora|adesso|agora)"
SPOKEN_TO = re.compile(
    r"\[/?(?:system|inst|assistant|admin)\b[^\]]{0,20}\]|<\|\s*\w{2,20}\s*\|>|<</?sys>>|"
    rf"\b(?:note|notice|important|attention|instructions?|message|reminder|hinweis|wichtig|anweisung|achtung|nota|"
    rf"aviso|importante|consigne|istruzione|uwaga|wazne|{fold('важно')}|{fold('внимание')})\b(?: \w+){{0,2}}? "
    rf"(?:to|for|an|fur|pour|para|per|dla|{fold('для')}) (?:\w+ |l'|l\u2019){{0,2}}?{_MACHINE}\b|"
    rf"\b(?:you are|du bist|tu es|eres|sei|voce e) {_NOW}\b[^.!?\n:]{{0,40}}?\b(?:assistent\w*|assistente|"
    rf"asistente|{_MACHINE})\b(?=\s*(?:[:.,;!\n\u2014-]|$|(?:of|for|who|that|and|von|der|die|das|und|de|di|do)\b))|"
    rf"\b(?:if you are|wenn du|falls du|si eres|si tu es|si vous etes|se sei|jesli jestes)\b[^.!?\n]{{0,20}}"
    rf"\b{_MACHINE}\b"
    r"(?=\s*[,:;]|\s+(?:that|who|which|models?|assistants?|system|agents?|reading|summar\w+|der|die|das|qui|que|che)\b)|"
    rf"(?:^|[.!?\n]\s*)(?:{_TO} (?:the |any |die |das |den |l'|a |la )?{_AI}(?:[\s-]+\w+){{0,4}}?|"
    rf"{_AI}[\s-]+\w{{4,20}}|llms?|chatgpt|summari[sz]ers?)\s*:|"
    rf"(?:^|[.!?\n]\s*)(?:{_AI}(?:[\s-]+\w{{4,20}})?|assistants?), "
    r"(?:when(?:ever)?|if|wenn|falls|quand|si|cuando|quando|se) (?:you|du|sie|tu|vous|lees|leas|leggi|voce)\b|"
    + graded.SPOKEN_TO
)  # fmt: skip
CUES = (
    graded.CUES
    | frozenset(  # one such word is in whatever shows the sign
        """
    ignore ignores ignorez ignorate ignorad ignora ignoriere ignorier ignoriert ignorieren disregard forget override
    bypass discard vergiss vergesst vergessen missachte missachtet missachten umgehe oublie oubliez oublies olvida
    olvidad olvide olviden dimentica dimenticate esqueca esquece esquecam system inst assistant admin ai ki ia llm llms
    gpt chatgpt chatbot chatbots bot bots model models modele modelo assistants summarizer summariser summarizers
    summarisers l'ia qu'ia d'ia all'ia summary summaries modell sprachmodell sprachmodelle im_start sys
    assistent assistente asistente inteligencia intelligenz artificielle artificiale
    """.split()
    )
    | frozenset(
        fold(
            "ignoruj zignoruj ignorujcie zignorujcie zapomnij zapomnijcie pomiń игнорируй игнорируйте проигнорируй"
            " проигнорируйте забудь забудьте отбрось отбросьте ии нейросеть нейросетей inteligencji jezykowych"
        ).split()
    )
)


def cued(reading: Reading) -> bool:
    """Tell whether a text holds a word without which no post gives a model an order. Cost: half a microsecond.

    >>> from detectors.text_reading import read
    >>> cued(read("A lovely place")), cued(read("KI-Zusammenfassungen")), cued(read("Ignore them"))
    (False, True, True)
    """
    folded = reading.folded
    return not CUES.isdisjoint(reading.words) or "ai-" in folded or "ki-" in folded or "ia-" in folded
