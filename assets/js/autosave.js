// A draft saves itself: two seconds after the last key, and when the page is left.
import { said } from "./said.js";

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const says = form.querySelector("[data-saved]") || document.querySelector("[data-saved]");
  const say = (words) => says && (says.textContent = words);
  let last = new URLSearchParams(new FormData(form)).toString();
  let waiting;
  let saving = false;
  const save = async (leaving = false) => {
    clearTimeout(waiting);
    const now = new URLSearchParams(new FormData(form));
    if (now.toString() === last || form.dataset.sent || (saving && !leaving)) return;
    saving = true;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: now,
        credentials: "same-origin",
        keepalive: leaving && now.toString().length < 60000, // browsers refuse more; without it, it arrives where the page is only hidden
        redirect: "error",
        headers: { "X-Autosave": "1" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      last = now.toString();
      say(said.saved);
    } catch {
      say(said.unsaved);
      waiting = setTimeout(save, 15000);
    } finally {
      saving = false;
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, 2000);
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save(true));
}
