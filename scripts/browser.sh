#!/bin/sh
# Make sure that a Chromium is there for the tests that drive a browser.
set -eu
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null; then exit 0; fi
done
for path in "/Applications/Google Chrome.app" "/Applications/Chromium.app"; do
  if [ -d "$path" ]; then exit 0; fi
done
if command -v apt-get >/dev/null; then
  root=""; [ "$(id -u)" = 0 ] || root="sudo"
  echo "Installing Chromium for the browser tests." >&2
  $root apt-get update -qq
  $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
elif command -v brew >/dev/null; then
  brew install --cask chromium
else
  echo "Install Chromium or Chrome, then run the tests again." >&2
  exit 1
fi
