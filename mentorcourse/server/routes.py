"""Which handler answers at which address."""

from __future__ import annotations

from typing import Any

from jupyter_server.utils import url_path_join
from tornado.web import RedirectHandler

from . import (
    accessibility,
    account,
    agreement_columns,
    agreement_invitation,
    agreement_live,
    agreement_pages,
    agreement_papers,
    agreements,
    answers,
    calibration,
    catalogues,
    certificates,
    documents,
    entry,
    guide,
    guide_pack,
    health,
    invitations,
    journal,
    page,
    pairs,
    privacy_notice,
    privacy_record,
    programme,
    pulse,
    reflection_feedback,
    reflection_pages,
    reflections,
    reveals,
    review,
    review_bank,
    review_checks,
    room,
    sentences,
    session,
    session_people,
    staff,
    staff_erasure,
    staff_reflections,
    state,
    static,
    walk_ins,
    worksheets,
)
from .channels import ChannelsHandler
from .live import LiveHandler

_ACTIVITY = r"([0-9a-z_]+\.[a-z0-9_]+)"
_ID = r"([0-9a-f-]{36})"
_COURSE, _SECTION = r"([A-Za-z0-9_-]+)", r"([0-9]{2}_[0-9a-z_]+)"

Route = tuple[Any, ...]

AGREEMENTS: list[Route] = [
    (r"course/agreements", agreement_pages.AgreementsPage),
    (rf"course/agreements/{_ID}", agreement_pages.AgreementsPage),
    (r"course/api/answers/(agreement\.[0-9a-f]{32})", agreement_columns.ColumnHandler),
    (r"course/api/answers/(look_back\.[0-9a-f]{32})", agreement_columns.LookBackHandler),
    (r"course/api/answers/((?:agreement|look_back)\.[0-9a-f]{32})/history", agreement_columns.ColumnHistoryHandler),
    (r"course/api/agreements", agreements.AgreementsHandler),
    (r"course/api/agreements/offers", agreements.OffersHandler),
    (r"course/api/agreements/live", agreement_live.AgreementLiveHandler),
    (rf"course/api/agreements/{_ID}", agreements.OneAgreementHandler),
    (rf"course/api/agreements/{_ID}/live", agreement_live.AgreementLiveHandler),
    (rf"course/api/agreements/{_ID}/(link|accept)", agreements.InvitationHandler),
    (rf"course/api/agreements/{_ID}/papers/(now|[0-9]+)\.(pdf|docx)", agreement_papers.PaperHandler),
    (rf"course/api/agreements/{_ID}/check-ins(\.ics|)", agreement_papers.CheckInsHandler),
    (rf"course/api/agreements/{_ID}/(opened|hand-over|end)", agreements.MoveHandler),
    (rf"course/api/agreements/{_ID}/rows/([a-z][a-z0-9_]*)/(initials|comments|anyway)", agreements.RowHandler),
]

_REFLECTIONS: list[Route] = [
    (r"course/api/answers/([0-9a-z_]+\.reflection)", reflections.DraftHandler),
    (r"course/api/answers/([0-9a-z_]+\.reflection)/history", reflections.DraftHistoryHandler),
    (r"course/api/reflections", reflections.ReflectionsHandler),
    (r"course/api/reflections/([0-9]{2}_[0-9a-z_]+)", reflections.SectionReflectionHandler),
    (r"course/api/reflections/([0-9]{2}_[0-9a-z_]+)/submit", reflections.SubmitHandler),
    (rf"course/api/reflections/versions/{_ID}/(withdraw|read|reply)", reflections.VersionHandler),
    (rf"course/api/reflections/versions/{_ID}/feedback", reflection_feedback.FeedbackHandler),
    (rf"course/api/reflections/readers/{_ID}", reflections.ReaderHandler),
]

