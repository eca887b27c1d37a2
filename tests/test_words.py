"""What a participant reads: spelled right, long enough, plain enough, said once, and with sound further reading."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pyphen import Pyphen  # type: ignore[import-untyped]
from spellchecker import SpellChecker

from mentorcourse.content import Course, Section, read_course
from mentorcourse.content.models import Model
from mentorcourse.privacy.notice import Kind, read_notice

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "notebooks"
COURSE: Course = read_course(FOLDER)
SECTIONS = [section.section for section in COURSE.sections]
NOTICES: dict[str, Kind] = {"privacy": "members", "privacy_guests": "guests"}
PAGES = [*SECTIONS, "home", "journal", *NOTICES]

every_section = pytest.mark.parametrize("section", COURSE.sections, ids=SECTIONS)
# The sections that the course map describes: length, case and reading are its. A section that is added has its own.
MAPPED = COURSE.sections[:10]
every_mapped_section = pytest.mark.parametrize("section", MAPPED, ids=SECTIONS[:10])
every_page = pytest.mark.parametrize("stem", PAGES)

_markdown = MarkdownIt("commonmark").enable("table")


def markdown(stem: str) -> list[str]:
    """The texts of a page: a notebook's Markdown cells, or a privacy notice."""
    if stem in NOTICES:
        return [read_notice(COURSE, NOTICES[stem]).text]
    cells = nbformat.read(FOLDER / f"{stem}.ipynb", as_version=nbformat.NO_CONVERT).cells
    return [cell.source for cell in cells if cell.cell_type == "markdown"]


@cache
def blocks(stem: str, headings: bool = True) -> list[str]:
    """The words of each paragraph, list item and table cell in a page's Markdown, and of its headings."""
    tokens = [token for text in markdown(stem) for token in _markdown.parse(text)]
    return [_said(token) for before, token in pairwise(tokens) if headings or before.type != "heading_open"]


def _said(token: Token) -> str:
    """The text of one block without its marks."""
    breaks = ("softbreak", "hardbreak")
    return "".join(" " if child.type in breaks else child.content for child in token.children or [])


# What the content holds beside wording: names for the program, forms of answer, addresses.
_NO_WORDING = {"key", "kind", "section", "audience", "entries", "pick", "fits", "own", "url"}


@cache
def wordings(stem: str) -> list[str]:
    """The wording in a section's YAML; with `home`, the title of the course."""
    return list(_wordings(COURSE.section(stem) if stem in SECTIONS else (COURSE.title,) if stem == "home" else ()))


def _wordings(part: Any) -> Iterator[str]:
    if isinstance(part, Model):
        yield from _wordings({name: value for name, value in part if name not in _NO_WORDING})
    elif isinstance(part, Mapping | tuple):
        for value in part.values() if isinstance(part, Mapping) else part:
            yield from _wordings(value)
    elif isinstance(part, str):
        plain = re.sub(r"\{[a-z0-9_.]+\}", "", part)  # in a draft, {field} stands for an answer
        yield from (text for token in _markdown.parse(plain) if (text := _said(token)))


def everything(stem: str) -> list[str]:
    """All that a participant reads on one page."""
    return [*blocks(stem), *wordings(stem)]


def hits(pattern: str, stem: str, flags: re.RegexFlag = re.NOFLAG) -> list[str]:
    """Where a pattern stands on a page, with some of the text around it."""
    return [
        text[max(0, hit.start() - 30) : hit.end() + 30]
        for text in everything(stem)
        for hit in re.finditer(pattern, text, flags)
    ]


# Spelling.

_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\b\w[\w-]*(?:\.[\w-]+)*\.(?:com|edu|org)\b")
_dictionary = SpellChecker(language="en")
_accepted = (ROOT / "tests/words.txt").read_text("utf-8").split()


def words(text: str) -> set[str]:
    """The words of a text, a possessive as its noun; addresses are left out."""
    found = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", _ADDRESS.sub(" ", text))
    return {word.removesuffix("'s") for word in found}


def unknown(text: str) -> list[str]:
    """The words that neither the dictionary nor tests/words.txt has; a capital in the list is a capital here.

    What references cite and the names of an institution's offices are as their owners spell them.
    """
    cited = [phrase for phrases in READING.values() for phrase in phrases]
    given = words("\n".join([*cited, *COURSE.institution.settings.values()]))
    strange = (word for word in words(text) - given if word.lower() not in _dictionary)
    return sorted(word for word in strange if not {word, word.lower()} & {*_accepted})


@every_page
def test_every_word_is_in_the_dictionary_or_among_the_accepted_terms(stem: str):
    assert not unknown("\n".join(everything(stem)))


