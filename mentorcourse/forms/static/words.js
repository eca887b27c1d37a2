/** Every sentence the forms show to a person, in one place. */

import { english, voiceOf } from "./language.js";

/** @param {import("./language.js").Voice} voice */
function spoken({ language, t, plural }) {
  const notAccepted = t("The server does not accept answers here at the moment.");
  return {
    language,
    // days that somebody chose; in English as they are written where the day comes first
    days: /^en\b/.test(language) ? "en-GB" : language,

    // frame
    progress: (answered, total) => t("{answered} of {total} answered", { answered, total }),
    whoSees: t("Who can see it"),
    minutes: (minutes) => plural(minutes, "about {count} minute", "about {count} minutes"),
    clear: t("Clear"),
    clearOf: (label) => t("Clear: {label}", { label }),

    // saving
    loading: t("Fetching your answers…"),
    empty: t("Nothing written yet"),
    waiting: t("Not saved yet"),
    kept: t("Kept on this device, not saved yet"),
    unkept: t("Not saved yet, and this browser does not let us keep a copy: stay on this page until it says Saved"),
    saving: t("Saving…"),
    saved: (when) => t("Saved {when}", { when }),
    savedExcept: (when) => t("Saved {when}, except what is marked", { when }),
    notSavedMarked: t("Not saved yet: please look at what is marked"),
    conflicting: t("Not all saved yet: please choose between the two versions"),
    offline: t("Offline: kept on this device. We will save it as soon as the connection is back."),
    offlineEmpty: t("Offline: your answers cannot be fetched yet. You can write; it is kept on this device."),
    offlineUnkept: t("Offline, and this browser does not let us keep a copy: stay on this page until it says Saved."),
    busy: t("The server cannot save just now. Your words are kept on this device and we keep trying."),
    busyUnkept: t("The server cannot save just now. We keep trying: stay on this page until it says Saved."),
    signedOut: t("You have been signed out. Your words are kept on this device."),
    signedOutEmpty: t("You have been signed out."),
    signedOutUnkept: t("You have been signed out, and this browser does not let us keep a copy: sign in again in "
      + "another tab, then come back here."),
    signInAgain: t("Sign in again"),
    stranger: t("Another person has signed in with this browser. Nothing you write here is saved under their name. "
      + "Sign in again as yourself to go on."),
    refused: (message) => `${message || notAccepted} ${t("What you wrote is kept on this device.")}`,
    refusedUnkept: (message) => `${message || notAccepted} `
      + t("What you wrote is on this page only: copy it before you leave."),
    refusedEmpty: (message) => message || notAccepted,
    missing: t("The server does not know this worksheet. Please tell your facilitator. What you wrote is kept on "
      + "this device."),
    missingEmpty: t("The server does not know this worksheet. Please tell your facilitator."),
    restored: t("Restored what you had typed."),
    elsewhere: t("Some of what you wrote has no place on this page at the moment:"),

    // fields
    entry: (label, number) => t("{label}, entry {number}", { label, number }),
    addAnother: t("Add another"),
    addTo: (label) => t("Add another to: {label}", { label }),
    remove: t("Remove"),
    removeEntry: (label, number) => t("Remove entry {number} of {label}", { label, number }),
    moveUp: (label, number) => t("Move entry {number} up in {label}", { label, number }),
    moveDown: (label, number) => t("Move entry {number} down in {label}", { label, number }),
    undoRemove: t("Undo remove"),
    undoMove: t("Undo move"),
    undoOf: (what, label) => t("{what} in {label}", { what, label }),
    atMostEntries: (entries) => plural(entries, "That is the most this list holds: {count} entry.",
      "That is the most this list holds: {count} entries."),
    charactersLeft: (count) => plural(count, "{count} character left", "{count} characters left"),
    charactersOver: (count) => plural(count, "{count} character too many", "{count} characters too many"),
    tooLong: (limit) => t("Too long to be saved: at most {limit} characters. Nothing is cut; please shorten it.",
      { limit }),
    point: (number, word) => (word ? `${number}, ${word}` : String(number)),
    scaleKey: (number, word) => `${number} = ${word}`,
    cell: (row, column) => `${row}: ${column}`,

    // two versions of one answer
    conflict: t("This answer was also changed in another window. Nothing is lost: choose which to keep."),
    conflictOf: (label) => t("Two versions: {label}", { label }),
    yours: t("You wrote here"),
    theirs: (when) => t("Saved from another window at {when}", { when }),
    theirsUndated: t("Saved from another window"),
    keepMine: t("Keep mine"),
    keepOther: t("Keep the other"),
    keepBoth: t("Keep both"),
    nothing: t("(empty)"),
    ticked: t("Ticked"),
    notTicked: t("Not ticked"),
    pair: (text, label, followUp) => (followUp ? `${text} (${label}: ${followUp})` : text),

    // a text drafted from the answers
    composeEmpty: t("As you answer above, a draft appears here. It is not kept; copy it when it is ready."),
    copy: t("Copy the draft"),
    copied: t("Copied."),
    notCopied: t("This browser does not let us copy. The draft is selected: copy it yourself."),

    // an entry for one's calendar
    calendar: t("Put it in my calendar"),
    calendarHelp: t("Downloads an entry that your calendar can open."),
    calendarUnsaved: t("Not saved yet: as soon as it is, your calendar entry can be made."),
    calendarEmpty: t("Once you have chosen the day, you can put it in your own calendar from here."),

    // on paper
    paper: t("On paper, or as a PDF"),
    paperFilled: t("With my answers"),
    paperBlank: t("Blank, to write on by hand"),
    paperPreparing: t("Preparing the PDF…"),
    paperReady: t("Your browser has the PDF now."),
    paperUnsaved: t("Not saved yet: as soon as it is, the PDF can be made."),
    paperFailed: t("The PDF cannot be fetched just now. Please try again in a moment."),

    // earlier versions
    history: t("Earlier versions"),
    historyOf: (title) => t("Earlier versions: {title}", { title }),
    historyHelp: t("Every save is kept. Look at an earlier version, and bring it back if you wish: "
      + "that makes a new save, so nothing is lost."),
    historyLoading: t("Fetching earlier versions…"),
    historyFailed: t("Earlier versions cannot be fetched just now. Please try again in a moment."),
    historyNone: t("There are no earlier versions yet."),
    changed: (count) => plural(count, "{count} answer changed", "{count} answers changed"),
    look: t("Look"),
    lookAt: (when) => t("Look at the version of {when}", { when }),
    versionOf: (when) => t("Your answers of {when}", { when }),
    restore: t("Bring this version back"),
    restoredVersion: (when) => t("The version of {when} is back.", { when }),
    emptyVersion: t("Nothing was written in this version."),
    close: t("Close"),
    cancel: t("Cancel"),

    // case study
    caseFirst: t("Your first answer"),
    caseWeigh: t("Weigh each option"),
    caseOption: t("Option"),
    commit: t("Commit to this answer"),
    commitHelp: t("You can revise afterward; your first answer is kept."),
    commitAsk: t("Commit to this answer?"),
    commitExplain: t("Your first answer is kept as it is now. Then you see what may follow from each choice, and you "
      + "can answer a second time."),
    commitYes: t("Yes, commit"),
    commitNo: t("Not yet"),
    commitPending: t("Your commitment is kept and will be sent. What follows appears once it is saved."),
    needChoice: t("Please choose one of the options first."),
    needReasons: t("Please write a sentence about your reasons first."),
    needOwnWay: t("Please describe your own way first."),
    consequences: t("What may follow"),
    mentee: t("For the mentee"),
    mentor: t("For the mentor"),
    others: t("For others"),
    youChose: t("your first choice"),
    debrief: t("Looking back"),
    spread: t("How the cohort answered first"),
    ratingSpread: t("How the cohort rates itself"),
    spreadLine: t("Line"),
    spreadFailed: t("The cohort’s answers cannot be fetched just now."),
    spreadAgain: t("Check for more answers"),
    spreadFew: t("Shown as soon as five people have committed to an answer."),
    spreadOption: t("Option"),
    spreadCount: t("Answers"),
    spreadShare: t("Share"),
    caseSecond: t("Your answer now"),
    caseSecondHelp: t("Has anything changed? Both answers are kept."),

    // question bank
    filter: t("Find a question"),
    onlyStarred: t("Only starred"),
    showing: (shown, total) => (shown === total ? plural(total, "{count} question", "{count} questions")
      : plural(total, "{shown} of {count} question", "{shown} of {count} questions", { shown })),
    starred: (count) => (count === 0 ? t("None starred yet") : plural(count, "{count} starred", "{count} starred")),
    starredAndOwn: (count, own) => plural(own, "{starred}, and {count} of your own", "{starred}, and {count} of your own",
      { starred: words.starred(count) }),
    star: (label) => t("Star: {label}", { label }),
    card: t("Make my card"),
    cardHelp: t("Downloads your starred questions and your own as cards to cut out."),
    cardEmpty: t("Star a question or write one of your own, and you can make a card to carry along."),
    noMatch: t("No question here matches."),

    // timed exercise
    timer: t("Timer"),
    phaseOf: (number, total) => t("Phase {number} of {total}", { number, total }),
    phaseMinutes: (minutes) => plural(minutes, "{count} minute", "{count} minutes"),
    start: t("Start"),
    pause: t("Pause"),
    resume: t("Go on"),
    addMinute: t("Add a minute"),
    nextPhase: t("Next phase"),
    restart: t("Start again"),
    phaseStarts: (title, minutes) => plural(minutes, "{title} begins: {count} minute.",
      "{title} begins: {count} minutes.", { title }),
    minuteLeft: t("One minute left."),
    timeUp: t("Time is up for this phase. Take another minute or go on when you are ready."),
    timeUpLast: t("Time is up. Take another minute, or finish here."),
    timeLeft: t("Time left"),

    // situations
    situation: (number, total) => t("Situation {number} of {total}", { number, total }),
    fits: t("This fits well."),
    lookAgain: t("Another answer may fit better."),
  };
}

/** The sentences in the language that was last spoken: read them when they are shown, not before. */
export const words = spoken(english);

/** Says everything in this language from now on. @param {string} language a BCP 47 tag */
export async function speak(language) {
  if (language === words.language) return;
  Object.assign(words, spoken(await voiceOf(language)));
}
