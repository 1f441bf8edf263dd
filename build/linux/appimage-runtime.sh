#!/bin/sh
# In place of AppImage's own runtime, whose download is not reached from everywhere: stands before the file's content and
# starts what is in it, which it unpacks where the real one mounts it: in a folder of another name each time, gone at the end.
# Needs squashfs-tools. For tests only; releases have the runtime that electron-builder downloads.
set -eu
start=4096
file=$(readlink -f "$0")
unpack() { unsquashfs -force -quiet -no-progress -offset "$start" -dest "$1" "$file" >/dev/null; }
if [ "${1:-}" = --appimage-extract ]; then
  unpack squashfs-root
  exit
fi
folder=$(mktemp -d "${TMPDIR:-/tmp}/.mount_PunchcXXXXXX")
trap 'rm -rf "$folder"' EXIT
trap 'kill "$app" 2>/dev/null || true' TERM INT HUP
unpack "$folder"
# A shell gives nothing to read to what it starts beside itself, unless it is told so.
exec 3<&0
APPIMAGE=$file APPDIR=$folder ARGV0=$0 "$folder/AppRun" "$@" <&3 3<&- &
app=$!
status=0
wait "$app" || status=$?
exit "$status"
