// "Leave quickly": the page is blanked at once and its place in the tab's history is taken by where we go.
const link = document.querySelector("[data-leave]");
link?.addEventListener("click", (event) => {
  event.preventDefault();
  document.documentElement.hidden = true;
  document.title = "…";
  history.replaceState(null, "", "/");
  location.replace(link.href);
});
// Coming back with the browser's own button must not show what was typed.
if (link) addEventListener("pageshow", (event) => event.persisted && location.reload());
