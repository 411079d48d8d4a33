// The proof of work on a page of telling: a module of its own, loaded only by a page that asks for it. The widget is altcha's, without its
// own styles and workers, so that the page's strict Content-Security-Policy stands as it is; nothing is fetched from another site.
import "altcha/external";

import { said } from "./said.js";

// Somebody who sends their story before the calculation is done would be read last for a few seconds' sake: the page says that it waits, and
// sends by itself. It listens before all others, for which nothing was sent yet. A button with a name leads elsewhere, or sends at once;
// and without the box that has to be ticked nothing would be sent.
function waitBeforeSending(widget, says) {
  if (!says) return;
  const form = says.closest("form");
  let working = true;
  let pressed = null;
  const forget = () => {
    pressed = null;
    says.hidden = true;
  };
  addEventListener(
    "submit",
    (event) => {
      if (event.target !== form || !working || event.submitter?.name || !form.elements[says.dataset.proofWait].checked) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      pressed = event.submitter || form.querySelector("button:not([name])");
      says.hidden = false;
      form.querySelector("[data-proof-meanwhile]").hidden = true;
    },
    { capture: true },
  );
  widget.addEventListener("statechange", (event) => {
    working = event.detail?.state === "verifying";
    if (working || !pressed) return;
    const button = pressed;
    forget();
    // The proof is in the form a moment after the widget says so.
    if (event.detail.state === "verified") setTimeout(() => form.requestSubmit(button), 0);
  });
  addEventListener("pageshow", (event) => event.persisted && forget());
}

const widget = document.querySelector("altcha-widget");
if (widget) {
  const says = document.querySelector("[data-proof-says]");
  const meanwhile = document.querySelector("[data-proof-meanwhile]");
  globalThis.$altcha.algorithms.set("PBKDF2/SHA-256", () => new Worker(widget.dataset.worker));
  globalThis.$altcha.i18n.set("en", {
    ...globalThis.$altcha.i18n.get("en"),
    label: said.again,
    verifying: said.checking,
    verified: said.checked,
    error: said.failed,
    expired: said.expired,
    waitAlert: said.checking,
  });
  const words = { verifying: widget.dataset.doing, verified: widget.dataset.done, error: widget.dataset.failed, expired: widget.dataset.failed };
  widget.addEventListener("statechange", (event) => {
    const state = event.detail?.state;
    if (says && words[state]) says.textContent = words[state];
    if (meanwhile) meanwhile.hidden = state !== "verifying";
  });
  for (const way of document.querySelectorAll("[data-proof-way]")) way.hidden = false;
  waitBeforeSending(widget, document.querySelector("[data-proof-wait]"));
  // A page may be open for longer than a proof is good. Only one that was finished is made again: by a clock that is wrong every challenge is
  // over as soon as it comes, and asking for another would never end.
  let finished = false;
  widget.addEventListener("verified", () => (finished = true));
  widget.addEventListener("expired", () => {
    if (finished) setTimeout(() => widget.verify(), 100);
    finished = false;
  });
}
