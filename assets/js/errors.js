// A page that comes back with mistakes, or with news, starts there: the summary takes the focus so that it is read first.
const first = document.querySelector("[data-error-summary]") || document.querySelector("[data-announce]");
if (first) {
  if (first.matches("[data-error-summary]") && !document.title.startsWith("Error: ")) document.title = `Error: ${document.title}`;
  first.focus({ preventScroll: false });
}
// A link of the summary goes to the box and lets its label be seen, too.
document.querySelector("[data-error-summary]")?.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const box = link && document.getElementById(link.hash.slice(1));
  if (!box) return;
  event.preventDefault();
  (box.closest("fieldset, .nhsuk-form-group") || box).scrollIntoView();
  box.focus({ preventScroll: true });
});
