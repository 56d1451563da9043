"""Spanish: the tables by which a letter in it is read and phrased."""

from __future__ import annotations

from service.languages.language import Language, pairs, words
from service.languages.spanish_numerals import MONTHS, RATES, SpanishNumbers
from service.languages.spanish_numerals.words import roman
from service.languages.syllables import spanish

_ABBREVIATIONS = {
    "sr": "señor",
    "sra": "señora",
    "sres": "señores",
    "sras": "señoras",
    "srta": "señorita",
    "dr": "doctor",
    "dra": "doctora",
    "dres": "doctores",
    "d": "don",
    "dña": "doña",
    "dª": "doña",
    "prof": "profesor",
    "profa": "profesora",
    "lic": "licenciado",
    "licda": "licenciada",
    "ing": "ingeniero",
    "arq": "arquitecto",
    "ud": "usted",
    "uds": "ustedes",
    "vd": "usted",
    "vds": "ustedes",
    "hno": "hermano",
    "hna": "hermana",
    "mª": "María",
    "sto": "santo",
    "sta": "santa",
    "gral": "general",
    "p.ej": "por ejemplo",
    "ej": "ejemplo",
    "etc": "etcétera",
    "pág": "página",
    "págs": "páginas",
    "pag": "página",
    "núm": "número",
    "nº": "número",
    "cap": "capítulo",
    "vol": "volumen",
    "aprox": "aproximadamente",
    "tel": "teléfono",
    "tfno": "teléfono",
    "avda": "avenida",
    "av": "avenida",
    "c/": "calle",
    "pza": "plaza",
    "dpto": "departamento",
    "depto": "departamento",
    "fdo": "firmado",
    "atte": "atentamente",
    "admón": "administración",
    "máx": "máximo",
    "mín": "mínimo",
    "min": "minutos",
    "hrs": "horas",
    "vs": "versus",
    "cía": "compañía",
    "izq": "izquierda",
    "dcha": "derecha",
    "a.m": "de la mañana",
    "p.m": "de la tarde",
    "ee.uu": "Estados Unidos",
}
_WEEKDAYS = {
    "lun": "lunes",
    "mar": "martes",
    "mié": "miércoles",
    "jue": "jueves",
    "vie": "viernes",
    "sáb": "sábado",
    "dom": "domingo",
}
_WITH_FOLLOWING = words("p. P. EE. a. d. q. p.ej. P.ej. EE.UU.")

