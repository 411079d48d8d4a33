// Turns physical sides into logical ones, so that one stylesheet serves left-to-right and right-to-left pages.
// Our own Sass is written with logical properties; nhsuk-frontend's is not.
let css = "";
for await (const chunk of process.stdin) css += chunk;
const side = { left: "inline-start", right: "inline-end" };
css = css
  .replace(/(^|[\s;{])(margin|padding|border)-(left|right)(-(?:width|color|style))?(\s*:)/g, (_, a, name, s, part = "", colon) => `${a}${name}-${side[s]}${part}${colon}`)
  .replace(/([;{]\s*)(left|right)(\s*:)/g, (_, a, s, colon) => `${a}inset-${side[s]}${colon}`)
  .replace(/(text-align\s*:\s*)(left|right)/g, (_, a, s) => a + (s === "left" ? "start" : "end"))
  .replace(/(border)-(top|bottom)-(left|right)-radius/g, (_, a, v, s) => `${a}-${v === "top" ? "start" : "end"}-${s === "left" ? "start" : "end"}-radius`);
// The few colours that nhsuk-frontend names itself become ours.
const ours = { "#aeb7bd": "var(--rule)", "#4c6272": "var(--ink-soft)", "#d8dde0": "var(--pine-tint)", "#005eb8": "var(--pine)" };
for (const [theirs, token] of Object.entries(ours)) css = css.replaceAll(theirs, token);
process.stdout.write(css);
