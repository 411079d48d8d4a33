// Offers somebody who seems to be in another place the site of it: by the time zone of their browser, and between sites that share one by a
// language that only the other speaks. So nobody is asked where they are, and nothing leaves the browser. It is an offer: nothing leads away.
// Only where an operator lets Heard know countries, and the time zone is of none of the sites, the server is asked, once for each tab.
const here = document.querySelector("[data-elsewhere]");
const STAYS = "stays-here";
const ASKED = "is-from-elsewhere";

const kept = (name) => {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null; // a browser that keeps nothing is offered it again
  }
};
const keep = (name, value) => {
  try {
    sessionStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
};
const stay = () => keep(STAYS, "1");
const words = (list) => (list || "").split(" ").filter(Boolean);
const base = (tag) => tag.toLowerCase().split("-")[0];

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const isIn = (site) => words(site.dataset.timeZones).includes(zone);
const sites = [...(here?.querySelectorAll("li") ?? [])];

const wanted = () => {
  const speaks = (site, language) => words(site.dataset.languages).map(base).includes(language);
  const there = sites.filter(isIn);
  // The nearest language that one of them speaks and this site does not: the first ones say most.
  const language = navigator.languages.map(base).find((each) => !speaks(here, each) && there.some((site) => speaks(site, each)));
  const found = language ? there.filter((site) => speaks(site, language)) : isIn(here) ? [] : there;
  return found.length === 1 ? found[0] : null; // of several nobody knows which
};

// The address of the site of the reader's country, or nothing. That it is being asked is noted first: whatever comes back, or if nothing
// does, it isn't asked again; and a browser that can't note it doesn't ask.
const answer = async () => {
  if (kept(ASKED) === null && keep(ASKED, "")) {
    const got = await fetch(here.dataset.ask, { credentials: "omit" });
    if (got.status === 200) keep(ASKED, (await got.json()).address);
  }
  return kept(ASKED);
};

const offer = (site) => {
  const shown = site?.querySelector("template").content.firstElementChild.cloneNode(true);
  if (!shown) return;
  shown.querySelector("button").addEventListener("click", () => {
    stay();
    shown.remove();
    document.getElementById("main").focus();
  });
  document.querySelector(".masthead").after(shown);
};

if (here && !kept(STAYS)) {
  if (here.dataset.ask && ![here, ...sites].some(isIn)) {
    answer().then(
      (address) => offer(sites.find((site) => site.dataset.site === address)),
      () => {}, // no network, no offer
    );
  } else {
    offer(wanted());
  }
}
// Whoever chose a site from the list knows where they go.
here?.addEventListener("click", (event) => event.target.closest("a") && stay());
