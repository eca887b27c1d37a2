"""Notices what looks as if it identified a patient or somebody else, before a text is shared with another person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .language import Sentence

Kind = Literal["e-mail", "social security", "birth date", "record number", "phone", "name"]

# In the order in which they win where two overlap.
EXPLANATIONS: dict[Kind, Sentence] = {
    "e-mail": Sentence("This looks like an e-mail address."),
    "social security": Sentence("This looks like a social security number."),
    "birth date": Sentence("This looks like a date of birth."),
    "record number": Sentence("This looks like the number of a medical record or of a person."),
    "phone": Sentence("This looks like a telephone number."),
    "name": Sentence("This looks like somebody’s name."),
}


@dataclass(frozen=True)
class Notice:
    """What was noticed, from `start` up to `end` (in characters), and the text itself."""

    kind: Kind
    start: int
    end: int
    found: str

    @property
    def explanation(self) -> Sentence:
        """What it looks like."""
        return EXPLANATIONS[self.kind]


def notices(text: str) -> list[Notice]:
    """What looks identifying, in the order of the text and without overlaps.

    It goes by the shape of words in English and Spanish, so it misses some and is at times mistaken: it is a reason
    to look again, never to refuse. The time it takes grows with the length of the text and no faster.
    """
    free, kept = bytearray(len(text)), list[Notice]()
    for kind in EXPLANATIONS:
        for start, end in _FINDERS[kind](text):
            if not any(free[start:end]):
                free[start:end] = b"\x01" * (end - start)
                kept.append(Notice(kind, start, end, text[start:end]))
    return sorted(kept, key=lambda notice: notice.start)


# Numbers and addresses: every repetition is bounded, so that no text can make them slow.

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|"
    "noviembre|diciembre"
)
_DAY, _YEAR = r"\d{1,2}(?:st|nd|rd|th)?", r"(?:1[89]|20)\d{2}"
_DATE = (
    rf"(?:{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:{_YEAR}|\d{{2}})|"
    rf"(?:{_MONTHS})\.? {_DAY},? {_YEAR}|{_DAY}(?: de)? (?:{_MONTHS})\.?,?(?: del?)? {_YEAR})(?!\d)"
)
_BORN = (
    r"\b(?:DOB|D\.O\.B\.|date of birth|birth ?date|birthday|born|fecha de nacimiento|f\. ?nac\.|naci[oó]|nacid[oa]|"
    r"cumpleaños)(?:(?: on| is| el| es)|\W){0,3}"
)
_RECORD = (
    r"\b(?:MRN|medical record|record (?:number|no)|chart (?:number|no)|patient (?:number|no|id)|expediente|"
    r"historia cl[ií]nica|n[uú]mero de (?:expediente|historia|paciente))\b(?:(?: is| es| number| n[uú]mero| no| nro)\b|"
    r"[^\w\n]){0,4}(?P<number>[A-Z]{0,3}-?\d[\w-]{3,14})"
)
_PHONE = r"(?<![\w.,/-])(?:\+?\d{1,3}[ .-]?)?(?:\(\d{2,4}\)[ .-]?)?\d{2,4}(?:[ .-]\d{2,4}){1,4}(?![\w/-])"

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_SOCIAL = re.compile(r"(?<![\w-])\d{3}([- ])\d{2}\1\d{4}(?![\w-])")
_BORN_ON = re.compile(rf"{_BORN}(?P<date>{_DATE})", re.IGNORECASE)
_FULL_DATE = re.compile(rf"(?<![\w/-]){_DATE}(?![\w/-])", re.IGNORECASE)
_BARE = r"(?<![\w$€£.,/-])(?<!PMID )(?<!PMID: )(?P<bare>\d{7,9}|[01]\d{9}|\d{11,12})(?![\w/-])"
_ANY_RECORD = re.compile(f"{_RECORD}|{_BARE}", re.IGNORECASE)
_ANY_PHONE = re.compile(rf"{_PHONE}|(?<![\w$€£.,/-])[2-9]\d{{9}}(?![\w/-])")
# A full date of a year like these is more likely somebody's birthday than anything that a mentoring is about.
_BIRTH_YEARS = re.compile(r"(?<!\d)(?:19\d{2}|200\d)(?!\d)")


def _births(text: str) -> Iterator[tuple[int, int]]:
    yield from (found.span("date") for found in _BORN_ON.finditer(text))
    yield from (found.span() for found in _FULL_DATE.finditer(text) if _BIRTH_YEARS.search(found[0]))


def _records(text: str) -> Iterator[tuple[int, int]]:
    for found in _ANY_RECORD.finditer(text):
        yield found.span("number") if found["number"] else found.span("bare")


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for found in _ANY_PHONE.finditer(text):
        shape = re.sub(r"\d", "0", found[0])
        digits = shape.count("0")
        is_local = shape in ("000-0000", "000.0000")
        is_marked = shape[0] in "+(" and digits >= 8
        if not _FULL_DATE.fullmatch(found[0]) and (is_local or is_marked or 10 <= digits <= 15):
            yield found.span()


# Names: a word with a capital after a title or after "patient", or two of them together.


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*(?:['’-][^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*)*")
_TITLES = _words(
    "dr dra mr mrs ms miss mx prof professor doctor doctora sr sra srta señor señora señorita don doña profesor "
    "profesora"
)
_BEFORE_NAMES = _words("patient paciente named llamado llamada llama")
_WITHIN_NAMES = _words("de del la las los van von der den da dos y")
# Words that often begin a sentence: what follows them may still be a name.
_OPENINGS = _words(
    """
    a an the in on at of for and or but if when while after before since until with without by from to as is are was
    he she it we you they i my your our their his her this that these those every each all some one two three first
    second third last next no not yes please thank thanks what who how why where which let if once then there here do
    el la los las un una unos unas en con sin por para de del al y o pero si cuando mi su sus nuestro nuestra cada
    todos primer primera segundo segunda tercer tercera último última próximo próxima no sí gracias qué quién cómo
    ask see tell call write talk speak meet read dear hello pregunte hable llame escriba lea vea estimado estimada
    yes agreed also both either neither maybe perhaps still yet so
    """
)
# Words with a capital that are part of no name: with any of them, the words beside it name something else, too.
_NO_NAMES = _words(
    """
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday spring summer autumn fall winter easter christmas thanksgiving ramadan
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles
    jueves viernes sábado domingo primavera verano otoño invierno navidad pascua
    university college school faculty department division section center centre hospital clinic institute association
    society academy board committee council office service unit ward library laboratory lab campus building room
    hall floor street avenue road house inn hotel café coffee
    universidad facultad escuela departamento división sección centro clínica instituto asociación sociedad academia
    junta comité consejo oficina servicio unidad biblioteca laboratorio edificio sala calle avenida
    award grant fellowship scholarship program programme project plan agreement contract policy form report review
    meeting conference congress symposium rounds grand workshop course seminar lecture journal club annual career
    development teaching portfolio research study trial work team teams mentor mentors mentee mentoring mentorship
    coach chair chief director dean professor emeritus assistant associate full president vice head secretary fellow
    resident attending nurse practitioner physician doctor appointment committee promotion tenure
    premio beca programa proyecto acuerdo contrato reunión congreso taller curso carrera desarrollo investigación
    estudio equipo jefe jefa director directora decano decana
    medicine medical surgery surgical pediatrics psychiatry neurology cardiology oncology radiology pathology nursing
    pharmacy dentistry health healthcare care science sciences public clinical academic internal family emergency
    disease syndrome disorder chronic acute kidney heart cancer diabetes month week day hours hour history type
    intensive critical primary quality safety patient patients ethics education graduate undergraduate
    medicina cirugía pediatría psiquiatría neurología cardiología salud ciencias enfermería ética educación
    north south east west northern southern eastern western new old san santa saint st los las salt lake city county
    state states united national international american european african asian latin english spanish french german
    chinese america europe africa asia utah california texas york kingdom norte sur estados unidos nacional
    internacional
    google microsoft apple zoom outlook teams slack excel word powerpoint python epic redcap pubmed medline zotero
    linkedin whatsapp skype webex canvas
    goals goal outcomes duration logistics obligations topics conclusion confidentiality regular check check-ins
    individual specific other relationship termination commitment
    """
)


def _names(text: str) -> Iterator[tuple[int, int]]:
    for run, before in _runs(text):
        needed = 1 if before in _TITLES or before in _BEFORE_NAMES else 2
        named = {_plain(word[0]) for word in run if _is_name_like(word[0])}
        if len(run) >= needed and named.isdisjoint(_NO_NAMES) and named.isdisjoint(_OPENINGS):
            yield run[0].start(), _end(run[-1])


def _runs(text: str) -> Iterator[tuple[list[re.Match[str]], str]]:
    """Words with a capital that follow upon each other, and the word before them (a title, say) in small letters."""
    run, before, last = list[re.Match[str]](), "", None
    for word in _WORD.finditer(text):
        follows = last is not None and _is_near(text, last, word)
        is_title = _plain(word[0]) in _TITLES and word[0] != "miss"
        if run and not (follows and not is_title and (_is_name_like(word[0]) or word[0] in _WITHIN_NAMES)):
            yield _trimmed(run), before
            run = []
        if run:
            run.append(word)
        elif _is_name_like(word[0]) and not is_title:
            run, before = [word], _lead(last[0]) if follows and last else ""
        last = word
    if run:
        yield _trimmed(run), before


def _lead(word: str) -> str:
    """The word before a run, if it tells anything of it: the verb "miss" is no title."""
    return "" if word == "miss" else _plain(word)


def _is_near(text: str, last: re.Match[str], word: re.Match[str]) -> bool:
    """Whether only a space lies between, or a full stop as after a title or an initial."""
    between = text[last.end() : min(word.start(), last.end() + 3)]
    shortened = _plain(last[0]) in _TITLES or len(last[0]) == 1
    return between in (" ", "\u00a0") or (shortened and between in (". ", ".", ".\u00a0"))


def _is_name_like(word: str) -> bool:
    return word[0].isupper() and (len(word) == 1 or any(letter.islower() for letter in word))


def _trimmed(run: list[re.Match[str]]) -> list[re.Match[str]]:
    """Without what opens the sentence, and what only stands between the parts of a name."""
    first, last = 0, len(run)
    while last - first > 1 and _plain(run[first][0]) in _OPENINGS:
        first += 1
    while last - first > 1 and not _is_name_like(run[last - 1][0]):
        last -= 1
    return run[first:last]


def _plain(word: str) -> str:
    return re.sub(r"['’]s$", "", word).lower()


def _end(word: re.Match[str]) -> int:
    return word.start() + len(re.sub(r"['’]s$", "", word[0]))


_FINDERS = {
    "e-mail": lambda text: (found.span() for found in _EMAIL.finditer(text)),
    "social security": lambda text: (found.span() for found in _SOCIAL.finditer(text)),
    "birth date": _births,
    "record number": _records,
    "phone": _phones,
    "name": _names,
}
