// On a small screen the menu's link becomes a button that says whether the menu is open.
const link = document.querySelector(".menu-link");
const menu = document.getElementById("menu");
if (link && menu) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "menu-link button-plain";
  button.textContent = link.textContent;
  button.setAttribute("aria-controls", "menu");
  const show = (open) => {
    menu.classList.toggle("open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  show(false);
  button.addEventListener("click", () => show(!menu.classList.contains("open")));
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      show(false);
      button.focus();
    }
  });
  link.replaceWith(button);
}
