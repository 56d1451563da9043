"""The commonest words of many languages, as they are typed: what a language is known by in `languages.py`."""

from __future__ import annotations

from collections.abc import Mapping

COMMON: Mapping[str, str] = {
    "en": (
        "a about after again all alone also always am an and any are as at away back be because been before being "
        "best better both but by came can cannot come could day dear did didn' do does doesn' doing don don' done "
        "down each else even ever every everything feel few for from get give go going gonna good got had hadn' has "
        "hasn' have haven' he hello her here hers herself him himself his home how however i i' if im in into is "
        "isn' it it' its itself just keep know less let let' life like little ll long look love made make many may "
        "maybe me might mine more most much must my myself need never new next night no nobody nor not nothing now "
        "of off often oh ok okay old on once one only or other our ours out over own people please put quite re "
        "really right said same say see shall she should since so some someone something soon still such sure take "
        "tell than thank thanks that that' the their them themselves then there there' these they they' thing "
        "things think this those though through time to today together tomorrow tonight too try two u under until "
        "up upon ur us ve very wanna want was wasn' way we we' well were weren' what what' when where which while "
        "who whole whose why will wish with within without won won' work world would wouldn' ya yeah year yes yet "
        "you you' your yours yourself "
        # dialects and older English
        "ain ain' an' art aye bairn cos cuz da dat dem den dey di dis doth dost em en fi fo' fur gi goin hae hath "
        "het inna ken mek mi mon na nae nah ne ner nuh o' och och oot pon seh sae si sic tae tek thee thine thou "
        "thy ting tis twas wan wee wi wis y' ye yer yin yo yuh"
    ),
    "de": (
        "aber alle allem allen aller alles als also am an andere auch auf aus bei beim bin bis bist da dafür damit "
        "dann das dass daß dein deine deinem deinen deiner deines dem den denn der des dich die dies diese diesem "
        "diesen dieser dieses dir doch du durch ein eine einem einen einer eines einfach er es etwas euch euer für "
        "fuer ganz gegen gut hab habe haben hast hat hatte hätte heute hier ich ihm ihn ihnen ihr ihre im immer in "
        "ist ja jetzt kann kannst kein keine können lass liebe lieber liebes machen mag man manchmal mehr mein "
        "meine meinem meinen meiner mich mir mit möchte morgen muss musst müssen nach nicht nichts nie noch nun nur "
        "oder ohne schon sehr sein seine selbst sich sie sind so über ueber um und uns unser unter viel vielleicht "
        "vom von vor wann war waren warum was weil weiß weißt welche wenn wer werde werden wie wieder will wir wird "
        "wirst wo würde zu zum zur zwei zwischen"
    ),
    "fr": (
        "ai as au aussi autre aux avais avait avant avec avez avoir bien c' ça cela ce ces cet cette ceux chaque "
        "cher chère chez comme d' dans de depuis des deux dire dit donc du elle elles en encore es est et étais "
        "était etait été ete être etre faire fait il ils j' jamais je jour juste l' la là le les leur leurs lui m' "
        "ma mais me même meme mes moi moins mon n' ne ni nos notre nous on ont ou où par parce pas peu peut peux "
        "plus pour pourquoi puis qu' quand que quelque quelques qui quoi rien s' sa sans se sera ses si soi sois "
        "soit sommes son sont sous suis sur t' ta te tes toi ton toujours tous tout toute toutes très tres trop tu "
        "un une va vais vas vers vie voir vos votre vous y"
    ),
    "es": (
        "a ahora al algo alguien así asi aunque bien cada como cómo con contigo cosas cuando de del desde día días "
        "donde dos e el él ella ellos en entre era eras eres es esa ese eso esta está esto estoy estaba estado estar "
        "estás este fue fuera fuiste gracias ha había hace hacer haces han has hasta hay he hoy la las le les lo los "
        "mañana más mas me mejor mi mis mismo mucho mucha muy nada ni no nos nosotros nuestro nunca o otra otro para "
        "pero poco por porque puede puedes que qué querida querido quien quiero sé se sea ser si sí siempre sin "
        "sobre sólo solo son soy su sus también tambien tan tanto te ti tiempo tiene tienes toda todas todavía todo "
        "todos tu tú tus un una uno va vas vez vida y ya yo"
    ),
    "it": (
        "a abbia adesso ai al alla alle allo anche ancora anni aveva avevi bene bisogno c' cara caro che chi ci ciò "
        "come con così cosi cosa cose cui d' da dai dal dalla dei del dell' della delle dello deve devi di dopo dove "
        "due e è ed era eri essere fa fai fare fatto fino fra già gli ha hai hanno ho i il in io l' la le lei li lo "
        "loro lui ma mai me meglio meno mentre mi mia mie miei mio molto ne nei nel nell' nella nelle nessuno niente "
        "noi non nostra nostro nulla o oggi ogni ora per perché perche però piccolo più piu poco poi posso prima può "
        "puoi qualche qualcosa quando quanto quel quella quello questa queste questi questo qui quindi sai se sé sei "
        "sempre senza si sia siamo siete solo sono sta stai stare stata stato su sua sue sul sulla suo tanto te ti "
        "tra tu tua tue tuo tuoi tutta tutte tutti tutto un un' una uno va vi voi volta vuoi"
    ),
    "pt": (
        "a agora ainda algo alguém amanhã ao aos as às assim até bem cada coisa coisas com como da dá das de dela "
        "dele depois deste dia do dos e é ela ele eles em entre era és essa esse esta está estás estava este estou "
        "eu faz fazer foi for foram hoje há isso isto já la lá lhe mais mas me melhor mesma mesmo meu meus minha "
        "minhas muita muito na nada não nao nas nem ninguém no nos nós nossa nosso num numa nunca o onde os ou outra "
        "outro para pela pelo por porque pode podes pouco pra quando que quem querida querido são se sei seja sem "
        "sempre ser seu seus só sobre sou sua suas também tão te tem tempo tens ter teu teus teve ti tinha toda "
        "todas todo todos tu tua tuas tudo um uma vai vez vida você voce vocês"
    ),
    "nl": (
        "aan al alle alleen alles als altijd andere ben bent bij daar dag dan dat de deze die dit doe doen door dus "
        "echt een één en er ergens even gaan gaat geen geweest goed had hadden hebben hebt heb heel heeft hem het "
        "hier hij hoe hun ik in is iets ja je jij jou jouw kan kunnen kunt kon lief lieve maar mag me meer met mij "
        "mijn misschien moet moeten mogen na naar niet niets nog nooit nu of om omdat ons ook op over soms steeds te "
        "tegen toch toen tot uit van vandaag veel voor waar waarom want waren was wat we weer weet wel wie wij wil "
        "wilt word worden wordt zal ze zelf zich zij zijn zo zoals zonder zou"
    ),
    "af": (
        "aan al altyd as baie by daar dan dat deur dié die dis dit dink doen een ek en gaan geen had het hierdie hoe "
        "hoekom hom hulle hy in is iets ja jou jy jyself julle kan kon liewe maak maar maklik met meer moet môre my "
        "na net nie niks nog nou of om omdat onder ons ook op oor reg saam self sê so soms sonder sy te toe tot "
        "tyd uit van vandag vir vra wag want was wat weer weet wees wil word"
    ),
    "sv": (
        "aldrig all alla allt allting än ända är ar att av bara bli blir bra dag de där därför deg dem den denna det "
        "detta dig din dina ditt du där efter eller en ett fick finns för får från gång göra gör ha hade han har hon "
        "honom hur här i idag igen imorgon in inga ingen inget ingenting inte ja jag just kan kanske kära käre kommer "
        "kunde lite man med mer mig min mina mitt mot mycket måste men må någon något några när nu och också om oss "
        "på sa sig sin sina själv ska skulle som så till tycker under upp ut utan vad var vara varför varit vem vet "
        "vi vid vill ville åt över"
    ),
    "da": (
        "af aldrig alle allerede alt altid at bare blev blive bliver da dag de dem den denne der det dig din dine "
        "dit du efter eller en end er et for fordi fra få får gør gøre ham han har havde have hen hende her hos "
        "hvad hvem hver hvis hvor hvordan hvorfor i idag igen ikke ind ingen ingenting jeg jer kan kommer kun kunne "
        "kære lidt lige man mange med meget mere mig min mine mit mod må måske når nej ned nogen noget nogle nok nu "
        "og også om op os over på selv sig sin sine skal skulle så som stadig til ud uden under var ved vi vil ville "
        "være været"
    ),
    "no": (
        "aldri alle allerede alltid alt at av bare ble blir bli bli da dag de deg dem den denne der det dette din "
        "dine ditt du eller en enn er et etter for fordi fra få får gjør gjøre gjort ham han har hadde ha hennes her "
        "hos hun hva hvem hver hverken hvis hvor hvordan hvorfor i igjen ikke ingen ingenting inn jeg kan kanskje "
        "kjære kommer kunne litt man mange med meg men mer min mine mitt mot mye må når nei noe noen nok nå og også "
        "om opp oss over på seg selv sin skal skulle slik som så til uten ut vår var ved vet vi vil ville være vært"
    ),
    "is": (
        "að af aftur alla allt alltaf á bara að búin búinn dag eða eftir ef eftir eins ekki ekkert en er ert eru ég "
        "fram frá fyrir fá gera getur gott get hafa hafði han hann hann hefur hefur heldur hennar hér hún hvað hvar "
        "hver hvernig í inn já kæra kæri kannski líka með meira mér mig mikið mín minn mína mitt mjög niður núna nú "
        "og okkur orðið ósk sem sér sig sín sinn sjálf sjálfan sjálfum svo þá það þar þarft þau þegar þeim þeir "
        "þess þessi þessu þér þetta þig þinn þín þína þitt þó þú til um und upp úr út vel vera verið verður við vil "
        "var varst yfir"
    ),
    "pl": (
        "a aby ale albo ani bardzo bez bo by być był była było byłeś byłaś chcę chcesz ci ciebie co cię coś czy czas "
        "dla dlaczego do dobrze drogi droga dziś dzisiaj dzień gdy gdzie go i ich im inne ja jak jako jakie je jeden "
        "jednak jej jest jestem jesteś jeszcze jesteśmy już każdy kiedy kto która które który ma mam masz mi mną "
        "mnie może możesz można mój moja moje mu my na nad nam nas nasz nawet nią nic nich nie nigdy niż no o od on "
        "ona oni ono po pod przed przez przy raz razem s się są sam sama siebie sobie swoich swoje ta tak także "
        "tam te tego tej ten też to tobą tobie trochę trzeba tu twoja twoje twój ty tych tylko tym u w wiem wiesz "
        "więc więcej wiele wszystkich wszystko wszystkie we z za zawsze ze znowu że żeby"
    ),
    "cs": (
        "a aby ale ani až bez bude budeš být by byl byla bylo byly bys co což člověk dnes do drahá drahý dobře "
        "dokud hodně i já jak jako jaké je jeho její jejich jen jenom jestli ještě jsem jsi jsme jsou k kam kde kdo "
        "kdy když která které který ke lidé má máš mám mě mi mít mne mně moc může můžeš můj moje my na nad nám nás "
        "náš ne nebo nebyla nebyl něco někdo někdy není nejsi než nic nich nikdo nikdy o od on ona oni pak po pod "
        "pořád právě pro proč protože před přes při s sama sám se sebe sebou si snad sobě stále svůj své tady tak "
        "také tam tebe tebou ten tento teď to tobě toho tom trochu tu tvé tvůj tvoje ty už v vás ve velmi vím víš "
        "všechno vždy vždycky z za zase ze že zítra"
    ),
    "sk": (
        "a aby ale ako aj ak alebo ani až bez bol bola boli bolo bude budeš byť by čo dnes do drahá drahý dobre i ich "
        "iba ja je jeho jej keď ktorá ktoré ktorý kto kde kým len lebo ma má mám máš mi môj moja moje môže môžeš mne "
        "mňa na nad nám nás ne nebo než nech nie niečo niekto nič nikdy nikto o od on ona pod podľa po potom práve "
        "pre preto prečo pretože pred pri s sa sama sám seba sebe si so som sú si sme stále svoj svoje ťa tak tam "
        "teba tebe ten tento teraz ti to tom toho trochu tu tvoj tvoja tvoje ty už v vás viac viem vieš veľmi veľa "
        "vo vždy všetko z za zajtra zas že"
    ),
    "sl": (
        "a ali ampak bi bil bila bilo bo boš bodo bom brez ceni če čeprav da dan danes do dober dobro draga dragi en "
        "ga in iz ja jaz je jo ji jih jim jutri k kaj kako kakor kar ker kdaj kdo kdor ki kje ko kot lahko le ma me "
        "mene meni mi moj moja moje morda mu na nad naj nam nas ne nekaj nekdo ni nič nikoli nihče nisi nisem ob od "
        "on ona oni pa po pod pred prav pri s sam sama se sebe sebi sem še si smo so spet svoj svoje ta tako tam te "
        "tebe tebi ti tisto to toda toliko tudi tukaj tvoj tvoja tvoje tvoji v vam vas ves ve vedno več veliko vem "
        "veš vse vsak z za zakaj zato ze že zdaj zelo"
    ),
    "hr": (
        "a ako ali bi bih bila bilo bio bit biti bez ću ćeš će da dan danas do dobro draga dragi dok gdje ga i iz "
        "ili ih im ja je jedan jednom jer još joj ju kad kada kako kao koja koje koji kroz kod li me mene meni mi "
        "može možeš mogu moj moja moje mu na nad nam nas ne neka neki nešto netko nije nisi nisam ni nikad nikada "
        "nisu ništa o od on ona oni onda opet ova ovaj ove ovo po pod prije pred pri s sa sad sada sam sama samo se "
        "sebe sebi si smo ste su sutra svaki sve što šta šta ta tako također taj te tebe tebi ti to toga toliko tu "
        "tvoj tvoja tvoje u uvijek uz vas već vi više vrlo za zašto zato znam znaš"
    ),
    "ro": (
        "a acea aceasta această acest aceste acum ai aici al ale am anii apoi ar are aș asta astăzi astfel ați atât "
        "atunci au avea avut azi bine ca că când care cât câte ce cea cei cel cele chiar ci cine cu cum da dacă dar "
        "de deja deloc despre din dintre doar două după ea ei el ele era erai ești este eu fac facă face fără fi fie "
        "fii fiecare fost fără iar îi îl îmi în încă înainte între îți iti la le lor lui lucruri mai mâine mă mea "
        "mei mereu meu mi mine mult multe n ne nici niciodată nimeni nimic noi nostru nu o ori pe pentru poate poți "
        "prea prin putea că sa să sale sau se știi stiu știu si și sunt sunteți suntem te tău ta tine toate tot toți "
        "totul tu un una unde unei unor unui va vă vei vreau"
    ),
    "hu": (
        "a abban ahogy aki akkor ami amikor amit annyi az azok azon azonban azt azért attól bár be benne csak de "
        "drága eddig egy egyik együtt el elég én engem erre és ez ezek ezért ezt fel ha hanem hát hogy hogyan hol "
        "holnap igen így ilyen is itt jó jól kedves kell kellett kérlek ki kis le lehet lenne lesz ma maga mást "
        "már más már még meg mert mi miért minden mindent mindig mint mit most miatt nagy nagyon ne neked nekem néha "
        "nehéz nem nincs nélkül olyan ott össze pedig rád sem semmi senki soha sok szerint szép tedd te téged "
        "tudod tudom tud több úgy után újra utána vagy vagyok vagyunk valaki valami van vannak veled velem volt "
        "voltál volna"
    ),
    "fi": (
        "aina ehkä ei eikä eivät ele en ennen enemmän että et ette hän hänen hänet he hyvä hyvin ihan ilman itse "
        "itsesi itseäsi ja jälkeen jo joka jolla jonka jos joskus joten jotka jotain jotta juuri kaikki kaiken kanssa "
        "kerran kuin kuinka kun kuka koska koskaan kukaan kyllä liian me meidän mikä miksi mikään millään minun "
        "minua minulla minusta minut minä mitä mitään mukana muista mutta myös ne niin niitä nyt ole olen olet oli "
        "olin olisi olit olla olleet ollut on onko ovat paljon pitää rakas sai saa saat sama se sen siellä siitä "
        "siinä sinua sinulla sinulle sinun sinussa sinut sinä sitä sillä sitten siksi täällä tai taas tämä tämän "
        "tänään tätä tiedän tiedät tule tulee tässä vaan vaikka vain vasta vielä voi voin voit vähän yhtä yksi yli"
    ),
    "et": (
        "aga alati alles ära ega ehk ei enam end enda ennast et ette ga homme hästi iga igal ikka ilma ise ja jah "
        "juba just juures ka kas kes keegi kellele kõik kõige kõike kogu koos kui kuidas kuigi kuid kuna kus kunagi "
        "küll läbi ma me meie mida midagi miks mille millal minu mind mina mis mitte mu mul mulle nad neid need "
        "nende nii nagu ning nüüd oled olen oli olid olnud on ole oma palju pärast peab pead pole praegu sa saa saab "
        "saad sa said see selle seda siin siis sind sina sinu su sul sulle ta täna tea tean tead teda teha tema "
        "temaga too tuleb üks üle väga veel või võib võid välja vaid vähe"
    ),
    "lt": (
        "aš apie ar be bet buvai buvo būti būsi čia dabar dar daug dėl deja diena gal gali galima ir iš į jau jei "
        "jeigu ji jie jis jo jos jums jūs ką kad kada kai kaip kas kiek kiekviena kur kuri kurie kurį kuris labai man "
        "mane manęs mano mes mieloji mielas mūsų nei ne nebe nes nėra niekada niekas nors nuo o pas pat per po prie "
        "rytoj sau save savo si šiandien šis ši šią tai taip tau tave tavęs tavo ten tiek tik tikrai to todėl tu "
        "turi už viena vienas vis visada viską viskas visi yra žinai žinau"
    ),
    "lv": (
        "ar arī aiz bet bez bija biji būs būsi būt bez citi daudz dārgā dārgais diena es esi esam esmu gan gandrīz "
        "ir ja jā jau jo jūs ka kā kad kādu kādreiz kas katru ko kopā kur kura kuri kurš labi ļoti man mani manis "
        "mans mēs mana mūsu nav ne nekas neko nekad neviens no nu par pa pat pēc pie pret rīt šī šis šo šodien sev "
        "sevi sevis tā tad tagad tam tās tas tāpēc tava tavs tavu te tev tevi tevis tik tikai to tomēr tos tu tur "
        "un uz vai vairāk vari var viņa viņi viņš visi viss visu vēl vienmēr zinu zini"
    ),
    "tr": (
        "acaba ama ancak artık asla aslında bana bazen belki ben bende beni benim bile bir biraz birçok biri biz "
        "bize bizim böyle bu bugün buna bunu bunun bütün canım çok cok çünkü cunku da daha de değil degil değilsin "
        "demek diye dolayı en et eğer fakat gibi göre güzel hâlâ hala hem hep hepsi her herkes hiç hiçbir için icin "
        "iki ile ise iste işte iyi kadar karşı kendi kendin kendine kendini ki kim kimse küçük mı mi mu mü nasıl ne "
        "neden nerede o olan olarak olduğu olduğun olduğunu oldu olmak olsun olur ona onlar onu onun öyle önce sana "
        "sadece sen seni senin sevgili sevgi siz sonra şey şeyi şeyler şimdi şu tam tüm var ve veya ya yalnız yarın "
        "yine yok zaman zor"
    ),
    "ca": (
        "a això al als algú altra altre amb ara aquell aquella aquest aquesta així avui bé cada com d' de del dels "
        "després dia dir e el ella ell els em en encara és ets era eres ens entre és està estàs estic et fa fer fins "
        "han has hem hi ho i ja jo l' la les li lo m' ma massa més meu meva mateix mateixa molt molta n' ni ningú "
        "no nos nosaltres on o només pel pels per però perquè potser poc pot pots què que qui quan s' sé sempre "
        "sense ser seva seu si són sóc soc sobre t' tan tant te també tens teu teva teves teus tot tota tothom tu un "
        "una va vaig vas vegada vida"
    ),
    "cy": (
        "a ac ai am ar at beth bob bod bydd byddaf byddi bydda chi chwi cyn da dan dim dy dydd dyma dwi ddim ddoe "
        "ei eich ein efallai efo er eto fe fel felly fi fod fy gan gall gallu gwneud gyda heb heddiw hefyd hi hon "
        "hwn hwnnw hyn i iawn iddo llawer mae maen mai mewn mi mor mwy na nad nac neu ni nid nos o oedd oeddet oes "
        "oherwydd ond os pam pan paid peth peidio pob popeth pwy rwy' rwy rwyt rydw rydych rydyn roedd roeddet sut "
        "sy sydd ti trwy un unrhyw wedi wedyn weithiau wrth wyt ych yfory yma yn yna ydw ydy yr' yr ydych"
    ),
    "ga": (
        "a ach ag agat agam againn agus aige aici air amárach an anois ar aris arís as atá ba bhfuil bheith bhí bhíonn "
        "bíonn bí bíodh cad cé céard chomh chuig chun cuid dá dáibh de den do dom domsa duit duitse dul é ea eile fad "
        "faoi féin fós freisin ga gach gan go hé iad i inniu ina is í le leat leis liom má mar mé mo na ná nach níl "
        "ní nó nuair ó ort orm ro roimh sa san sé sí seo sin siad sinn tá táim thú tú trí tusa uaireanta uait um"
    ),
    "id": (
        "ada adalah agar aku akan anda apa apakah atas atau bagi bahwa baik banyak begitu belum berada bisa bukan "
        "cuma dalam dan dari dengan di dia diri dirimu dirinya dulu hanya hari harus hati ia ini itu jadi jangan jika "
        "juga kalau kami kamu karena kata kau ke kepada ketika kita lagi lah lain lalu lebih maka mana masih mereka "
        "mungkin namun nanti oleh orang pada paling pernah saat saja saling sama sampai sangat satu saya sebagai "
        "sebuah sedang sekali sekarang selalu semua sendiri seorang seperti serta sesuatu setelah setiap siapa "
        "suatu sudah supaya tahu tak tanpa tapi telah tentang terlalu tetap tetapi tidak untuk waktu walaupun yang"
    ),
    "tl": (
        "aking akin ako alam ang araw at ay ba bakit bang bawat dahil dapat di din dito gusto habang hanggang hindi "
        "ikaw ilan isa isang iyo iyon iyong ito ka kahit kami kang kanya kanyang kapag kasama kasi kay kaya kayo "
        "kita ko kong kung lahat lamang lang mahal maging may mayroon mga mo mong muli muna na naman namin nang nasa "
        "natin ng nga ngayon ni nila nilang nito niya niyang noon nung o pa paano pag para pero po puno rin sa saan "
        "sana sarili sarili siguro sila sino siya tayo tungkol upang wala walang yung"
    ),
    "vi": (
        "ai anh ấy bạn bao bằng biết các cả cái cần càng chỉ cho chưa chúng chị chính con có cùng của cũng cứ dù "
        "đã đang đâu đây để đến đều đi điều đó được em gì giờ hãy hay hơn hôm không khi là lại làm lắm lên lòng lúc "
        "luôn mà mẹ mình mỗi mọi một mới nào này nên nếu ngày người như nhưng những nhiều nhé nữa ở phải qua ra rất "
        "rằng rồi sao sau sẽ sự ta tại thấy thể thế thì tôi trong trước từ và vào vẫn vậy về vì với vô xin yêu"
    ),
    "sw": (
        "ajili ambao ambaye asubuhi au baada bado bila cha chako changu hadi hapa hapo hata hawa haya hayo hii hilo "
        "hivi hivyo hiyo huku huo huyo huyu ila ili ingawa je kabisa kabla kama karibu kati katika kesho kila kisha "
        "kitu ku kubwa kuhusu kuna kusema kutoka kuwa kwa kwako kwamba kwangu kweli labda lako lakini langu leo "
        "mambo mimi mpenzi mtu mwenyewe mwingine na nami nawe naye ndani ni nini nyingi pamoja pia sana sasa sisi "
        "siku si tena tu unaweza wa wako wakati wake wala wangu watu wetu wewe wote ya yako yake yangu yao yetu yote "
        "za zako zaidi zangu zote"
    ),
}
"""The commonest words of each language, by BCP 47 tag, with spaces between them."""
BY_CHANCE = frozenset(
    (
        "age ah ai ale ante ate bad bin bo boy brand camera canto car care cater chose cs dad dag dame dare dean der "
        "die dos dove drum due dwell e eh elf elm era es esta et fast far fare fin fine fond gar gift god gut ha hale "
        "hand hat hell hem hen hey hm hug ill io item jar kin kind la lag land las last later le lei lest lie lo los "
        "ma mad main male man mar mare mat max men mere mini mit mode moi mom mum nag nanny nay net nine noel nun nut "
        "pa pan papa par pare pas past path per pet phone plan plus pool post pour pro rang rare rat real red rest "
        "robe ran sa sale san sans sea seal sein semi set sen senior sera sham sigh sin sine sing sol sole solo son "
        "song spat spell stand star stay sue sun tag tale tan tar tea ten tent term tiny toe tie ton tot tout tu um "
        "un van vale vast vet vice via viva vie vis von wag war warm wart wars wonder wow zag zip ad ago al arc auto "
        "bar bra bras dan dates dig ding dip even fest fort ham hang hans hers hold hood hun inter jam kan kit ley "
        "lot mais mal mes min mir na nan nu oft ole omen on ora oral pot que sang sees si tak tall tam te tempo til "
        "tin toast todo tous trap tutti veto ver vine vita yen"
    ).split()
)
"""English words that other languages have by chance, or as names: they never tell anything."""
