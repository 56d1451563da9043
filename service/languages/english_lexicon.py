"""Words whose syllables cannot be told from their spelling, by how many the voice says."""

_BY_COUNT = {
    1: (
        "aren't beaten button buttons certain cotton cruel dial drawing drawings eaten fuel fuels george gotten "
        "graham isle league leagues mosque patent pier plague priest rogue rotten seoul threaten threatened tier "
        "tongue toward towards towel trial trials vague weren't written"
    ),
    2: (
        "acre acres ahh alfred andre antique apr ave awesome baseball belgium berkeley beyond billion billions "
        "brilliant bryan bryant business buyer buyers cafe cement centre centres certainly chaos cheated chile "
        "choir cleveland client clients colleague colleagues colonel comeback could've creature creatures critique "
        "denial diet doesnt duo earl else's elsewhere evening facebook farewell fashion fashioned fatigue fire "
        "fired fires flour fluid forecast forehead forgotten framework frederick frontier gameplay gateway genre "
        "georgia giant giants goin greater greatest guidelines happened happens hatred heated hire hired homeland "
        "homemade hometown homework hour hours household households hundred interest interests ios it'd it'll jesse "
        "jewelry joey julia julian junior layer layers layout leicester lifestyle lifetime likewise livestock louis "
        "louise luis manhattan manuel maybe mayor metres million millions naked nike noah ok onion our ours "
        "persuade pipeline player players playoff playoffs poem poems poet poets pokemon prayer prayers premier "
        "princeton quiet react rely roosevelt ruin ruined ruins ryan sacred science seated senior seniors "
        "shakespeare soldier soldiers someday somehow someone someone's sometime sometimes somewhat somewhere sour "
        "stuart surgeon technique techniques that'll theories theory thereby therefore threatening timeline tire "
        "tired tires trademark treated uncertain union unions unique violence violent violet voyage warehouse "
        "wednesday wholesale wicked widespread william williams wire wires withdrawal yeah youre"
    ),
    3: (
        "acquire acquired admire albeit alleged andrea anime anyone area areas athlete athletes audience australia "
        "australian battalion behavior behaviors behaviour brazilian businesses businessman catalogue civilian "
        "civilians colonial companion curious cycling defeated desire desired desires dialogue diego dioxide "
        "element elements empire employee employees employer employers entire everyday everywhere expired familiar "
        "finale firearms firing furious gabriel gambling genuine glorious handling hawaii heroic heroin hiring idea "
        "ideas implement influence influenced inspire inspired interested interesting iowa israel italian korea "
        "korean libya likelihood linear louisville massacre mcdonald's montreal moreover museum museums myanmar "
        "nuclear o'brien obvious opinion opinions parliament period periods poetry previous quietly radius ratio "
        "reaction reactions reactor realise realised realize realized rebellion recipe recipes reinforced repeated "
        "require required requires retire retired sciences scientist scientists seattle serious settlement "
        "settlements settling shareholders sierra simpler soviet struggling studios suicide supplement taxpayer "
        "taxpayers temperature temperatures theatre toddler tokyo toyota tuition vampire various vegetable "
        "vegetables vienna vietnam virginia whoever wireless worldwide wrestling"
    ),
    4: (
        "algorithms anxiety arguably athletic athletics audiences behavioral biography california caribbean "
        "coalition coincidence coordinate coordinates diabetes edinburgh enjoyable entirely european europeans "
        "eventually everybody experience experienced february genuinely hilarious influences influential "
        "ingredients initiative initiatives inspiring january laboratory marijuana medieval mysterious nevertheless "
        "notorious obviously oriented pennsylvania petroleum previously realistic reality realizing recipient "
        "recipients repeatedly requirement requirements requiring retirement sanctuary scenarios scientific "
        "seriously societies society varieties variety vietnamese whatsoever"
    ),
    5: (
        "appreciation association associations bibliography christianity controversial cooperation cooperative "
        "coordination coordinator curiosity enthusiasm enthusiastic experiences judiciary louisiana minneapolis "
        "negotiations orientation parliamentary"
    ),
    6: ("experiencing mediterranean simultaneously"),
}
EXCEPTIONS = {word: count for count, words in _BY_COUNT.items() for word in words.split()}
"""Each word in lower case, to its syllables."""
