"""Acronyms of English: what stays in capitals for the voice, and which of them are words, too."""

from __future__ import annotations

from service.languages.language import Capitals, words

ACRONYMS: frozenset[str] = frozenset(
    (
        "NHS GP TV UK USA US CBT PTSD OCD ADHD EMDR DBT CFT MRI ASAP BBC NASA AA ICU IVF HIV AIDS DIY FAQ ID IQ "
        "UTI ENT EU UN UAE AI API URL EEG ECG EKG OAP UFO ATM ETA FYI IBS IOU ASD BPD CAMHS CPN "
        "SEN EAP UV VIP CEO HR PR AD BC DNA RNA NICU ER EDI LGBTQIA NYC LA OMG USB CO USD GBP MBA IV "
        "IT WHO RIP DOB MIA SOS ITV ESA UC AKA FAO PTO TMI STI OTT AFSP NAMI IAPT SSRI SSRIS GAD ABC OCPD RAF "
        "ASMR ISA EPA IEP EHCP DSA OT ME DID SAD SI"
    ).split()
)
"""Words that are spelt or said in capitals, in capitals."""
EMPHASIS: dict[str, Capitals] = {
    "US": Capitals(
        after=words("the a in from across american"),
        before=words(
            "dollar dollars citizen citizens army navy air government president based born embassy visa passport "
            "states marine marines senate congress election troops state"
        ),
        usual=True,
        plain=words(
            "let of to for with about on at by between around among behind beside without tell told give gave help "
            "helped show showed love loved want wanted need needed make made keep kept see saw hear heard hurt leave "
            "left all both and than like just only not trust save bring brought"
        ),
    ),
    "IT": Capitals(
        after=words("in the an our my your their his her at for with"),
        before=words(
            "team teams support department dept job jobs guy guys help desk manager person people course work staff "
            "company consultant specialist technician systems skills degree sector security project training lady man"
        ),
    ),
    "WHO": Capitals(after=words("the"), before=words("guidelines guidance report")),
    **dict.fromkeys(("ME", "DID", "SAD", "SI"), Capitals()),
}
"""Acronyms that are words, too, and when they are which."""
