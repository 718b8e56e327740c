"""Words to make texts of, the most frequent first."""

from __future__ import annotations

ENGLISH = (
    "the to a and of is it in that for you on with this was but have be not are at so my they we as just if can "
    "what from do about all had like up out when there your me one get no more or will some would how an time been "
    "them now good their only has her go he people know think really see by than then work who day make still much "
    "very also even got first way back new going want need after because could other our where most into over try "
    "never last right year long every week right made great look same few little down always thing used two better "
    "home maybe old before off find too keep again any life well off said today help someone read night should may "
    "put while house through world own might show game part water found next best start during family school place "
    "end three both car point under book music city food friend kids watch story light name dog door plan play line "
    "morning photo walk train winter garden kitchen weekend coffee rain bread trip bike lake road paper window idea "
    "question answer problem reason change small large early late open close hard easy fast slow warm cold clear dark "
    "quiet loud cheap price market office team meeting project update version screen phone battery camera cable desk "
    "chair table lamp shelf paint wood stone metal glass river mountain forest beach island bridge station ticket "
    "airport hotel museum church theatre concert band song album guitar piano drum film scene actor writer novel "
    "poem page chapter letter language teacher student exam lesson class maths history science biology doctor "
    "hospital medicine sleep dream weather storm cloud snow wind summer autumn spring season holiday birthday party "
    "cake cheese soup salad rice pasta tomato onion garlic pepper lemon apple orange banana chocolate sugar honey tea "
    "recipe oven dinner lunch breakfast shop list budget rent loan bank tax law court vote election council mayor "
    "minister debate report study survey data model chart graph table error server database network password "
    "code branch release test deploy bug fix patch issue feature backup router laptop printer keyboard"
).split()
GERMAN = (
    "die der und das ist nicht ich in es zu ein mit auf so aber wir was sie für auch noch wie da man mal dann wenn "
    "nur schon hat war haben werden mehr immer gut heute jetzt hier sehr wieder keine oder nach bei von aus über "
    "vielleicht morgen Woche Jahr Zeit Haus Arbeit Leute Kinder Schule Stadt Bahn Zug Wetter Regen Garten Küche Brot "
    "Kaffee Urlaub Reise Berg See Fahrrad Auto Straße Buch Musik Film Spiel Team Büro Preis Frage Antwort Problem "
    "Idee neu alt klein groß schnell langsam warm kalt teuer günstig leider gerne wirklich endlich zusammen"
).split()
SPANISH = (
    "de la que el en y a los se del las un por con no una su para es al lo como más pero sus le ya o fue este ha sí "
    "porque esta son entre está cuando muy sin sobre ser también me hasta hay donde quien desde todo nos durante uno "
    "ni contra ese eso mí qué casa tiempo trabajo gente ciudad escuela tren lluvia jardín cocina pan café viaje playa "
    "montaña coche calle libro música juego equipo oficina precio pregunta respuesta problema idea nuevo viejo rápido "
    "lento frío barato mañana semana año amigo familia fiesta verano invierno"
).split()
BY_LANGUAGE = {"en": ENGLISH, "de": GERMAN, "es": SPANISH}

PHRASES = (
    "Thanks!", "thank you", "lol", "Good morning everyone", "same here", "Congratulations!", "+1", "Happy birthday!",
    "this", "So true", "Great photo", "Nice work", "see you tomorrow", "ok", "sounds good", "I agree", "no way",
    "Merci", "Danke!", "gracias", "haha", "following", "bump", "Any update on this?", "Works for me now, thanks",
    "Is this still available?", "Welcome to the group", "Happy new month everyone", "on my way", "yes please",
)  # fmt: skip
NAMES = (
    "anna ben carla david elena felix grace henry ines jonas kate luis maria nils olga paul quinn rosa sam tara "
    "uwe vera will xenia yusuf zoe amir bella chen dana emeka fatima george hana ivan julia kofi lena marco nina"
).split()
SURNAMES = (
    "berg costa diaz evans fischer garcia huber ito jansen kumar lopez meyer novak okafor patel quist rossi silva "
    "tanaka ueda varga weber xu young ziegler adams brown clark dubois eriksen"
).split()
SITES = (
    "news.example", "video.example", "wiki.example", "photos.example", "maps.example", "shop.example",
    "music.example", "code.example", "blog.example", "weather.example", "recipes.example", "sports.example",
)  # fmt: skip
MAIL = ("mail.example", "post.example", "inbox.example", "webmail.example", "letters.example")
