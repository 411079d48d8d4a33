// "Near me": asks the browser where we are, only when pressed, and posts two rounded figures with the search. They stand in no address.
import { said } from "./said.js";

for (const button of document.querySelectorAll("[data-near-me]")) {
  if (!navigator.geolocation || !button.form) continue;
  button.hidden = false;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const says = document.getElementById(button.getAttribute("aria-describedby") || "");
    const say = (words) => says && (says.textContent = words);
    say(said.asking);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        // What else was typed in a form of several questions goes along, and is saved; a search box has only one.
        const place = { lat: coords.latitude.toFixed(2), lon: coords.longitude.toFixed(2), look: "1" };
        for (const [name, value] of Object.entries(place)) {
          button.form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value, className: "near" }));
        }
        button.form.requestSubmit();
      },
      () => say(said.nowhere),
      { timeout: 10000, maximumAge: 600000 },
    );
  });
}
// A page shown again from the browser's memory must not send where we were with another search.
addEventListener("pageshow", () => document.querySelectorAll("input.near").forEach((input) => input.remove()));
