// Offers somebody who seems to be in another place the site of it: by the time zone of their browser, and between sites that share one by a
// language that only the other speaks. Nobody is asked where they are, and nothing leaves the browser. It is an offer: nothing leads away.
const here = document.querySelector("[data-elsewhere]");
const STAYS = "stays-here";

const stays = () => {
  try {
    return sessionStorage.getItem(STAYS);
  } catch {
    return null; // a browser that keeps nothing is offered it again
  }
};
const stay = () => {
  try {
    sessionStorage.setItem(STAYS, "1");
  } catch {
    // as above
  }
};
const words = (list) => (list || "").split(" ").filter(Boolean);
const base = (tag) => tag.toLowerCase().split("-")[0];

const wanted = () => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isIn = (site) => words(site.dataset.timeZones).includes(zone);
  const speaks = (site, language) => words(site.dataset.languages).map(base).includes(language);
  const there = [...here.querySelectorAll("li")].filter(isIn);
  // The nearest language that one of them speaks and this site does not: the first ones say most.
  const language = navigator.languages.map(base).find((each) => !speaks(here, each) && there.some((site) => speaks(site, each)));
  const found = language ? there.filter((site) => speaks(site, language)) : isIn(here) ? [] : there;
  return found.length === 1 ? found[0] : null; // of several nobody knows which
};

if (here && !stays()) {
  const offer = wanted()?.querySelector("template").content.firstElementChild.cloneNode(true);
  if (offer) {
    offer.querySelector("button").addEventListener("click", () => {
      stay();
      offer.remove();
      document.getElementById("main").focus();
    });
    document.querySelector(".masthead").after(offer);
  }
}
// Whoever chose a site from the list knows where they go.
here?.addEventListener("click", (event) => event.target.closest("a") && stay());
