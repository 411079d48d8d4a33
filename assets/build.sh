#!/usr/bin/env bash
# Makes the compiled look in heard/ui from the sources here. The one command: `bash assets/build.sh`.
# Needs Node and npm; what it makes is committed, so running and testing Heard need neither.
set -euo pipefail
cd "$(dirname "$0")"
if [ ! -e node_modules/.heard ] || [ package-lock.json -nt node_modules/.heard ]; then
  npm ci --no-audit --no-fund --ignore-scripts
  touch node_modules/.heard
fi
out=../heard/ui/static/ui
mkdir -p "$out/fonts" ../tests/journeys

fonts=node_modules/@fontsource-variable/atkinson-hyperlegible-next
cp "$fonts/files/atkinson-hyperlegible-next-latin-wght-normal.woff2" "$out/fonts/hyperlegible-latin.woff2"
cp "$fonts/files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2" "$out/fonts/hyperlegible-latin-ext.woff2"
cp "$fonts/LICENSE" "$out/fonts/LICENSE"

if python3 -c "import fontTools, brotli" 2>/dev/null; then
  python3 fonts.py node_modules ../heard/ui/paper/fonts
else
  echo "The fonts of PDFs stay as they are: making them needs python3 with fonttools and brotli."
fi

mkdir -p "$out/images"
cp node_modules/nhsuk-frontend/dist/nhsuk/assets/images/nhsuk-icon-cross.svg "$out/images/"
node icons.mjs
node_modules/.bin/sass --load-path=node_modules --quiet-deps --no-source-map --style=expanded scss/heard.scss /tmp/heard.$$.css
node logical.mjs <"/tmp/heard.$$.css" | node_modules/.bin/esbuild --loader=css --minify --target=chrome90,firefox90,safari14 --log-level=error >"$out/heard.css"
rm -f "/tmp/heard.$$.css"
node_modules/.bin/esbuild js/heard.js --bundle --format=esm --minify --target=es2020 --log-level=error --outfile="$out/heard.js" --allow-overwrite
node_modules/.bin/esbuild js/proof.js --bundle --format=esm --minify --target=es2020 --log-level=error --outfile="$out/proof.js" --allow-overwrite
node_modules/.bin/esbuild node_modules/altcha/dist/workers/pbkdf2.js --minify --target=es2020 --log-level=error --outfile="$out/proof-worker.js" --allow-overwrite
cp node_modules/altcha/LICENSE.txt "$out/proof.LICENSE.txt"
cat node_modules/altcha/dist/external/altcha.css scss/proof.css | node_modules/.bin/esbuild --loader=css --minify --target=chrome90,firefox90,safari14 --log-level=error >"$out/proof.css"
cp icons/icon.svg "$out/icon.svg"
cp node_modules/axe-core/axe.min.js ../tests/journeys/axe.min.js
echo "heard.css $(gzip -9c "$out/heard.css" | wc -c) bytes, heard.js $(gzip -9c "$out/heard.js" | wc -c) bytes, compressed; proof.js $(gzip -9c "$out/proof.js" | wc -c), only where a proof of work is asked for"
