// Only where a form asks for it: the browser warns before what was typed is thrown away.
for (const form of document.querySelectorAll("form[data-unsaved]")) {
  if (form.querySelector("[data-writing]")) continue; // kept as it is typed (writing.js)
  let typed = false;
  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("submit", () => { typed = false; });
  addEventListener("beforeunload", (event) => typed && event.preventDefault());
}
