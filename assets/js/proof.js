// The proof of work on a page of telling: a module of its own, loaded only by a page that asks for it. The widget is altcha's, without its
// own styles and workers, so that the page's strict Content-Security-Policy stands as it is; nothing is fetched from another site.
import "altcha/external";

const widget = document.querySelector("altcha-widget");
if (widget) {
  const says = document.querySelector("[data-proof-says]");
  const meanwhile = document.querySelector("[data-proof-meanwhile]");
  globalThis.$altcha.algorithms.set("PBKDF2/SHA-256", () => new Worker(widget.dataset.worker));
  globalThis.$altcha.i18n.set("en", {
    ...globalThis.$altcha.i18n.get("en"),
    label: "Try again",
    verifying: "Checking…",
    verified: "Done. Thank you",
    error: "That didn’t work",
    expired: "That took too long. Please try again",
    waitAlert: "Checking…",
  });
  const words = { verifying: widget.dataset.doing, verified: widget.dataset.done, error: widget.dataset.failed };
  widget.addEventListener("statechange", (event) => {
    const state = event.detail?.state;
    if (says && words[state]) says.textContent = words[state];
    if (meanwhile) meanwhile.hidden = state !== "verifying";
  });
  widget.addEventListener("expired", () => widget.verify?.());
}
