// A paragraph of a film's transcript leads to where it is said, and the version with sign language goes on where the other one stopped.
for (const figure of document.querySelectorAll("[data-film]")) {
  const video = figure.querySelector("video");
  const words = figure.querySelector("[data-play-from]")?.dataset.playFrom ?? "";
  for (const paragraph of figure.querySelectorAll("[data-seconds]")) {
    const seconds = Number(paragraph.dataset.seconds);
    const parts = [Math.floor(seconds / 60) % 60, Math.floor(seconds % 60)];
    const hours = Math.floor(seconds / 3600);
    const time = `${hours ? `${hours}:${String(parts[0]).padStart(2, "0")}` : parts[0]}:${String(parts[1]).padStart(2, "0")}`;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "film-time";
    button.textContent = time;
    button.setAttribute("aria-label", words.replace("…", time));
    button.addEventListener("click", () => {
      video.currentTime = seconds;
      video.play();
    });
    paragraph.prepend(button, " ");
  }
  const other = figure.querySelector("[data-film-other]");
  other?.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const { filmOther, poster, captions } = other.dataset;
    const track = video.querySelector("track");
    Object.assign(other.dataset, { filmOther: video.getAttribute("src"), poster: video.poster, captions: track?.getAttribute("src") ?? "" });
    const at = video.currentTime;
    const playing = !video.paused;
    track?.remove();
    if (captions) {
      const next = document.createElement("track");
      Object.assign(next, { kind: "captions", default: true, src: captions });
      video.append(next);
    }
    video.poster = poster;
    video.src = filmOther;
    video.addEventListener("loadedmetadata", () => { video.currentTime = at; }, { once: true });
    if (playing) video.play();
    const template = figure.querySelector("figcaption template");
    const label = template.innerHTML;
    template.innerHTML = other.innerHTML;
    other.innerHTML = label;
  });
}