_REVIEW: list[Route] = [
    (r"course/api/review/queue", review.QueueHandler),
    (rf"course/api/review/submissions/{_ID}/open", review.OpenHandler),
    (rf"course/api/review/submissions/{_ID}/claim", review.ClaimHandler),
    (rf"course/api/review/submissions/{_ID}/(draft|release)", review.OwnReviewHandler),
    (rf"course/api/review/submissions/{_ID}/check", review_checks.AskHandler),
    (rf"course/api/review/submissions/{_ID}/(rating|verdict)", review_checks.ColleagueHandler),
    (rf"course/api/review/submissions/{_ID}/answer", review.WordsHandler),
    (rf"course/api/review/submissions/{_ID}/recuse", review.RecuseHandler),
    (rf"course/api/review/recusals/{_ID}", review.RecusalHandler),
    (r"course/api/review/examples", calibration.ExamplesHandler),
    (r"course/api/review/examples/([a-z0-9_]+)", calibration.ExampleHandler),
    (r"course/api/review/bank", review_bank.BankHandler),
    (r"course/api/review/bank/([0-9]+)", review_bank.SentenceHandler),
]

_WATCHED: list[Route] = [
    (r"course/health", health.HealthHandler),
    (r"course/ready", health.ReadyHandler),
]

API: list[Route] = [
    *_REFLECTIONS,
    (r"course/api/me", answers.MeHandler),
    (r"course/api/progress", answers.ProgressHandler),
    (r"course/api/pairs/wishes", pairs.WishesHandler),
    (rf"course/api/pairs/wishes/{_ID}", pairs.WishesHandler),
    (r"course/api/journal", journal.JournalHandler),
    (r"course/api/kept", privacy_record.KeptHandler),
    (r"course/privacy/everything\.zip", privacy_record.EverythingHandler),
    (r"course/api/live", LiveHandler),
    (r"course/api/state", state.StateHandler),
    (rf"course/api/answers/{_ACTIVITY}", answers.AnswersHandler),
    (rf"course/api/answers/{_ACTIVITY}/history", answers.HistoryHandler),
    (rf"course/api/cohort/{_ACTIVITY}", reveals.CohortHandler),
    (r"course/api/pulse", pulse.PulseHandler),
    (r"course/api/sentences", sentences.OwnSentencesHandler),
    (rf"course/api/sentences/{_ID}", sentences.OwnSentenceHandler),
    (r"course/api/workbook\.(pdf|docx|json)", documents.WorkbookHandler),
    (rf"course/api/worksheets/{_ACTIVITY}\.pdf", worksheets.WorksheetHandler),
    (rf"course/api/card/{_ACTIVITY}\.pdf", worksheets.CardHandler),
    (rf"course/api/calendar/{_ACTIVITY}", documents.CalendarHandler),
    (r"course/api/certificate(\.pdf|)", certificates.OwnCertificateHandler),
    (r"course/static/(v-[0-9a-f]+/|)language/([a-z]{2,3})\.json", catalogues.CatalogueHandler),
    (r"course/static/(.*)", static.CourseStaticHandler),
]

_PAIRS: list[Route] = [
    (r"course/api/staff/pairs", pairs.StaffPairsHandler),
    (r"course/api/staff/pairs/(rota|undo)", pairs.RotaHandler),
    (r"course/api/staff/pairs/exclusions", pairs.ExclusionsHandler),
    (rf"course/api/staff/pairs/([0-9a-z_]+)/people/{_ID}", pairs.HereHandler),
    (r"course/api/staff/join-code", walk_ins.JoinCodeHandler),
    (rf"course/api/staff/walk-ins/{_ID}", walk_ins.WalkInHandler),
]

STAFF: list[Route] = [
    *_REVIEW,
    *_PAIRS,
    (r"course/api/staff/roster", staff.RosterHandler),
    (r"course/api/staff/progress", staff.CohortProgressHandler),
    (r"course/api/staff/people", staff.PeopleHandler),
    (rf"course/api/staff/people/{_ID}", staff.PersonHandler),
    (rf"course/api/staff/people/{_ID}/link", staff.LinkHandler),
    (rf"course/api/staff/people/{_ID}/mail", invitations.MailedLinkHandler),
    (rf"course/api/staff/people/{_ID}/erasure", staff_erasure.ErasureHandler),
    (r"course/api/staff/sections/([0-9a-z_]+)", staff.SectionStateHandler),
    (r"course/api/staff/report\.(pdf|xlsx|zip)", programme.ReportHandler),
    (r"course/api/staff/nudges", programme.NudgesHandler),
    (r"course/api/staff/certificates(\.pdf|)", certificates.EarnedHandler),
    (rf"course/api/staff/people/{_ID}/nudge", programme.NudgeHandler),
    (r"course/api/staff/reflections", staff_reflections.StaffReflectionsHandler),
    (r"course/api/staff/reflections/([0-9]{2}_[0-9a-z_]+)", staff_reflections.DueDayHandler),
    (r"course/api/staff/reveals", reveals.StaffRevealsHandler),
    (rf"course/api/staff/reveals/{_ACTIVITY}", reveals.RevealHandler),
    (r"course/api/staff/sentences", sentences.StaffSentencesHandler),
    (rf"course/api/staff/sentences/{_ID}", sentences.StaffSentenceHandler),
    (r"course/api/staff/session", session.StartHandler),
    (r"course/api/staff/session/acts", session.ActHandler),
    (r"course/api/staff/session/plan", session.ProposalHandler),
    (r"course/api/staff/session/attendance", session_people.AttendanceHandler),
    (rf"course/api/staff/session/attendance/{_ID}", session_people.AttendanceHandler),
    (rf"course/api/staff/activities/{_ACTIVITY}", session_people.ActivityStateHandler),
    (r"course/api/guide/([0-9]{2}_[0-9a-z_]+)/pack\.pdf", guide_pack.PackHandler),
]

