// How many words there are, below the box. Said aloud only when the writer pauses.
import { number, ofSoMany, said } from "./said.js";

for (const box of document.querySelectorAll("textarea[data-words]")) {
  const below = document.querySelector(`[data-count-for="${box.id}"]`);
  if (!below) continue;
  const hint = below.textContent;
  const limit = Number(box.dataset.wordsLimit) || 0;
  const shown = document.createElement("p");
  shown.setAttribute("aria-hidden", "true");
  const aloud = document.createElement("p");
  aloud.className = "unseen";
  aloud.setAttribute("role", "status");
  below.classList.add("unseen");
  below.after(shown, aloud);
  let pause;
  const count = () => {
    const words = (box.value.match(/\S*[\p{L}\p{N}]\S*/gu) || []).length;
    const over = limit && words > limit;
    const values = { count: number(words), over: number(words - limit) };
    const text = over ? ofSoMany(said.over, words, values) : words ? `${ofSoMany(said.words, words, values)} ${hint}` : hint;
    shown.textContent = text;
    shown.classList.toggle("over", Boolean(over));
    clearTimeout(pause);
    pause = setTimeout(() => { aloud.textContent = document.activeElement === box ? text : ""; }, 1500);
  };
  box.addEventListener("input", count);
  count();
}
