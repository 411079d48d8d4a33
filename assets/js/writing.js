// What staff type is kept on the server from the first pause, when the page is left, and when a lost line comes back. The server decides what
// takes the place of what: a page only says which text it showed, which window it is, and how often that has saved.
// While somebody is at the page, it asks now and then who else writes. That changes nothing of what the page has seen.
import { said } from "./said.js";

const PAUSE = 1500;
const AGAIN = 10000;
const PATIENCE = 3000;
const LOOK = 20000;
const IDLE = 300000;
const LARGEST_ON_LEAVING = 60000; // browsers take no more with `keepalive`
const OURS = /^(csrfmiddlewaretoken|writing(_.*)?)$/;
const WHY_NOT = { 403: said.not_yours, 404: said.not_yours, 413: said.too_long };

const name = () => [...crypto.getRandomValues(new Uint8Array(12))].map((each) => each.toString(16).padStart(2, "0")).join("");

for (const status of document.querySelectorAll("form [data-writing]")) {
  const form = status.closest("form");
  const beside = form.querySelector("[data-beside]");
  const typed = () => new URLSearchParams([...new FormData(form)].filter(([field]) => !OURS.test(field))).toString();
  const say = (words) => { if (status.textContent !== words) status.textContent = words; };
  let last = typed();
  let page = name();
  let turn = 0;
  let waiting;
  let saving = null;
  let lost = false;
  let left;
  let sent = false;
  let touched = Date.now();
  let looked = Date.now();

  const put = (field, value) => {
    const input = form.querySelector(`input[name="${field}"]`) || form.appendChild(document.createElement("input"));
    Object.assign(input, { type: "hidden", name: field, value });
  };

  const take = (answer) => {
    const seen = form.querySelector("[name=writing_seen]");
    if (seen) seen.value = answer.dataset.seen;
    const version = answer.dataset.version && form.querySelector(`[name="${answer.dataset.versionField}"]`);
    if (version) version.value = answer.dataset.version;
    show(answer);
  };

  // Who writes beside us. Read out only when that is somebody else than before, not each time they write on.
  const who = (details) => details.dataset.who || "";
  const show = (answer) => {
    if (!beside || beside.contains(document.activeElement) || beside.innerHTML.trim() === answer.innerHTML.trim()) return;
    const before = [...beside.querySelectorAll("details")];
    const open = new Set(before.filter((each) => each.open).map(who));
    const now = [...answer.querySelectorAll("details")];
    const known = new Set(before.map(who));
    beside.setAttribute("aria-live", now.every((each) => known.has(who(each))) ? "off" : "polite");
    beside.replaceChildren(...answer.childNodes);
    for (const each of now) each.open = open.has(who(each));
  };

  const look = async () => {
    const now = Date.now();
    if (!beside?.dataset.beside || document.visibilityState !== "visible" || !document.hasFocus()) return;
    if (sent || saving || now - looked < LOOK || now - touched > IDLE) return;
    looked = now;
    const asked = turn;
    const address = new URL(beside.dataset.beside, location.href);
    for (const field of ["writing_seen", "writing_for"]) address.searchParams.set(field, form.querySelector(`[name=${field}]`)?.value || "");
    try {
      const answer = await fetch(address, { credentials: "same-origin", redirect: "manual", headers: { "X-Beside": "1" } });
      if (!answer.ok) { touched = 0; return; } // signed out, or not ours to write any more: the next save says so
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-sheet]");
      if (found && asked === turn) show(found); // what was saved since was not known to whoever answered
    } catch { /* no line: the next look, or save, finds out */ }
  };

  // Somebody who signed in again in another window has another token than this page.
  const renew = async () => {
    const answer = await fetch(location.href, { credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) return false;
    const other = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
    const mine = form.querySelector("[name=csrfmiddlewaretoken]");
    if (!other || !mine) return false;
    mine.value = other.value;
    return true;
  };

  const post = (leaving) => {
    const body = new URLSearchParams(new FormData(form));
    body.set("writing_window", page);
    body.set("writing_turn", String(++turn));
    return fetch(form.action, {
      method: "POST",
      body,
      credentials: "same-origin",
      keepalive: leaving && body.toString().length < LARGEST_ON_LEAVING,
      redirect: "manual",
      headers: { "X-Autosave": "1" },
    });
  };

  const attempt = async (leaving, again = true) => {
    const now = typed();
    const answer = await post(leaving);
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      if (again && !leaving && (await renew())) return attempt(leaving, false);
      if (answer.type === "opaqueredirect") return say(said.signed_out);
    }
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-sheet]");
    if (answer.status === 410 && found && again) {
      page = name();
      turn = 0;
      return attempt(leaving, false);
    }
    if (found) take(found);
    if (answer.ok && found) last = now;
    lost = !(answer.ok && found);
    say(found ? found.dataset.says : WHY_NOT[answer.ok ? 404 : answer.status] || (answer.status >= 500 ? said.later : said.refused));
    if (answer.status === 429 || answer.status >= 500) soon(AGAIN);
  };

  const save = async (leaving = false) => {
    clearTimeout(waiting);
    const now = typed();
    if (sent || now === last || (leaving && now === left)) return;
    if (leaving) left = now;
    if (saving && !leaving) return soon(PAUSE);
    const mine = attempt(leaving).catch(() => {
      lost = true;
      say(said.offline);
      soon(AGAIN);
    }).finally(() => { if (saving === mine) saving = null; });
    saving = mine;
    await mine;
  };
  const soon = (time) => {
    clearTimeout(waiting);
    waiting = setTimeout(save, time);
  };

  form.addEventListener("input", () => soon(PAUSE));
  form.addEventListener("change", () => soon(PAUSE));
  for (const sign of ["input", "keydown", "pointerdown", "focusin"]) form.addEventListener(sign, () => { touched = Date.now(); });
  addEventListener("focus", () => { touched = Date.now(); look(); });
  setInterval(look, LOOK / 4);
  addEventListener("online", () => save());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save(true));
  addEventListener("pagehide", () => save(true));
  addEventListener("pageshow", () => { sent = false; });
  // What is being saved arrives before what is sent: otherwise it could come back after that was cleared away.
  form.addEventListener("submit", async (event) => {
    if (saving && !form.dataset.sent && form.requestSubmit) {
      const { submitter } = event;
      event.preventDefault();
      event.stopImmediatePropagation();
      await Promise.race([saving, new Promise((done) => setTimeout(done, PATIENCE))]);
      saving = null;
      form.requestSubmit(submitter);
      return;
    }
    sent = true;
    clearTimeout(waiting);
    put("writing_window", page);
    put("writing_turn", String(++turn));
  }, { capture: true });
  addEventListener("beforeunload", (event) => { if (lost && !sent && typed() !== last) event.preventDefault(); });
}