PAGES: list[Route] = [
    *_WATCHED,
    (r"api/kernels/(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)/channels", ChannelsHandler),
    (r"course/", page.HomeHandler),
    (r"course/sections/([0-9a-z_]+)", page.SectionHandler),
    (r"course/journal", page.JournalHandler),
    (r"course/staff", page.StaffHandler),
    (r"course/console", page.ConsoleHandler),
    (r"course/room", room.RoomPage),
    (r"course/guide", guide.GuidePage),
    (r"course/guide/([0-9]{2}_[0-9a-z_]+)", guide.GuidePage),
    (r"course/reflections", reflection_pages.ReflectionsPage),
    (r"course/reflections/([0-9]{2}_[0-9a-z_]+)", reflection_pages.ReflectionsPage),
    (r"course/review", reflection_pages.ReviewPage),
]


def entry_routes(**shared: Any) -> list[Route]:
    """The pages for signing in and out, which share a limiter and cookie settings."""
    return [
        (r"course/sign-in", entry.SignInHandler, shared),
        (r"course/enter/([A-Za-z0-9_-]+)", entry.EnterHandler, shared),
        (r"course/join", walk_ins.JoinPage, shared),
        (r"course/join/([A-Za-z0-9-]+)", walk_ins.JoinPage, shared),
        *_whoever_signs_people_in(shared),
    ]


def hub_entry_routes(**shared: Any) -> list[Route]:
    """The same where a JupyterHub signs people in: no links, and no passphrases, but for mentees from outside."""
    from . import exchange, hub_sign_in  # they need JupyterHub, which only its services have

    own = rf"course/api/exchange/{_COURSE}/{_SECTION}"
    return [
        (r"course/sign-in", hub_sign_in.HubSignInHandler, shared),
        (r"oauth_callback", hub_sign_in.HubCallbackHandler, shared),
        (r"course/api/exchange", exchange.ExchangeHandler, shared),
        (rf"{own}/notebook", exchange.NotebookHandler, shared),
        (rf"{own}/submit", exchange.SubmitHandler, shared),
        (rf"{own}/feedback", exchange.FeedbackHandler, shared),
        *_whoever_signs_people_in(shared),
    ]


def _whoever_signs_people_in(shared: dict[str, Any]) -> list[Route]:
    return [
        (r"course/invitation/([A-Za-z0-9_-]+)", agreement_invitation.InvitationPage, shared),
        (r"course/sign-out", entry.SignOutHandler, shared),
        (r"course/privacy", privacy_notice.PrivacyNoticePage, shared),
        (r"course/privacy/you", privacy_record.RecordPage, shared),
        (r"course/account", account.AccountHandler, shared),
        (r"course/accessibility", accessibility.AccessibilityPage),
    ]


def home_redirect(base_url: str) -> list[Route]:
    """The server's root leads to the course, and so does the course's address where somebody types no last slash."""
    home = {"url": url_path_join(base_url, "course/"), "permanent": False}
    return [("", RedirectHandler, home), ("course", RedirectHandler, home)]


def under(base_url: str, routes: list[Route]) -> list[Route]:
    """`routes` with their addresses below `base_url`."""
    return [(url_path_join(base_url, route[0]), *route[1:]) for route in routes]
