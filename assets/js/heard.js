// Everything here makes a page nicer; no page needs it. One module for each thing, started by what the page holds.
import "./errors.js";
import "./leave.js";
import "./menu.js";
import "./words.js";
import "./writing.js"; // before once.js: it lets a save end before the form is sent
import "./once.js";
import "./autosave.js";
import "./unsaved.js";
import "./password.js";
import "./near.js";
import "./print.js";
import "./aloud.js";
import "./passkeys.js";
import "./elsewhere.js";
import "./film.js";
