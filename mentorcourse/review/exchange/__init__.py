"""A plugin for nbgrader's ExchangeFactory: the exchange over the course's database, or over HTTP with a Hub's token.

`CourseExchange.service` decides: with the address of the course's service set, it is asked there, as the owner of this
Jupyter server, and no database is opened or named. This package imports neither until it is used.
"""

_HERE = "mentorcourse.review.exchange"
# What ExchangeFactory calls each part, and which class it is.
PARTS = {
    "exchange": f"{_HERE}.base.CourseExchange",
    "fetch_assignment": f"{_HERE}.students.FetchAssignment",
    "fetch_feedback": f"{_HERE}.students.FetchFeedback",
    "list": f"{_HERE}.students.List",
    "submit": f"{_HERE}.students.Submit",
    "release_assignment": f"{_HERE}.course.ReleaseAssignment",
    "release_feedback": f"{_HERE}.course.ReleaseFeedback",
    "collect": f"{_HERE}.course.Collect",
}
