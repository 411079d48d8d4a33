// A button beside a password that shows what was typed, and hides it again before it is sent.
import { said } from "./said.js";

for (const place of document.querySelectorAll("[data-password]")) {
  const box = place.querySelector("input");
  if (!box) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet button-small";
  button.setAttribute("aria-controls", box.id);
  const show = (seen) => {
    box.type = seen ? "text" : "password";
    button.textContent = seen ? said.hide : said.show;
    button.setAttribute("aria-label", seen ? said.hide_typed : said.show_typed);
  };
  show(false);
  button.addEventListener("click", () => show(box.type === "password"));
  box.form?.addEventListener("submit", () => show(false));
  place.append(button);
}
