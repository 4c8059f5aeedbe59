#!/bin/sh
# Finds Chromium, or installs Debian's package where that is possible, or says what to do.
set -eu
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
  exit 0
fi
echo "The browser tests need Chromium: install it (Debian: sudo apt-get install chromium)," >&2
echo "or name one you have in SCORECARD_CHROMIUM." >&2
[ -n "${SCORECARD_CHROMIUM:-}" ]
