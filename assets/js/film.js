// A paragraph of a film's transcript leads to where it is said, and the version with sign language goes on where the other one stopped.
for (const figure of document.querySelectorAll("[data-film]")) {
  const find = (what) => figure.querySelector(what);
  const video = find("video");
  const words = find("[data-play-from]")?.dataset.playFrom ?? "";
  for (const paragraph of figure.querySelectorAll("[data-seconds]")) {
    const seconds = Number(paragraph.dataset.seconds);
    const time = new Date(seconds * 1000).toISOString().slice(seconds < 3600 ? 14 : 11, 19).replace(/^0/, "");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "film-time", textContent: time });
    button.setAttribute("aria-label", words.replace("…", time));
    button.addEventListener("click", () => {
      video.currentTime = seconds;
      video.play();
    });
    paragraph.prepend(button, " ");
  }
  const other = find("[data-film-other]");
  other?.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const { filmOther, poster, captions } = other.dataset;
    const track = find("track");
    Object.assign(other.dataset, { filmOther: video.src, poster: video.poster, captions: track?.src ?? "" });
    const at = video.currentTime;
    const playing = !video.paused;
    track?.remove();
    if (captions) {
      video.append(Object.assign(document.createElement("track"), { kind: "captions", default: true, src: captions }));
    }
    video.poster = poster;
    video.src = filmOther;
    video.onloadedmetadata = () => { video.currentTime = at; };
    if (playing) video.play();
    const template = find("template");
    [template.innerHTML, other.innerHTML] = [other.innerHTML, template.innerHTML];
  });
}
