#!/bin/sh
# Runs a command in a desktop session of its own: virtual display, session bus, unlocked keyring, private HOME.
#   build/desktop-session.sh COMMAND [ARG...]
# KEEP_HOME=1 keeps the caller's HOME (npm start without a display does, so that the app uses the user's own data).
# KEYRING_DIR is then the folder of the keyring, and PID_FILE the file to which the command's process id is written.
set -eu
if [ "${PUNCHCARD_SESSION:-}" != inside ]; then
  if [ -z "${KEEP_HOME:-}" ]; then
    home=$(mktemp -d)
    export SESSION_HOME="$home" HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/.local/share"
  else
    home=${KEYRING_DIR:?}
    export XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data"
  fi
  services="$XDG_DATA_HOME/dbus-1/services"
  mkdir -p "$services" "$XDG_RUNTIME_DIR"
  chmod 700 "$XDG_RUNTIME_DIR"
  # The bus starts the keyring on demand, so also after a crash. The service file of the system would start it locked.
  cat > "$services/org.freedesktop.secrets.service" <<'SERVICE'
[D-BUS Service]
Name=org.freedesktop.secrets
Exec=/bin/sh -c "printf punchcard | exec gnome-keyring-daemon --unlock --components=secrets --foreground > /dev/null 2>&1"
SERVICE
  export PUNCHCARD_SESSION=inside
  exec xvfb-run -a -s '-screen 0 1600x1200x24' dbus-run-session -- "$0" "$@"
fi
if [ -n "${SESSION_HOME:-}" ]; then
  home="$SESSION_HOME"
  unset SESSION_HOME
  trap 'rm -rf "$home"' EXIT
fi
dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.StartServiceByName \
  string:org.freedesktop.secrets uint32:0 > /dev/null || echo "The keyring does not start." >&2
if [ -n "${PID_FILE:-}" ]; then
  echo $$ > "$PID_FILE"
  exec "$@"
fi
"$@"
