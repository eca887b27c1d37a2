"""What a screen reader is told: of each kind of form, of a page's landmarks, and of what changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .course_pages import Person
from .fill import commit, fill, form_of, sample_values
from .samples import DEFINITIONS, KINDS

pytestmark = pytest.mark.timeout(300)
# Of each kind, in the order in which it is read: names, roles and states; what is left out here may be there.
HEARD = {
    "table": """
      - region "What you bring":
        - heading "What you bring" [level=3]
        - table "What you bring":
          - rowgroup:
            - row:
              - cell
              - columnheader "Assets"
              - columnheader "Blind spots"
              - columnheader "Weight How much it matters."
          - rowgroup:
            - row:
              - rowheader "Life experience Beyond work."
              - cell:
                - 'group "Life experience: Assets"':
                  - list:
                    - listitem:
                      - 'textbox "Life experience: Assets, entry 1"'
                  - 'button "Add another to: Life experience: Assets"'
              - cell:
                - 'group "Life experience: Blind spots"':
                  - list:
                    - listitem:
                      - 'textbox "Life experience: Blind spots, entry 1"'
                      - 'textbox "Life experience: Blind spots, What I will do about it, entry 1"'
              - cell:
                - 'group "Life experience: Weight"':
                  - radio "Small"
                  - radio "Large"
        - status: Nothing written yet
    """,
    "answers": """
      - region "Three short answers":
        - textbox "Why do you mentor?"
        - group "Who was there for you?":
          - list:
            - listitem:
              - textbox "Who was there for you?, entry 1"
        - group "Where do you feel at home?":
          - checkbox "Clinic"
          - checkbox "Research"
        - group "How sure are you?":
          - radio "0, Not"
          - radio "10, Fully"
        - textbox "The day you begin"
        - status: Nothing written yet
    """,
    "journal": """
      - region "Looking back":
        - textbox "A moment that stays with you"
        - textbox "What you will try next"
        - status: Nothing written yet
    """,
    "checklist": """
      - region "Before a difficult conversation":
        - group "Before":
          - heading "Before" [level=4]
          - list:
            - listitem:
              - checkbox "There is enough time" [checked=false]
              - textbox "Note (There is enough time)"
            - listitem:
              - checkbox "The place is right"
              - group "The place is right":
                - radio "Office"
          - textbox "Notes on preparing (Before)"
        - status: Nothing written yet
    """,
    "ratings": """
      - region "Where are you today?":
        - group "How often does this describe you?":
          - heading "How often does this describe you?" [level=4]
          - group "I believe that I must have the answers":
            - radio "1, Never" [checked=false]
            - radio "5, Very often"
        - status: Nothing written yet
    """,
    "case": """
      - region "One seat, two mentees":
        - heading "Weigh each option" [level=4]
        - table "Weigh each option":
          - rowgroup:
            - row "Option Gain Risk"
          - rowgroup:
            - row:
              - rowheader "Listen first Ask before you answer."
              - cell:
                - 'textbox "Listen first: Gain"'
        - group "What do you do first?":
          - radio "Listen first"
          - radio "My own way"
        - textbox "Your reasons"
        - button "Commit to this answer"
        - status: Nothing written yet
    """,
    "questions": """
      - region "Useful questions":
        - search "Find a question":
          - searchbox "Find a question"
          - checkbox "Only starred"
        - status: 3 questions
        - group "General":
          - list:
            - listitem:
              - 'button "Star: What is on your mind?"'
          - 'group "General: your own questions"':
            - list:
              - listitem:
                - 'textbox "General: your own questions, entry 1"'
        - status: Nothing written yet
    """,
    "exercise": """
      - region "Asking only":
        - group "Timer":
          - paragraph: "Phase 1 of 2: Ask"
          - timer "Time left": 8:00
          - button "Start"
          - button "Add a minute"
          - button "Next phase"
          - status
        - textbox "What did you notice?"
        - status: Nothing written yet
    """,
    "situations": """
      - region "Which hat?":
        - list:
          - listitem:
            - group "Situation 1 of 2":
              - paragraph: A prize is to be given and your mentee would fit.
              - radio "Mentoring"
              - radio "Sponsoring"
            - status
            - textbox "Why this one? (Situation 1 of 2)"
        - status: Nothing written yet
    """,
}
AFTERWARDS = {
    "table": '- radio "Small" [checked]',
    "checklist": '- checkbox "There is enough time" [checked]',
    "ratings": '- radio "4" [checked]',
    "questions": "- 'button \"Star: What is on your mind?\" [pressed]'",
    "situations": "- status: /./",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_tells_names_roles_states_and_what_has_become_of_an_answer(
    open_form: Callable[..., Page], kind: str
) -> None:
    page, definition = open_form(kind), DEFINITIONS[kind]
    form = form_of(page, definition)
    expect(form).to_have_attribute("data-loaded", "true")
    expect(form).to_match_aria_snapshot(HEARD[kind])
    values = sample_values(definition)
    fill(page, definition, values)
    expect(form).to_match_aria_snapshot(r"- status: /^Saved \d/")
    if kind in AFTERWARDS:
        expect(form).to_match_aria_snapshot(AFTERWARDS[kind])
    if kind == "case":
        commit(page, definition)
        expect(form).to_match_aria_snapshot('- heading "Your first answer" [level=4]')


def test_a_page_has_its_landmarks_and_news_are_told_without_taking_the_focus(newcomer: Callable[..., Person]) -> None:
    person = newcomer()
    page = person.open_section("02_what_you_bring")
    expect(page.locator("body")).to_match_aria_snapshot("""
      - link "Skip to the text"
      - banner:
        - link "Fundamentals of Career Mentoring"
        - link "Reflections"
        - link "Agreements"
        - link "Journal"
        - button "Sign out"
      - navigation "Sections":
        - group:
          - list:
            - listitem:
              - link "Introduction to (Career) Mentoring"
      - main:
        - heading "2. What Do You Bring to the Table as a Mentor?" [level=1]
      - contentinfo:
        - paragraph:
          - link "Accessibility"
    """)
    first = page.get_by_role("textbox").first
    person.context.set_offline(True)
    first.fill("Written in the elevator.")
    news = page.get_by_role("status").filter(has_text="Offline: kept on this device")
    expect(news).to_be_visible(timeout=45_000)
    expect(first).to_be_focused()
    person.context.set_offline(False)
    expect(news).to_be_hidden(timeout=45_000)
    expect(page.locator("#mc-banner")).to_have_attribute("role", "status")