def test_a_misspelled_word_would_be_noticed():
    text = "The author's chief recieves honest advice from oeo@utah.edu, at three occurences"
    assert unknown(text) == ["occurences", "recieves"]


def test_the_accepted_terms_are_in_order_and_none_is_there_without_need():
    assert _accepted == sorted(set(_accepted), key=str.lower)
    read = words("\n".join(text for stem in PAGES for text in everything(stem)))
    assert not {*_accepted} - read - {word.lower() for word in read}
    assert not [term for term in _accepted if term.lower() in _dictionary]


# The dictionary holds what is right on either side of the Atlantic; the course is written on one.
_BRITISH = r"""(?ix)\b(
    \w{3,} isation (?:s|al)?
  | (?:apolog|author|capital|categor|critic|emphas|ideal|maxim|minim|modern|optim|organ|personal|prior|real
      |recogn|social|special|stabil|standard|summar|sympath|util|visual) is(?:e|ed|es|er|ers|ing)
  | (?:anal|paral|catal) ys(?:e|ed|es|ing)
  | (?:acknowledge|judge) ment s?
  | (?:behavi|col|fav|harb|hon|hum|lab|neighb|rum|sav|endeav|cand|vig|rig) our \w*
  | (?:cent|theat|lit|met|fib) re s? | cent red
  | (?:cancel|counsel|label|model|panel|signal|travel|level|marshal|channel|rival) l (?:ed|ing|er|ers)
  | (?:defen|offen|licen|preten) ce s? | practis (?:e|ed|es|ing)
  | (?:enrol|fulfil|instil|distil|skilful|wilful) (?:s|ment)?
  | programme s? | whilst | amongst | towards | afterwards | backwards | learnt | spelt | burnt | dreamt
  | (?:paed|haem|anaesth|orthopaed|gynaec|oest) \w+ | grey | cheque s? | ageing | aluminium | tyre s? | rota
  | sceptic\w* | catalogue s? | dialling | manoeuvr\w* | per\scent | maths
)\b"""


@every_page
def test_the_spelling_is_american(stem: str):
    assert not hits(_BRITISH, stem)


def test_the_spelling_of_the_interface_is_american():
    sentences = (ROOT / "mentorcourse/language/catalogues/messages.pot").read_text("utf-8")
    said = [line for line in sentences.splitlines() if line.startswith(("msgid", '"'))]
    assert not [line for line in said if re.search(_BRITISH, line)]


@pytest.mark.parametrize(
    "path",
    [
        *sorted((ROOT / "facilitator_guide").glob("*.md")),
        *(ROOT / f"{name}.md" for name in ("CONTRIBUTING", "CHANGELOG")),
    ],
    ids=lambda path: path.stem,
)
def test_the_spelling_of_the_guide_and_of_what_developers_read_is_american(path: Path):
    text = re.sub(r"`[^`]*`", "", path.read_text("utf-8"))
    assert not [line for line in text.splitlines() if re.search(_BRITISH, line)]


@pytest.mark.parametrize("word", ["organisation", "recognised", "behaviour", "centre", "practising", "programme"])
def test_a_british_spelling_would_be_noticed(word: str):
    assert re.search(_BRITISH, f"One {word} here")


# Typography.


@every_page
@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("[“”‘’«»„`´]", id="quotation marks are straight"),
        pytest.param(r'\w"[,.](?!\.)', id="a comma or period stands inside them"),
        pytest.param(r"\.\.\.", id="an ellipsis is one character"),
        pytest.param(r"\w (?:-|--|–|—) \w|\w[—]\w|--", id="a sentence does not hang on a dash"),
        pytest.param(r"\s[,.;:!?](?!\w)", id="no space stands before a mark"),
        pytest.param(r"(?<=[^\W\d])[,;:!?](?=[^\W\d])", id="a space stands after one"),
        pytest.param(r"\b(?!had|that|do)(\w+) \1\b", id="no word stands twice in a row"),
    ],
)
def test_the_typography_is_the_same_everywhere(stem: str, pattern: str):
    assert not hits(pattern, stem)


@every_page
def test_quotation_marks_come_in_pairs(stem: str):
    assert not [text for text in everything(stem) if text.count('"') % 2]


# Length, reading level, repetition.


def sentences(stem: str) -> list[str]:
    """The sentences of a section's teaching text, without its headings."""
    parts = [re.split(r"(?<=[.!?…])[\"'*)]*\s+(?=[\"'(]*[A-Z0-9])", block) for block in blocks(stem, headings=False)]
    return [sentence for part in parts for sentence in part if re.search(r"\w", sentence)]


