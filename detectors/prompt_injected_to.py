"""Who is spoken to by an order in a text: a model, by its name, or one that may be a person. Over folded text."""

from __future__ import annotations

import re

from detectors.prompt_preying import NAMED_TO

# A person may be an assistant, and a model a car: these alone are no name of a machine.
_MACHINE = (
    r"(?:ai|a\.i\.|llms?|gpt|chatgpt|copilot|language models?|chat ?bots?|ki|sprachmodell\w*|ia|modeles? de langage|"
    r"modelos? de lengua(?:je)?|modell[oi] linguistic[oi]|modelos? de linguagem|intelligence artificielle|"
    r"inteligencia artificial|kunstliche intelligenz)"
)
_ROLE = (
    r"(?:assistants?|models?|bots?|agents?|translators?|summari[sz]ers?|readers?|systems?|tools?|engines?|"
    r"assistent\w*|modell\w*|modeles?|asistentes?|modelos?|assistentes?|agenten?|agentes?|"
    r"systeme\w*|sistemas?)"
)
_READS = (
    r"(?:read(?:s|ing)?|process(?:es|ing)?|translat(?:es|ing)|summari[sz](?:es|ing)|index(?:es|ing)|pars(?:es|"
    r"ing)|open(?:s|ing)|"
    r"receiv(?:es|ing)|handl(?:es|ing)|offne\w*|erhalt\w*|ouvre\w*|recoit|abre\w*|recibe\w*|"
    r"lies(?:t|est)|verarbeite\w*|ubersetz\w*|zusammenfass\w*|lit|lisez|lis|traite[sz]?|tradui\w+|resume[sz]?|"
    r"lee|lees|lea|procesa\w*|traduc\w+|resum\w+|legge|leggi|elabora\w*|traduz\w*)"
)
_THE = (
    r"(?:the |an? |this |any |all |every |your |das |die |der |den |alle |jede |ein\w* |le |la |l'|un |une |"
    r"tou(?:te)?s les |"
    r"el |una |tod[ao]s l[ao]s |il |lo |o |uma? )?"
)
_GREET = (
    r"(?:dear|hey|hello|hi|attention|attn|ok|hallo|achtung|liebe\w*|cher|chere|bonjour|querid[oa]|hola|oye|atencion|"
    r"caro|cara|attenzione|ola|atencao)"
)
_AS = r"(?:(?:as|in your role as|als|en tant que|comme|como|come) |en tant qu')"
_END = r"(?: only| nur| seulement| solo)?(?:\s*[:,!)\]\u2014]|\s[-\u2013]\s)"
_IF = r"(?:if|since|in case|should|wenn|falls|da|si|puisque|se|caso)"
BY_NAME = re.compile(
    rf"(?:^|[.!?;:\n\]\[(>*-]\s*|\b{_GREET},? ){_THE}{_MACHINE}(?:[\s-]+{_ROLE})?{_END}|"
    rf"\b(?:to|for|an|fur|au?|a l'|pour|para|per) {_THE}{_MACHINE}(?:[\s-]+{_ROLE})?{_END}|"
    rf"\b(?:to|for|an|fur|au?|a l'|pour|para|per) {_THE}{_MACHINE}\b[^.!?\n]{{0,30}}\b{_READS}\b|"
    rf"\b{_AS}{_THE}{_MACHINE}(?:[\s-]+{_ROLE})?\s*[,:]|"
    rf"\b{_IF} (?:you are|you're|du bist|tu es|vous etes|eres|usted es|sei|voce e) {_THE}{_MACHINE}\b|"
    r"\[/?(?:system|inst|ai|ki|ia|llm)\b[^\]]{0,20}\]?|<\|\s*\w{2,20}\s*\|>|<</?sys>>|<!--\s*(?:ai|ki|ia|llm|system)\b|"
    rf"\b{_MACHINE}(?:[\s-]+{_ROLE})?,? (?:(?:who|that|which|qui|que|che|der|die|das) )?{_READS} (?:this|it|"
    rf"these|dies\w*|das|"
    rf"es|ceci|cela|cette|ce|esto|este|esta|questo|questa|isto)\b"
)
_ALONE = (  # no word for a person
    r"(?:assistants?|models?|bots?|summari[sz]ers?|assistent\w*|modell\w*|modeles?|asistentes?|modelos?|assistentes?)"
)
BY_ROLE = re.compile(
    rf"(?:^|[.!?;:\n\]\[(>*-]\s*|\b{_GREET},? ){_THE}{_ALONE}{_END}|"
    rf"\b{_AS}{_THE}{_ALONE}\s*[,:]|\b(?:to|for|an|fur|au?|pour|para|per|all'|al) {_THE}{_ALONE}{_END}|"
    rf"\b{_ALONE},? (?:who|that|which|der|die|das|qui|que|che)\b[^.!?\n]{{0,10}}\b{_READS}\b|"
    rf"<!--\s*{_ALONE}\b|\bsystem (?:note|message|notice|override|update|command)s?\s*:|{NAMED_TO.pattern}"
)
