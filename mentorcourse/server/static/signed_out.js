/** After signing out: nothing that was typed stays in this browser. */

import { clearDrafts } from "../forms/drafts.js";

const key = document.querySelector("[data-draft-key]")?.dataset.draftKey;
if (key) clearDrafts(key);