def bare(text: str) -> list[str]:
    """The words of a text in small letters, in order."""
    return re.findall(r"[^\W_]+(?:['-][^\W_]+)*", text.lower())


@every_mapped_section
def test_a_section_teaches_in_1500_to_2500_words(section: Section):
    assert 1500 <= sum(len(bare(block)) for block in blocks(section.section)) <= 2500


@every_mapped_section
def test_a_case_is_set_out_in_120_to_200_words(section: Section):
    cases = [activity for activity in section.activities if activity.kind == "case"]
    assert [120 <= len(bare(case.situation)) <= 200 for case in cases] == [True]


# One letter may stand alone, as in "a-bout": these are syllables, not places to break a line.
_syllables = Pyphen(lang="en_US", left=1, right=1)


def grades(stem: str) -> tuple[float, float, float]:
    """The years of school that a section's teaching text asks for, by three measures: SMOG, Fog and Flesch-Kincaid.

    SMOG (McLaughlin 1969) is the measure of health education, because it asks for full understanding. Beside it stand
    Fog (Gunning 1952) and Flesch-Kincaid (Kincaid et al. 1975), the lowest, since it takes short words for ease.
    """
    said = sentences(stem)
    spoken = [len(_syllables.positions(word)) + 1 for sentence in said for word in bare(sentence)]
    per_sentence, hard = len(spoken) / len(said), sum(count >= 3 for count in spoken)
    return (
        1.043 * math.sqrt(30 * hard / len(said)) + 3.1291,
        0.4 * (per_sentence + 100 * hard / len(spoken)),
        0.39 * per_sentence + 11.8 * sum(spoken) / len(spoken) - 15.59,
    )


@every_section
def test_a_section_reads_like_a_good_newspaper(section: Section, record_property: Callable[[str, object], None]):
    smog, fog, kincaid = grades(section.section)
    shown = f"{section.number:2}. {section.title:<58}{smog:5.1f}{fog:5.1f}{kincaid:16.1f}"
    record_property("reading level", shown)
    assert max(smog, fog, kincaid) <= 12.5, f"{shown}: shorten sentences, or use shorter words"
    if section in MAPPED:
        assert min(smog, fog) >= 9.5
        assert kincaid >= 8


@pytest.mark.parametrize("stem", NOTICES)
def test_a_privacy_notice_reads_more_easily_than_the_course(stem: str):
    assert max(grades(stem)) <= 9.5


def test_no_sentence_of_eight_words_or_more_stands_twice_in_the_course():
    places = defaultdict(list)
    for stem in SECTIONS:
        for sentence in sentences(stem):
            if len(bare(sentence)) >= 8:
                places[" ".join(bare(sentence))].append(stem)
    assert not {sentence: stems for sentence, stems in places.items() if len(stems) > 1}


# Further reading: what the course map names, at the addresses it gives.

# The words by which each reference is known, by section.
READING = {
    1: [
        "Tsai A, Hopf HW, Anderson K, Blaschke A, Campbell H, Farrell T, Fix M, Harris M, Ji Y, Keefe K, Majersik J",
        "Murtaugh M, Smith B. Fundamentals of Professional Mentoring. Utah Coaching Advancement Network (UCAN)",
        "Carey & Weissman, J Palliat Med 2010;13(11):1373-9",
        "Gusic et al., J Pediatr 2010;156(2):173-4.e1",
        "Rustgi & Hecht, Gastroenterology 2011;141(3):789-92",
        "Healy & Welchert, Educational Researcher 1990;19:17-21",
    ],
    2: ["Increase Your Impact", "Eight essential rules", "How to be an Amazing Mentor", "Focus on the Whole Person"],
    3: [
        "Straus, Chatur & Taylor, Acad Med 2009;84(1):135-9",
        "Straus et al., Acad Med 2013;88(1):82-9",
        "Zerzan et al., Acad Med 2009;84(1):140-4",
        "Manuel & Poorsattar, Med Teach 2021;43(4):384-7",
        "Pololi, BMJ Careers 2006",
        *["University of Michigan", "Emory", "FASEB", "SMART"],
    ],
    4: [
        "Covey, The Speed of Trust (2008)",
        "Baerlocher et al., Eur J Intern Med 2011;22(6):e166-7",
        "Cho, Ramanan & Feldman, Am J Med 2011;124(5):453-8",
    ],
    5: [
        *["have a coaching conversation", "etter culture, better conversations", "Surprising Power of Questions"],
        *["Deploy Yourself", "The Art of Asking Powerful Questions", 'Tsai, Solving for "Why" (2018)'],
        *["Kimsey-House et al., Co-Active Coaching (2011)", "Core competencies", "Coaching culture"],
    ],
    6: [
        "Patterson et al., Crucial Conversations (2012)",
        "Scott, Radical Candor (2017)",
        "Miller, Conflict Communication (2015)",
    ],
    7: [
        "Kow et al.",
        "BMC Medical Education 2020;20:246",
        "Code of Ethics",
        "How to mentor ethically",
        "Ethical issues in mentoring",
    ],
    8: [
        "Ahn & Ziedonis, Psychiatr Clin N Am 2019;42:401-12",
        "Byington et al., Acad Med 2016;91:497-502",
        "Manuel & Poorsattar, Med Teach 2021;43(4):384-7",
        "Henry-Noel et al., J Cancer Educ 2019;34:629-37",
        "can accelerate your career",
    ],
    9: [
        "Baerlocher et al., Eur J Intern Med 2011;22(6):e166-7",
        "Balmer et al., J Contin Educ Health Prof 2011;31(2):81-6",
        "Rustgi & Hecht, Gastroenterology 2011;141(3):789-92",
        "Center for Health Leadership & Practice",
    ],
    10: ["Zachary, Creating a Mentoring Culture (2005)", "Real mentorship starts with company culture"],
}

