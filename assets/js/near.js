// "Near me": asks the browser where we are, only when pressed, and sends two rounded figures with the search.
for (const button of document.querySelectorAll("[data-near-me]")) {
  if (!navigator.geolocation) continue;
  button.hidden = false;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const says = document.getElementById(button.getAttribute("aria-describedby") || "");
    const say = (words) => says && (says.textContent = words);
    say("Asking your device where you are…");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const place = { lat: coords.latitude.toFixed(3), lon: coords.longitude.toFixed(3) };
        // In a form that is posted, what else was typed there goes along, and is saved.
        if (button.form?.method === "post") {
          for (const [name, value] of Object.entries({ ...place, look: "1" })) {
            button.form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
          }
          button.form.requestSubmit();
          return;
        }
        const to = new URL(button.dataset.nearMe, location.href);
        to.searchParams.set("lat", place.lat);
        to.searchParams.set("lon", place.lon);
        location.assign(to);
      },
      () => say("Your device did not say where you are. You can type a town or postcode instead."),
      { timeout: 10000, maximumAge: 600000 },
    );
  });
}