SPANISH = Language(
    tag="es",
    syllables=spanish,
    numbers=SpanishNumbers(),
    name="Spanish",
    preface="Estas son tus propias palabras.",
    opening=frozenset("([{¿¡"),
    asides=True,
    greetings=words(
        "querida querido queridas queridos queridísima queridísimo estimada estimado estimadas estimados hola holi "
        "hey buenas buenos días tardes noches saludos amada amado adorada adorado"
    ),
    wishes={"buenos": words("días"), "buenas": words("tardes noches")},
    addressing=words("mi mis a para"),
    my=words("mi mis"),
    addressees=words(
        "yo tú mí mi mis amor cariño corazón cielo vida alma amiga amigo amigas amigos hija hijo hijas hijos mamá "
        "papá madre padre abuela abuelo hermana hermana hermano hermanos tía tío niña niño pequeña pequeño chica "
        "chico bonita bonito linda lindo hermosa hermoso preciosa precioso valiente cansada cansado bella bello "
        "guapa guapo del de la el los las que eres fui fuiste era seré pasado futuro presente ayer hoy mañana "
        "antes joven vieja viejo mayor todos todas otra otro vez cuerpo mente parte compañera compañero ser "
        "querida querido y e a nuevo tesoro reina rey misma mismo dulce ahí allí"
    ),
    closings=words(
        "con un una muchos muchas mucho mucha besos beso besitos abrazo abrazos abrazote te os tu tuya tuyo "
        "vuestra vuestro siempre atentamente atte saludos cordialmente cariñosamente afectuosamente amorosamente "
        "sinceramente gracias hasta cuídate cuidate adiós chao amor cariño todo toda mi el la los las de quiere "
        "quiero ama amo adora abraza adoro pronto luego mañana siempre fuerte enorme grande ternura afecto respeto "
        "paz buenas noches descansa que descanses recibe lo mejor por ahora en nos vemos y muy más desde aquí"
    ),
    closing_lines=words(
        "con un abrazo abrazos besos te siempre atentamente saludos cordialmente cariñosamente afectuosamente "
        "gracias hasta cuídate cuidate adiós chao descansa tuya tuyo muchos"
    ),
    names=words("de del la las los el y e tu yo"),
    postscript=r"[Pp]\.? ?[Dd]\b|[Pp]osdata\b|[Pp]\.? ?[Ss]\b",
    abbreviations=_ABBREVIATIONS,
    never_final=words(
        "sr sra sres sras srta dr dra dres d dña dª prof profa lic licda ing arq ud uds vd vds hno hna mª sto sta "
        "gral p.ej ej aprox tel tfno avda av pza vs fdo"
    )
    - words("ud uds vd vds"),
    numbering={
        "pág": "página",
        "págs": "páginas",
        "núm": "número",
        "nº": "número",
        "cap": "capítulo",
        "art": "artículo",
    },
    postscripts={"p.d": "posdata", "pd": "posdata", "p.s": "posdata"},
    title_forms=("Sr", "Sra", "Srta", "Dr", "Dra", "Prof", "Profa", "Ud", "Uds", "Lic", "Ing"),
    titles=words(
        "señor señora señorita señores doctor doctora don doña profesor profesora tía tío san santa santo fray sor"
    ),
    with_following=frozenset(lead + word for word in _WITH_FOLLOWING for lead in ("", "(", "¿", "¡", "«", "“", '"')),
    respellings={
        "xq": "porque",
        "pq": "porque",
        "tqm": "te quiero mucho",
        "tkm": "te quiero mucho",
        "q": "que",
        "bss": "besos",
    },
    signs={
        **{"&": "y", "+": "más", "=": "igual a", "%": "por ciento", "@": "arroba", "×": "por", "÷": "entre"},
        **{"−": "menos", "±": "más menos", "≠": "no es igual a", "≈": "unos", "°": "grados", "∞": "infinito"},
        **{"≤": "menor o igual que", "≥": "mayor o igual que", "↑": "arriba", "↓": "abajo", "§": "sección"},
    },
    compared={"<": "menor que", ">": "mayor que"},
    micro={"m": "µm", "g": "µg", "l": "µl"},
    rates=RATES,
    either="o",
    alternatives=words("él ella ellos ellas lo la los las le sí no yo tú usted un una hijo hija"),
    roman=roman,
    writing=("Latin",),
    link="un enlace",
    dot="punto",
    acronyms=words(
        "ONG DNI NIE NIF UE ONU OMS ESO UCI SOS TV PDF CD DVD USB TOC TDAH TEPT VIH SIDA EPS IMSS ISSSTE UNAM RAE "
        "RTVE RENFE AVE EMDR TCC URL IA ID GPS SMS LGBTIQ IVA ADN ARN ITV UVI CDMX USA OTAN"
    ),
    doubled=words(
        "ella ellas ellos ello calle calles llena lleno llorar lloro lloras llora lloré lluvia llueve llegar llega "
        "llegas llegó llevar llevas lleva llamar llama allí allá silla bella bello perro perra carro carrera "
        "correr corre corro arriba tierra guerra error errores leer leí lee lees creer cree crees creo creí creen "
        "poseer proveer arroz barrio cerrar cierra borrar guitarra sierra torre hierro horror acción lección "
        "dirección perfección traducción caballo amarillo pollo llave millón brillo brilla orgullo sencilla "
        "sencillo mejilla rodilla tortilla batalla toalla hallar fallar fallo fallé pantalla estrella estrellas "
        "botella huella aquella aquellos aquellas cabello"
    ),
    starters=words(
        "el la los las un una unos unas yo tú él ella nosotros nosotras ellos ellas usted ustedes esto eso este "
        "esta ese esa hay y pero así mi tu su si cuando qué quién cómo dónde por para en a con no sí ya hoy ayer "
        "mañana entonces luego después antes también quizá quizás me te se nos lo le era es fue está todo nadie "
        "nada"
    ),
    joining=words(
        "y e o u ni pero sino aunque porque pues cuando mientras si como según conforme siempre apenas entonces "
        "luego excepto salvo así"
    )
    - words("siempre apenas entonces luego así"),
    relatives=words(
        "que quien quienes cual cuales donde adonde cuyo cuya cuyos cuyas cuanto cuanta cuantos cuantas qué quién "
        "quiénes cuál cuáles cómo cuándo dónde cuánto cuánta"
    ),
    articles=words(
        "el la los las un una unos unas lo al del mi mis tu tus su sus nuestro nuestra nuestros nuestras vuestro "
        "vuestra vuestros vuestras cada ningún ninguna algún cualquier gran san primer tercer buen mal sendos"
    ),
    pointers=words(
        "este esta estos estas ese esa esos esas aquel aquella aquellos aquellas esto eso aquello otro otra otros "
        "otras mismo misma mismos mismas alguna algunas algunos alguno muchos muchas mucho mucha pocos pocas poco "
        "poca todos todas todo toda ambos ambas varios varias tanto tanta tantos tantas dos tres cuatro cinco seis "
        "siete ocho nueve diez primera primero segunda segundo última último próxima próximo demasiado demasiada "
        "demasiados bastante bastantes cierta cierto propia propio"
    ),
    prepositions=words("a ante bajo con contra de desde durante en entre hacia hasta mediante para por sin sobre tras"),
    binding=words("de del"),
    negations=words("no nunca jamás tampoco"),
    auxiliaries=words(
        "he has ha hemos habéis han había habías habíamos habían haya hayas hayan hubiera hubieras hubieran habré "
        "habrás habrá habría haber soy eres es somos sois son era eras éramos eran sea seas sean ser estoy estás "
        "está estamos estáis están estaba estabas estábamos estaban esté estés estén estar estuve estuviste estuvo "
        "puedo puedes puede podemos pueden podía podías podían podrás podrá podré podría podrías pueda puedas "
        "puedan poder pude pudiste pudo debo debes debe deben debía debías deberías voy vas va vamos van iba ibas "
        "iban vayas fui fuiste fue fueron fuera fueras fuese sigo sigues sigue siguen seguir suelo sueles suele"
    ),
    subjects=words("me te se nos os le les"),
    objects=words("mí ti sí conmigo contigo consigo"),
    pronouns=words(
        "yo tú él ella ello nosotros nosotras vosotros vosotras ellos ellas usted ustedes nadie alguien nada algo"
    ),
    degrees=words("muy tan más menos demasiado bien casi medio bastante súper"),
    adjectives=words(
        "grande grandes pequeña pequeño pequeñas pequeños buena bueno buenas buenos mala malo malas malos nueva "
        "nuevo vieja viejo joven larga largo corta corto alta alto baja bajo triste tristes feliz felices sola "
        "solo tierna tierno dulce cálida cálido fría frío caliente blanca blanco negra negro roja rojo azul verde "
        "gris oscura oscuro clara claro dura duro suave fuerte débil libre llena lleno vacía vacío entera entero "
        "humana humano difícil fácil mejor peor mayor menor capaz verdadera verdadero enferma enfermo tranquila "
        "tranquilo"
    ),
    adjective_ends=tuple(
        "oso osa osos osas able ible ables ibles ado ada ados adas ido ida idos idas ivo iva ivos ivas ante iente "
        "ísimo ísima".split()
    ),
    adjectives_follow=True,
    adverbs=words(
        "siempre ya aún todavía solo sólo apenas quizá quizás realmente simplemente también incluso además tal justo"
    ),
    adverb_ends=("mente",),
    trailing=words(
        "también tampoco ahora hoy ayer mañana anoche aquí allí ahí allá acá entonces luego después antes nunca "
        "siempre ya todavía aún cerca lejos dentro fuera juntos juntas juntas sola solo despacio adelante atrás "
        "arriba abajo"
    )
    - words("siempre ya nunca"),
    linking=words(
        "siento sientes siente sentir sentirte sentirme sentía quiero quieres quiere quieren querer quería "
        "necesito necesitas necesita necesitar parece parecen parecía quedas queda quedo deja dejas dejar dejó "
        "hace hacer hizo tengo tienes tiene tenemos tienen tener tenía tenías hay había empieza empezar intentas "
        "intenta intentar intento logras lograr permite permítete date"
    ),
    naming=words("llamada llamado llama llamaba"),
    pairs=pairs(
        "para que,hasta que,desde que,ya que,así que,sin que,antes de,después de,a pesar,pesar de,más que,"
        "menos que,mejor que,peor que,tal vez,a veces,por qué,por favor,sin embargo,cada vez,cada día,poco a,"
        "a poco,una vez,a través,través de,cerca de,lejos de,dentro de,fuera de,encima de,debajo de,delante de,"
        "detrás de,alrededor de,al lado,lado de,en lugar,lugar de,más de,menos de,por fin,al fin,de nuevo,otra vez,"
        "tener que,tienes que,tengo que,tiene que,tenía que,tenías que,hay que,había que,voy a,vas a,va a,vamos a,"
        "van a,iba a,ibas a,ir a,volver a,vuelves a,vuelve a,empezar a,empiezas a,empieza a,aprender a,ayudar a,"
        "dejar de,dejas de,deja de,tratar de,tratas de,acabar de,acabas de,acaba de,lo que,el que,la que,los que,"
        "las que,de que,en que,con que,a que,al que,del que,como si,aun cuando,aunque sea,por eso,por mucho,"
        "por ejemplo,de verdad,de repente,de vez,vez en,en cuando,al menos,por lo,lo menos,sobre todo,todo el,"
        "toda la,todos los,todas las,todo lo,ni siquiera,a solas,en paz,en casa,de pie,tan como,igual que,tal como,"
        "tanto como,así como,cada uno,cada una,uno de,una de,parte de,cerca del,después del,antes del,dentro del,"
        "al lado,capaz de,ganas de,miedo a,derecho a,junto a,frente a,gracias a,orgullosa de,orgulloso de,"
        "cansada de,cansado de,llena de,lleno de,falta de,culpa de,algo de,nada de,nadie más,nada más,algo más,"
        "qué tal,no obstante,ya no,aún no,todavía no,sé que,sabes que,creo que,es que,más o,o menos,quiero que,"
        "quieres que,siento que,recuerda que,espero que,dice que,decir que,darte cuenta,darse cuenta,te das,"
        "das cuenta,te acuerdas,acuerdas de,acordarte de"
    ),
    months={name: name for name in MONTHS},
    weekdays=_WEEKDAYS,
)
"""Spanish, as it is written in letters in Spain and in America."""
