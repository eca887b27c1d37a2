/** The packs to print are made for the paper that is used where one is. */

import { printing } from "../forms/printing.js";

for (const link of document.querySelectorAll(".mc-pack a")) link.href += `&${printing()}`;
