"""Every sentence that a cohort's report and its codebook say."""

from __future__ import annotations

from mentorcourse.language import Sentence

WORDS = {
    "title": Sentence("Program report"),
    "document_title": Sentence("{course}: program report on {cohort}"),
    "subject": Sentence("What a cohort did, and how its self-ratings changed; about the group, never about a person"),
    "page": Sentence("Page {page} of {pages}"),
    "made": Sentence("Made on {day}"),
    "small": Sentence(
        "With fewer than five participants every number would point at somebody. So this report tells none, and that "
        "is meant kindly: what these people did stays theirs. Ask them instead; in a group of this size that is better "
        "than any table."
    ),
    "about": Sentence(
        "This report is about the cohort as a whole. It holds no name, and nothing that anybody wrote. Answers of "
        "fewer than five people are left out; a small number says how many took part, never what they answered."
    ),
    "sections_title": Sentence("What was done, section by section"),
    "sections_about": Sentence(
        "Begun means that a participant has saved something in the section; finished, that everything in it that "
        "counts is answered. The minutes are an estimate: they are the time from each save to the next, and a gap of "
        "more than twenty minutes does not count. Reading before the first save and after the last is missing, so "
        "people spent more time than this. Minutes are medians of those who have begun, to the nearest five."
    ),
    "whole_title": Sentence("The course as a whole"),
    "participants": Sentence("Participants"),
    "finished_all": Sentence("Participants who have finished every section"),
    "minutes_whole": Sentence("Minutes of work between saves, median"),
    "commitments": Sentence("Commitments written down"),
    "committed_people": Sentence("Participants who have written one down"),
    "pitfalls_title": Sentence("The ten pitfalls, before and after"),
    "pitfalls_about": Sentence(
        "At the beginning and at the end each participant rated ten statements about their own mentoring, one for each "
        "pitfall. The same people are compared with themselves. The interval says between which values the mean "
        "change of people like these would lie with 95% confidence (paired t interval). The effect size is Hedges’ g "
        "with the average standard deviation as its measure (g_av): the mean change, divided by the mean of the two "
        "standard deviations, times 1 − 3 / (4 (n − 1) − 1). Ten comparisons in a small group find something by "
        "chance: look at the pattern, not at a single line."
    ),
    "no_control": Sentence(
        "There was no comparison group, and people rated themselves. A change shows what people say of themselves "
        "after the course; it does not prove that the course is the cause."
    ),
    "back_about": Sentence(
        "Looking back, the same people rated at the end how often each statement had been true of them before the "
        "course. Where this lies above what they had said at the time, their measure has changed: they see now what "
        "they did not see then (response shift). Neither of the two numbers is the wrong one, and so both are here."
    ),
    "too_few_pairs": Sentence(
        "So far fewer than five people have rated themselves both at the beginning and at the end, so there is nothing "
        "to compare that would not point at somebody. Thank those who have, and remind the others: section 10 asks "
        "for it."
    ),
    "frozen": Sentence(
        "Ratings join in groups of five, in the order in which people had given both, and stay as they were at that "
        "moment. That is why the number of people is a multiple of five, and why a later change of somebody’s does not "
        "show. Nobody’s answer can be read off the difference of two reports."
    ),
    "table_note": Sentence(
        "n: people compared. Change: now less then. A dash means that it is not told, or not defined."
    ),
    "codebook": Sentence("Codebook"),
    "figure_caption": Sentence(
        "Means of the group on “{scale}”, from {low} to {high}. The bar is the 95 % interval of the change, laid "
        "around the mean of now."
    ),
    "figure_alt": Sentence("A chart with a line for each statement. {lines} The table below has every number."),
    "figure_line": Sentence("{statement} then {then}, now {now}."),
    "then": Sentence("at the beginning"),
    "now": Sentence("now"),
    "back": Sentence("the beginning, looking back"),
    "rule_never": Sentence("never: it says how many took part, and nothing of their answers"),
    "rule_five": Sentence("empty where fewer than five people stand behind it"),
    "rule_batches": Sentence(
        "empty where fewer than five people stand behind it; people join in groups of five, and their ratings stay as "
        "they were then"
    ),
    "variable": Sentence("Variable"),
    "label": Sentence("Meaning"),
    "unit": Sentence("Unit"),
    "rule": Sentence("When it is empty"),
    "table": Sentence("Table"),
}

_TEXT, _PEOPLE, _POINTS = Sentence("text"), Sentence("people"), Sentence("points on the scale")

# {variable: (label, unit)}
LABELS = {
    "section": (Sentence("Section"), _TEXT),
    "begun": (Sentence("Begun"), _PEOPLE),
    "done": (Sentence("Finished"), _PEOPLE),
    "minutes": (Sentence("Minutes"), Sentence("minutes, median, to the nearest five")),
    "what": (Sentence("What"), _TEXT),
    "number": (Sentence("Number"), Sentence("as its line says")),
    "scale": (Sentence("Question"), _TEXT),
    "statement": (Sentence("Statement"), _TEXT),
    "n": (Sentence("n"), _PEOPLE),
    "mean_then": (Sentence("Mean then"), _POINTS),
    "mean_now": (Sentence("Mean now"), _POINTS),
    "change": (Sentence("Change"), _POINTS),
    "low": (Sentence("95 % from"), _POINTS),
    "high": (Sentence("95 % to"), _POINTS),
    "g_av": (Sentence("g_av"), Sentence("standard deviations")),
    "n_back": (Sentence("n looking back"), _PEOPLE),
    "mean_back": (Sentence("Mean looking back"), _POINTS),
    "change_back": (Sentence("Change looking back"), _POINTS),
}
