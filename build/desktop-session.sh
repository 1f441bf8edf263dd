#!/bin/sh
# Runs a command in a desktop session of its own: virtual display, session bus, unlocked keyring, private HOME.
#   build/desktop-session.sh COMMAND [ARG...]
# KEEP_HOME=1 keeps the caller's HOME (npm start without a display does, so that the person's data is theirs).
# KEYRING_DIR is where the keyring lies then, and PID_FILE where the command's process id is written.
set -eu
if [ "${PUNCHCARD_SESSION:-}" != inside ]; then
  export PUNCHCARD_SESSION=inside
  exec xvfb-run -a -s '-screen 0 1600x1200x24' dbus-run-session -- "$0" "$@"
fi
if [ -z "${KEEP_HOME:-}" ]; then
  home=$(mktemp -d)
  trap 'rm -rf "$home"' EXIT
  export HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/.local/share"
else
  home=${KEYRING_DIR:?}
  export XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data"
fi
mkdir -p "$XDG_DATA_HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
eval "$(printf 'punchcard' | gnome-keyring-daemon --unlock --components=secrets --daemonize 2>/dev/null)"
if [ -n "${PID_FILE:-}" ]; then
  echo $$ > "$PID_FILE"
  exec "$@"
fi
"$@"
