// How many words there are, below the box. Said aloud only when the writer pauses.
for (const box of document.querySelectorAll("textarea[data-words]")) {
  const below = document.querySelector(`[data-count-for="${box.id}"]`);
  if (!below) continue;
  const hint = below.textContent;
  const limit = Number(box.dataset.wordsLimit) || 0;
  const shown = document.createElement("p");
  shown.setAttribute("aria-hidden", "true");
  const said = document.createElement("p");
  said.className = "unseen";
  said.setAttribute("role", "status");
  below.classList.add("unseen");
  below.after(shown, said);
  let pause;
  const count = () => {
    const words = (box.value.match(/\S*[\p{L}\p{N}]\S*/gu) || []).length;
    const over = limit && words > limit;
    const number = words.toLocaleString("en-GB");
    const text = over
      ? `${number} words. That is ${(words - limit).toLocaleString("en-GB")} too many.`
      : words ? `${number} ${words === 1 ? "word" : "words"}. ${hint}` : hint;
    shown.textContent = text;
    shown.classList.toggle("over", Boolean(over));
    clearTimeout(pause);
    pause = setTimeout(() => { said.textContent = document.activeElement === box ? text : ""; }, 1500);
  };
  box.addEventListener("input", count);
  count();
}