# Its addresses, without https://; those of the reporting office and its kin are in the institution profile.
ADDRESSES = {
    2: """www.linkedin.com/pulse/how-increase-your-impact-mentor-gisle-grave/
        www.fastcompany.com/40540798/eight-essential-rules-for-first-time-mentors
        blog.hubspot.com/marketing/mentor-tips-positive-impact
        hbr.org/2019/08/great-mentors-focus-on-the-whole-person-not-just-their-career""",
    3: """faculty.medicine.umich.edu/sites/default/files/downloads/individual_development_plan_0.pdf
        med.emory.edu/departments/medicine/_documents/idp-mentoring-program.pdf
        cfe.unc.edu/wp-content/uploads/sites/326/2021/07/@-mentees-and-mentors.pdf
        """.replace("@", "Instructions-for-developing-and-implementing-an-IDP"),
    5: """www.ccl.org/articles/leading-effectively-articles/how-to-have-a-coaching-conversation/
        hub.ncat.edu/administration/human-resources/cloe/better-culture-better-conversations-white-paper-ccl.pdf
        hbr.org/2018/05/the-surprising-power-of-questions
        www.deployyourself.com/deploy-yourself/asking-powerful-questions-51-different-situations/
        leadingwithquestions.com/leadership/sustainability-as-mindset-and-ethical-claim-2/
        coachingfederation.org/core-competencies www.coachingculture.com""",
    7: """coachingfederation.org/ethics/code-of-ethics www.apa.org/monitor/2019/04/mentor-ethically
        www.apa.org/career-development/ethical-issues.pdf""",
    8: "insights.som.yale.edu/insights/how-finding-mentor-or-even-better-sponsor-can-accelerate-your-career",
    9: "www.rackham.umich.edu/downloads/more-mentoring-guide-for-mentors.pdf",
    10: "hbr.org/2019/12/real-mentorship-starts-with-company-culture-not-formal-programs",
}


@every_mapped_section
def test_a_section_names_every_reference_of_the_course_map(section: Section):
    named = "\n".join(reference.text for reference in section.reading)
    assert not [words for words in READING[section.number] if words not in named]


@every_mapped_section
def test_the_addresses_of_the_reading_are_those_of_the_map_and_of_the_institution(section: Section):
    linked = {reference.url for reference in section.reading if reference.url}
    given = {f"https://{address}" for address in ADDRESSES.get(section.number, "").split()}
    assert given <= linked <= given | {*COURSE.institution.settings.values()}


@every_section
def test_each_address_is_well_formed(section: Section):
    facts = [fact.url for group in COURSE.institution.facts.values() for fact in group]
    linked = [url for url in [*facts, *(reference.url for reference in section.reading)] if url]
    assert not [url for url in linked if not re.fullmatch(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(/[\w.~/-]*)?", url)]


@pytest.mark.parametrize("stem", SECTIONS)
def test_no_other_address_or_doi_stands_in_a_section(stem: str):
    written = "".join((FOLDER / f"{stem}.{ending}").read_text("utf-8") for ending in ("ipynb", "yaml"))
    given = {f"https://{address}" for addresses in ADDRESSES.values() for address in addresses.split()}
    given |= {one.url for section in COURSE.sections if section not in MAPPED for one in section.reading}
    assert {*re.findall(r"(?:\w+://|www\.)[^\s\"'\\<>)]+", written)} <= given
    assert not re.findall(r"\bdoi\b.*", written, re.IGNORECASE)
