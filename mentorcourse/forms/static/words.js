/** Every sentence the forms show to a person, in one place. */

const plurals = new Intl.PluralRules("en");

/** @param {number} count @param {string} one @param {string} other */
const several = (count, one, other) => `${count} ${plurals.select(count) === "one" ? one : other}`;

export const words = {
  // frame
  progress: (answered, total) => `${answered} of ${total} answered`,
  minutes: (minutes) => `about ${several(minutes, "minute", "minutes")}`,
  clear: "Clear",
  clearOf: (label) => `Clear: ${label}`,

  // saving
  loading: "Fetching your answers…",
  empty: "Nothing written yet",
  waiting: "Not saved yet",
  kept: "Kept on this device, not saved yet",
  unkept: "Not saved yet, and this browser does not let us keep a copy: stay on this page until it says Saved",
  saving: "Saving…",
  saved: (when) => `Saved ${when}`,
  savedExcept: (when) => `Saved ${when}, except what is marked`,
  notSavedMarked: "Not saved yet: please look at what is marked",
  conflicting: "Not all saved yet: please choose between the two versions",
  offline: "Offline: kept on this device. We will save it as soon as the connection is back.",
  offlineEmpty: "Offline: your answers cannot be fetched yet. You can write; it is kept on this device.",
  offlineUnkept: "Offline, and this browser does not let us keep a copy: stay on this page until it says Saved.",
  busy: "The server cannot save just now. Your words are kept on this device and we keep trying.",
  busyUnkept: "The server cannot save just now. We keep trying: stay on this page until it says Saved.",
  signedOut: "You have been signed out. Your words are kept on this device.",
  signedOutEmpty: "You have been signed out.",
  signedOutUnkept: "You have been signed out, and this browser does not let us keep a copy: sign in again in "
    + "another tab, then come back here.",
  signInAgain: "Sign in again",
  stranger: "Another person has signed in with this browser. Nothing you write here is saved under their name. "
    + "Sign in again as yourself to go on.",
  refused: (message) => `${message || "The server does not accept answers here at the moment."} `
    + "What you wrote is kept on this device.",
  refusedUnkept: (message) => `${message || "The server does not accept answers here at the moment."} `
    + "What you wrote is on this page only: copy it before you leave.",
  refusedEmpty: (message) => message || "The server does not accept answers here at the moment.",
  missing: "The server does not know this worksheet. Please tell your facilitator. What you wrote is kept on "
    + "this device.",
  missingEmpty: "The server does not know this worksheet. Please tell your facilitator.",
  restored: "Restored what you had typed.",
  elsewhere: "Some of what you wrote has no place on this page at the moment:",

  // fields
  entry: (label, number) => `${label}, entry ${number}`,
  addAnother: "Add another",
  addTo: (label) => `Add another to: ${label}`,
  remove: "Remove",
  removeEntry: (label, number) => `Remove entry ${number} of ${label}`,
  moveUp: (label, number) => `Move entry ${number} up in ${label}`,
  moveDown: (label, number) => `Move entry ${number} down in ${label}`,
  undoRemove: "Undo remove",
  undoMove: "Undo move",
  undoOf: (what, label) => `${what} in ${label}`,
  atMostEntries: (entries) => `That is the most this list holds: ${several(entries, "entry", "entries")}.`,
  charactersLeft: (count) => `${several(count, "character", "characters")} left`,
  charactersOver: (count) => `${several(count, "character", "characters")} too many`,
  tooLong: (limit) => `Too long to be saved: at most ${limit.toLocaleString("en")} characters. `
    + "Nothing is cut; please shorten it.",
  point: (number, word) => (word ? `${number}, ${word}` : String(number)),
  scaleKey: (number, word) => `${number} = ${word}`,
  cell: (row, column) => `${row}: ${column}`,

  // two versions of one answer
  conflict: "This answer was also changed in another window. Nothing is lost: choose which to keep.",
  conflictOf: (label) => `Two versions: ${label}`,
  yours: "You wrote here",
  theirs: (when) => `Saved from another window at ${when}`,
  theirsUndated: "Saved from another window",
  keepMine: "Keep mine",
  keepOther: "Keep the other",
  keepBoth: "Keep both",
  nothing: "(empty)",
  ticked: "Ticked",
  notTicked: "Not ticked",
  pair: (text, label, followUp) => (followUp ? `${text} (${label}: ${followUp})` : text),

  // a text drafted from the answers
  composeEmpty: "As you answer above, a draft appears here. It is not kept; copy it when it is ready.",
  copy: "Copy the draft",
  copied: "Copied.",
  notCopied: "This browser does not let us copy. The draft is selected: copy it yourself.",

  // an entry for one's calendar
  calendar: "Put it in my calendar",
  calendarHelp: "Downloads an entry that your calendar can open.",
  calendarUnsaved: "Not saved yet: as soon as it is, your calendar entry can be made.",
  calendarEmpty: "Once you have chosen the day, you can put it in your own calendar from here.",

  // earlier versions
  history: "Earlier versions",
  historyOf: (title) => `Earlier versions: ${title}`,
  historyHelp: "Every save is kept. Look at an earlier version, and bring it back if you wish: "
    + "that makes a new save, so nothing is lost.",
  historyLoading: "Fetching earlier versions…",
  historyFailed: "Earlier versions cannot be fetched just now. Please try again in a moment.",
  historyNone: "There are no earlier versions yet.",
  changed: (count) => `${several(count, "answer", "answers")} changed`,
  look: "Look",
  lookAt: (when) => `Look at the version of ${when}`,
  versionOf: (when) => `Your answers of ${when}`,
  restore: "Bring this version back",
  restoredVersion: (when) => `The version of ${when} is back.`,
  emptyVersion: "Nothing was written in this version.",
  close: "Close",
  cancel: "Cancel",

  // case study
  caseFirst: "Your first answer",
  caseWeigh: "Weigh each option",
  caseOption: "Option",
  commit: "Commit to this answer",
  commitHelp: "You can revise afterwards; your first answer is kept.",
  commitAsk: "Commit to this answer?",
  commitExplain: "Your first answer is kept as it is now. Then you see what may follow from each choice, and you "
    + "can answer a second time.",
  commitYes: "Yes, commit",
  commitNo: "Not yet",
  commitPending: "Your commitment is kept and will be sent. What follows appears once it is saved.",
  needChoice: "Please choose one of the options first.",
  needReasons: "Please write a sentence about your reasons first.",
  needOwnWay: "Please describe your own way first.",
  consequences: "What may follow",
  mentee: "For the mentee",
  mentor: "For the mentor",
  others: "For others",
  youChose: "your first choice",
  debrief: "Looking back",
  spread: "How the cohort answered first",
  spreadFailed: "The cohort's answers cannot be fetched just now.",
  spreadAgain: "Look again",
  spreadFew: "Shown as soon as five people have committed to an answer.",
  spreadOption: "Option",
  spreadCount: "Answers",
  spreadShare: "Share",
  caseSecond: "Your answer now",
  caseSecondHelp: "Has anything changed? Both answers are kept.",

  // question bank
  filter: "Find a question",
  onlyStarred: "Only starred",
  showing: (shown, total) => (shown === total
    ? `${several(total, "question", "questions")}` : `${shown} of ${several(total, "question", "questions")}`),
  star: (label) => `Star: ${label}`,
  printCard: "Print my card",
  printCardHelp: "Prints the starred questions and your own.",
  noMatch: "No question here matches.",

  // timed exercise
  timer: "Timer",
  phaseOf: (number, total) => `Phase ${number} of ${total}`,
  phaseMinutes: (minutes) => several(minutes, "minute", "minutes"),
  start: "Start",
  pause: "Pause",
  resume: "Go on",
  addMinute: "Add a minute",
  nextPhase: "Next phase",
  restart: "Start again",
  phaseStarts: (title, minutes) => `${title} begins: ${several(minutes, "minute", "minutes")}.`,
  minuteLeft: "One minute left.",
  timeUp: "Time is up for this phase. Take another minute or go on when you are ready.",
  timeUpLast: "Time is up. Take another minute, or finish here.",
  timeLeft: "Time left",

  // situations
  situation: (number, total) => `Situation ${number} of ${total}`,
  fits: "This fits well.",
  lookAgain: "Another answer may fit better.",
};
