"""What synthetic participants write: short sentences that could stand in any worksheet, and name nobody."""

SENTENCES = (
    "I say yes too quickly, and then the last person who asked has to wait.",
    "I would rather ask first what they hope for, before I say what I would do.",
    "My own mentor read every page, and I have forgotten how much that helped.",
    "When a draft is late I grow short, and I have never said why.",
    "I know the committee from inside, so I could explain how it reads a file.",
    "We meet in the corridor. A fixed half hour would be worth more to both of us.",
    "I praise in general and criticize in detail, and that should be the other way around.",
    "She works in another field now, and I still give her the map of mine.",
    "I can open a door to the trial network, if somebody asks me in time.",
    "I will say on Thursday that I was wrong about the deadline.",
    "He is quiet in meetings, and I have taken that for agreement.",
    "Nobody told me either, and I learned it late.",
    "I have not asked whether these goals are still the right ones.",
    "It is easier for me to rewrite a page than to say what is missing on it.",
    "I want them to be able to tell me no without counting the cost.",
)
ENTRIES = (
    "time on Fridays",
    "knows how grants are read",
    "patience with statistics",
    "answers at night",
    "believes that hard work shows",
    "a network outside the hospital",
    "two languages",
    "tends to finish others' sentences",
    "remembers the first year well",
    "one colleague to ask",
    "asks before advising",
    "thinks clinic comes first",
)
# The last one says who somebody is: facilitators practise not to show it.
FOR_THE_ROOM = (
    "I will ask before I advise, at least once a day.",
    "It helped me to hear that others wait too long as well.",
    "Silence is harder than I thought, and worth more.",
    "The one in charge of our unit said it on Monday, and everybody here knows whom I mean.",
)
NEXT_STEPS = (
    "I send the dates tonight.",
    "I ask on Tuesday, at the beginning.",
    "We look at it together in two weeks.",
    "I write one line to say that I have read it.",
    "I leave the first ten minutes to them.",
)
