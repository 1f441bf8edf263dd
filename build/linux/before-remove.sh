#!/bin/sh
# Runs as root before the package's files go: takes Punchcard's entries out of the AI clients of everybody on this
# computer who started it, as that person and with nothing of root's environment. The package goes in any case.

# Debian says why (remove, upgrade, …), RPM how many versions will be left: an update leaves the entries alone.
case "${1:-}" in
  remove | 0) ;;
  *) exit 0 ;;
esac

app=/opt/Punchcard/punchcard
tool=/opt/Punchcard/resources/app.asar/out/unregister/index.js
[ -x "$app" ] || exit 0
command -v runuser >/dev/null 2>&1 || exit 0

# Homes that getent does not list (some directory services) are not found; their launcher then says what is wrong.
getent passwd | while IFS=: read -r user _ uid _ _ home _; do
  launcher=$home/.punchcard/bin/punchcard-mcp
  # Whoever has no launcher of this package has no entry either. A link could lead root anywhere.
  if [ ! -f "$launcher" ] || [ -L "$launcher" ]; then continue; fi
  if [ "$(stat -c %u "$launcher")" != "$uid" ]; then continue; fi
  grep -qF "'$app'" "$launcher" || continue
  printf 'Punchcard: AI clients of %s\n' "$user"
  runuser -u "$user" -- env -i HOME="$home" USER="$user" LOGNAME="$user" PATH=/usr/local/bin:/usr/bin:/bin \
    ELECTRON_RUN_AS_NODE=1 timeout -k 5 60 "$app" "$tool" </dev/null || true
done
exit 0
