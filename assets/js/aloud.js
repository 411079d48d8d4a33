// “Listen”: the browser reads part of a page aloud, paragraph by paragraph, and marks the one it is reading. Only a voice that speaks on the
// device itself is used: others send the words to whoever made them. Where there is none for the language, the button stays hidden.
import { said } from "./said.js";

const speech = window.speechSynthesis;
const PARTS = ":is(h1,h2,h3,h4,p,li,dt,dd,summary,blockquote,th,td)";
const UNSAID = "script, style, svg, form, button, nav, .unseen:not(.said), .buttons, .only-print, [hidden], [aria-hidden=true]";
const MOST = 220; // letters at a time: Chromium loses its voice after some fifteen seconds of one text
let stop = null;

const voiceFor = (language) => {
  const [spoken] = language.toLowerCase().split("-");
  const own = speech.getVoices().filter((voice) => voice.localService && voice.lang.toLowerCase().replace("_", "-").split("-")[0] === spoken);
  return own.find((voice) => voice.lang.replace("_", "-").toLowerCase() === language.toLowerCase()) || own.find((voice) => voice.default) || own[0];
};
const languageOf = (element) => (element.closest("[lang]") || document.documentElement).lang;

const wordsOf = (part) => {
  const copy = part.cloneNode(true);
  for (const other of copy.querySelectorAll(`${UNSAID}, ${PARTS}`)) other.remove();
  for (const end of copy.querySelectorAll("br")) end.replaceWith(" ");
  return copy.textContent.replace(/\s+/g, " ").trim();
};
const pieces = (words) => {
  const found = [""];
  for (const sentence of words.match(/[^.!?…:;。؟]+[.!?…:;。؟”’")]*\s*/g) || [words]) {
    if (found.at(-1) && found.at(-1).length + sentence.length > MOST) found.push("");
    found[found.length - 1] += sentence;
  }
  return found.filter((piece) => piece.trim());
};
const foldedIn = (part) => !part.matches("summary") && part.closest("details:not([open])"); // an answer below its question
const partsOf = (place) =>
  [...place.querySelectorAll(PARTS)].filter((part) => !part.closest(UNSAID) && (part.getClientRects().length || foldedIn(part))).flatMap((part) => pieces(wordsOf(part)).map((words) => ({ part, words })));

const read = (button, place) => {
  const idle = button.lastChild.textContent;
  const parts = partsOf(place);
  let reading = true;
  let kept = null; // some browsers forget an utterance that nothing else holds, and never say that it ended
  const show = (part) => {
    for (const each of document.querySelectorAll(".being-read")) each.classList.remove("being-read");
    if (!part) return;
    const folded = foldedIn(part);
    if (folded) folded.open = true;
    part.classList.add("being-read");
  };
  const end = () => {
    if (!reading) return;
    reading = false;
    stop = null;
    speech.cancel();
    show(null);
    button.lastChild.textContent = idle;
  };
  const next = () => {
    if (!reading) return;
    if (!parts.length) return end();
    const { part, words } = parts.shift();
    kept = new SpeechSynthesisUtterance(words);
    kept.voice = voiceFor(languageOf(part)) || voiceFor(languageOf(place));
    kept.lang = kept.voice.lang;
    kept.onend = next;
    kept.onerror = end;
    show(part);
    speech.speak(kept);
  };
  button.lastChild.textContent = said.stop_reading;
  stop = end;
  speech.cancel();
  next();
};

const buttons = speech ? [...document.querySelectorAll("[data-aloud]")] : [];
const offer = () => {
  for (const button of buttons) button.hidden = !voiceFor(languageOf(document.getElementById(button.dataset.aloud)));
};
for (const button of buttons) {
  button.addEventListener("click", () => {
    const mine = button.lastChild.textContent === said.stop_reading;
    if (stop) stop();
    if (!mine) read(button, document.getElementById(button.dataset.aloud));
  });
}
if (buttons.length) {
  offer();
  speech.onvoiceschanged = offer; // voices come when they come; Safari knows no addEventListener here
  addEventListener("keydown", (event) => event.key === "Escape" && stop && stop());
  addEventListener("pagehide", () => stop && stop());
}
