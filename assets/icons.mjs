// Copies the icons named in icons.txt (from Lucide) and our own drawings into the templates, as small as they go.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
const ui = "../heard/ui/jinja2/ui";
const small = (svg) => svg.replace(/<!--[\s\S]*?-->/g, "").replace(/\s+/g, " ").replace(/> </g, "><").replace(/ \/>/g, "/>").trim();

rmSync(`${ui}/icons`, { recursive: true, force: true });
mkdirSync(`${ui}/icons`, { recursive: true });
for (const name of readFileSync("icons.txt", "utf8").split("\n").filter(Boolean)) {
  const body = small(readFileSync(`node_modules/lucide-static/icons/${name}.svg`, "utf8")).replace(/^<svg[^>]*>/, "").replace(/<\/svg>$/, "").trim();
  writeFileSync(`${ui}/icons/${name}.svg`, `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" focusable="false">${body}</svg>`);
}
mkdirSync(`${ui}/pictures`, { recursive: true });
for (const file of readdirSync("pictures")) writeFileSync(`${ui}/pictures/${file}`, small(readFileSync(`pictures/${file}`, "utf8")));
