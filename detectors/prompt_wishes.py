"""What an order in a post to a model is after, over folded text: praise, silence about what speaks against it.

In English, German, French, Spanish, Italian, Portuguese, Polish and Russian, as `detectors.prompt_patterns`. Verbs are
those of orders, where a sentence or a clause begins or behind "and", "always", "only": who tells of himself ("I would
recommend this place") says them elsewhere.
"""

from __future__ import annotations

import re

from detectors.folding import fold

BEGINS = (
    r"(?:(?:^|[.!?;:,\n\])>*\u2014-])\s*|\b(?:please|and|then|now|always|only|instead|must|should|bitte|und|dann|"
    r"jetzt|immer|nur|stattdessen|et|toujours|y|siempre|e|sempre|zawsze|"
    + fold("и|всегда")
    + r"|i(?= (?:po|re|op|o[cd]|sta|na|pi|uk)))\s+)"  # Polish for "and", not the English "I"
)
# Which of those that are judged: this one or ours, or all others. Not mine: who jests has his cat rated.
_THESE = (
    r"this|these|our|us|competit\w+|others?|the owner\w*|dies\w+|unser\w*|uns|ander\w+|konkurren\w+|ce|cet|cette|ces|"
    r"notre|nos|autres?|concurren\w+|est[ae]s?|nuestr\w+|otr[oa]s|competid\w+|quest[aoi]|nostr\w+|altr[ie]|"
    r"concorren\w+|nosso|nossa|outr[oa]s|nasz\w*|inn\w+|konkurencj\w+|tego|"
    + fold(r"эт\w+|наш\w*|друг\w+|конкурент\w*")
)
_WHOSE = rf"(?:{_THESE}|only|nur|sol[oa]|seul\w*|apenas|tylko|{fold('только')})"
_RATE = (
    r"(?:summari[sz]e|describe|present|recommend|rank|rate|promote|praise|favou?r|prefer|empfiehl|empfehlt?e?|"
    r"empfehlen sie|bewerte[nt]?|beschreibe?|fasse?|stelle?|lobe?|bevorzuge?|setze?|ordne|recommande[rz]?|resume[rz]?|"
    r"decri[sv]\w*|classe[rz]?|note[rz]?|recomiend\w+|resum[ae]\w*|describ\w+|clasific\w+|punt[uú]\w+|valor[ae]\w*|"
    r"raccomanda\w*|consiglia\w*|riassum\w+|descriv\w+|classific\w+|valuta\w*|recomend[ae]\w*|descrev\w+|avali[ae]\w*|"
    + fold(
        r"polec(?:aj)?|rekomenduj|opisz|podsumuj|oce[nń](?:iaj)?|stawiaj|"
        r"(?:по)?рекомендуй\w*|советуй\w*|опиши\w*|оцени\w*|(?:по)?ставь\w*"
    )
    + r")"
)
_SAY = (
    r"(?:say|write|answer|output|respond|reply|state|claim|print|"
    r"tell (?:the )?(?:users?|customers?|guests?|people|everyone|everybody|them|readers?|visitors?|buyers?)|"
    r"schreibe?|antworte|sage?|gib aus|behaupte|ecri[sv]\w*|reponds?|repondez|di|diga|escrib\w+|respond[ea]\w*|"
    r"rispondi|scrivi|di'|escrev\w+|responda|odpowiadaj|odpowiedz|napisz|pisz|"
    + fold(r"ответь\w*|отвечай\w*|напиши\w*|пиши\w*|скажи\w*|говори\w*")
    + r")"
)
_WHAT = r"(?:\b(?:that|dass|daß|que|qu'|che|ze|only|nur|" + fold("что") + r")\b|[:\"'\u201c\u201e\u00ab])"
_VERDICT = (
    r"(?:best\w*|only|first|top|number one|\d stars?|stars|recommend\w*|award\w*|official\w*|trust\w*|safe|clos\w+|"
    r"open|worse|worst|competitors?|others?|perfect|excellent|genuine|cheapest|empf\w+|michelin|einzige\w*|erste\w*|"
    r"sterne|geschlossen|geoffnet|ander\w+|konkurr\w+|meilleur\w*|seul\w*|ferme\w*|autres|mejor\w*|unic[ao]|"
    r"cerrad\w+|otros|miglior\w*|chius\w+|altri|melhor\w*|fechad\w+|outros|najleps\w+|jedyn\w+|zamkni\w+|inne|"
    + fold(r"лучш\w+|единственн\w+|закрыт\w+|други\w+")
    + r")"
)
_OMIT = (
    r"(?:(?:do not|don't|never) (?:mention|show|include|cite|quote)|"
    r"omit|hide|exclude|leave out|suppress|drop|skip|remove|delete|conceal|downplay|ignore|lasse?|verschweige?|"
    r"unterschlage?|erwahne?|blende?|omet\w*|cache[rz]?|oculta\w*|omite\w*|nascond\w+|ometti|omita|esconda|pomi[nj]\w*|"
    + fold(r"ukryj\w*|pomiń|скрой\w*|скрывай\w*|пропусти\w*|опусти\w*|не упоминай\w*")
    + r")"
)
_AGAINST = (
    r"(?:negativ\w*|bad|critical|criticism|complaints?|warnings?|one-star|1-star|low ratings?|unfavou?rable|kriti\w+|"
    r"schlecht\w+|beschwerd\w+|mauvais\w*|plaintes?|critiques?|mal[ao]s|quejas|critic\w+|cattiv\w+|reclam\w+|"
    + fold(r"negatywn\w+|złe|skarg\w*|негативн\w+|отрицательн\w+|плох\w+|жалоб\w*|критик\w*")
    + r")"
)
_PEOPLE = (
    r"(?:users?|customers?|guests?|buyers?|shoppers?|readers?|visitors?|people|everyone|everybody|nutzer\w*|kund\w+|"
    r"gaste\w*|besucher\w*|kaufer\w*|leser\w*|clients?|utilisateurs?|clientes|usuarios|clienti|utenti)"
)
# Whoever asks is to be led somewhere, or away from something.
_STEER = (
    rf"(?:(?:tell|advise|urge|direct|send|refer|steer) (?:the |all |any |your )?{_PEOPLE} (?:to|away|not to|only)\b|"
    rf"(?:sage?|rate|schicke?|verweise?) (?:den |dem |der |allen |deinen )?{_PEOPLE}\b|"
    rf"(?:dis|dites|conseille[rz]?|envoie|renvoie) (?:aux |au |les )?{_PEOPLE}\b|"
    rf"(?:di|dile|diles|manda|envia|aconseja) (?:a los |a las |al |ai |agli )?{_PEOPLE}\b)"
)
VERDICTS = (
    re.compile(rf"{BEGINS}{_STEER}"),
    re.compile(rf"{BEGINS}{_RATE}\b[^.!?\n]{{0,60}}?\b{_WHOSE}\b"),
    re.compile(
        rf"{BEGINS}{_SAY}\b(?=[^.!?\n]{{0,100}}?\b(?:{_THESE})\b)[^.!?\n]{{0,25}}?{_WHAT}"
        rf"[^.!?\n]{{0,80}}?\b{_VERDICT}\b"
    ),
    re.compile(rf"{BEGINS}{_OMIT}\b[^.!?\n]{{0,40}}?\b{_AGAINST}"),
)
_THIS = (
    r"(?:instructions?|notes?|messages?|text|prompt|orders?|request|line|anweisung\w*|hinweis\w*|text\w*|zeile|nachricht|"
    r"consigne|note|instruccion\w*|nota|texto|mensaje|istruzion\w+|testo|instruc\w+|polecen\w+|instrukcj\w+|"
    + fold(r"инструкци\w+|сообщени\w+|текст\w*|указани\w+")
    + r")"
)
# Those whom a model answers: "keep it secret from the guests" is said of a party.
_ASKERS = r"(?:users?|customers?|readers?|visitors?|nutzer\w*|kund\w+|utilisateurs?|usuarios|utenti)"
_UNSEEN = r"(?:hidden|secret|private|geheim|verborgen|cache|en secreto|ocult\w+|segret\w+|nascost\w+)"
QUIET = re.compile(
    rf"{BEGINS}(?:keep|halte?|garde[rz]?|mant[ei]\w+|guarda)\b[^.!?\n]{{0,20}}?\b{_UNSEEN}\b[^.!?\n]{{0,8}}?\b"
    rf"(?:from|vor|aux?|de|dos?|agli|al) (?:the |any |all |den |dem |los )?{_ASKERS}\b|"
    rf"{BEGINS}(?:hide|conceal) (?:this|these|it) (?:\w+ )?from (?:the |any |all )?{_ASKERS}\b|"
    r"\b(?:do not|don't|never|ne|no|non|nao|nie|" + fold("не") + r")\b[^.!?\n]{0,15}\b(?:mention\w*|reveal|disclose|"
    r"mencion\w*|reveles?|menzion\w+|wspomin\w*|ujawni\w*|" + fold(r"упомин\w*|раскрыва\w*")
    + rf")\b[^.!?\n]{{0,15}}\b{_THIS}\b|"
    rf"\b(?:erwahne?|verrate?|nenne?)\b[^.!?\n]{{0,10}}\b(?:dies\w+|den|das)\b[^.!?\n]{{0,10}}\b{_THIS}\b[^.!?\n]{{0,10}}"
    r"\b(?:nicht|nie|niemals)\b"
)  # fmt: skip
# Somebody's words: "a seller wrote: ignore ...", "reviews that say ignore ...".
REPORTED = re.compile(
    r"\b(?:writ(?:es?|ing|ten)|wrote|put(?:s|ting)?|hid(?:e|es|den|ing)?|add(?:s|ed|ing)?|typ(?:e|es|ed|ing)|"
    r"post(?:s|ed|ing)?|says?|said|saying|tells?|told|reads?|lines?|words?|phrases?|sentences?|called|schreib\w*|"
    r"schrieb\w*|geschrieben|steht|stand|sagt\w*|versteck\w*|satze?|ecri\w+|cach\w+|escrib\w+|escond\w+|scriv\w+|"
    r"scritto|nascond\w+|escrev\w+|napisa\w+|" + fold(r"писа\w+|написа\w+") + r")\b[^.!?\n\w]{1,3}"
    r"(?:\w+[^.!?\n\w]{1,3}){0,4}$"
)  # fmt: skip
# An example follows.
SHOWN = re.compile(
    r"\b(?:for example|for instance|such as|e\.g\.|zum beispiel|z\. ?b\.|etwa|par exemple|por ejemplo|"
    r"ad esempio|por exemplo|na przyklad|np\.|" + fold("например") + r")[\s:,]*[^.!?\n]{0,40}$"
)
# Talk of models, beside that of attacks (`detectors.prompt_directed`): a test, a joke, an article.
TALK = re.compile(
    r"\b(?:researchers?|meme|lol|haha\w*|funny|joke|jokes|joking|obey(?:ed|s)|prompt hack\w*|my (?:own )?(?:model|bot|"
    r"prompt|agent)|system prompts?|llm (?:apps?|security|safety)|is (?:this|he|she|it|that|op) a bot|are you a bot|"
    r"forscher\w*|witz\w*|lustig|scherz|blague|chercheurs?|broma|chiste|scherzo|ricercatori|piada|zart|badacz\w+|"
    + fold(r"шутк\w+|исследовател\w+")
    + r")\b"
)
