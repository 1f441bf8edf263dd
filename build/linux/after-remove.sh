#!/bin/sh
# Runs as root after the package's files were removed: takes back what after-install added outside of the package.

# Debian passes why (remove, purge, upgrade, …), RPM how many versions remain. RPM runs the script of the old version after
# the new one was installed, so an update must leave the link and the profile alone.
case "${1:-}" in
  remove | purge | disappear | 0) ;;
  *) exit 0 ;;
esac

if command -v update-alternatives >/dev/null 2>&1; then
  update-alternatives --remove punchcard /opt/Punchcard/punchcard || true
fi
# after-install makes a plain link where there are no alternatives, or where they fail.
if [ "$(readlink /usr/bin/punchcard 2>/dev/null)" = /opt/Punchcard/punchcard ]; then rm -f /usr/bin/punchcard; fi

profile=/etc/apparmor.d/punchcard
if [ -f "$profile" ]; then
  if ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; } && command -v apparmor_parser >/dev/null 2>&1; then
    apparmor_parser --remove "$profile" || true
  fi
  rm -f "$profile"
fi
exit 0
