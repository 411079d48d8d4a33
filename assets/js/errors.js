// A page that comes back with mistakes, or with news, starts there: the summary takes the focus so that it is read first (a summary asks
// for it by itself, too: without JavaScript).
const first = document.querySelector("[data-error-summary]") || document.querySelector("[data-announce]");
first?.focus({ preventScroll: false });
// A link of the summary goes to the box and lets its label be seen, too.
document.querySelector("[data-error-summary]")?.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const box = link && document.getElementById(link.hash.slice(1));
  if (!box) return;
  event.preventDefault();
  (box.closest("fieldset, .nhsuk-form-group") || box).scrollIntoView();
  box.focus({ preventScroll: true });
});
