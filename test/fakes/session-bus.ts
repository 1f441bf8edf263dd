import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { type Bus, type CallHandler, daemon, openBus } from "#main/desktop/dbus/bus";

/** A D-Bus of its own, with the services of a Linux desktop that report the user's presence. */
export interface DesktopBus {
  address: string;
  /** Milliseconds since the last input, as the desktop reports it; null: it answers with an error. */
  idle: number | null;
  lock: (locked: boolean) => void;
  sleep: (asleep: boolean) => void;
  close(): void;
}

export const hasBus = (() => {
  try {
    execFileSync("dbus-daemon", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

export function startDaemon(): Promise<{ address: string; daemon: ChildProcess }> {
  const daemon = spawn("dbus-daemon", ["--session", "--nofork", "--print-address"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  return new Promise((resolve, reject) => {
    daemon.once("error", reject);
    daemon.stdout?.once("data", (line: Buffer) => resolve({ address: line.toString().trim(), daemon }));
  });
}

/** Makes the connection known under a name. */
export const ownName = (bus: Bus, name: string) =>
  bus.call({ ...daemon, member: "RequestName", signature: "su", body: [name, 0] });

/** GNOME's idle monitor and screen saver, or KDE's locker, and logind, on the bus at this address. */
export async function exportDesktop(
  address: string,
  kind: "gnome" | "kde",
  idle: () => number | null,
): Promise<Pick<DesktopBus, "lock" | "sleep" | "close">> {
  const idleTime = () => {
    const milliseconds = idle();
    if (milliseconds === null) throw new Error("The idle time is not known.");
    return milliseconds;
  };
  const onCall: CallHandler = ({ interface: name, member }) => {
    if (name === "org.freedesktop.login1.Manager" && member === "GetSession")
      return { signature: "o", body: ["/org/freedesktop/login1/session/c1"] };
    if (kind === "gnome" && name === "org.gnome.Mutter.IdleMonitor" && member === "GetIdletime")
      return { signature: "t", body: [BigInt(idleTime())] };
    if (kind === "kde" && name === "org.freedesktop.ScreenSaver" && member === "GetSessionIdleTime")
      return { signature: "u", body: [idleTime()] };
    throw new Error(`no method ${name}.${member}`);
  };
  const bus = await openBus(address, { onCall });
  const locker =
    kind === "gnome"
      ? { interface: "org.gnome.ScreenSaver", path: "/org/gnome/ScreenSaver" }
      : { interface: "org.freedesktop.ScreenSaver", path: "/ScreenSaver" };
  await ownName(bus, "org.freedesktop.login1");
  if (kind === "gnome") await ownName(bus, "org.gnome.Mutter.IdleMonitor");
  await ownName(bus, locker.interface);
  const manager = { interface: "org.freedesktop.login1.Manager", path: "/org/freedesktop/login1" };
  return {
    lock: (locked) => bus.emit({ ...locker, member: "ActiveChanged", signature: "b", body: [locked] }),
    sleep: (asleep) => bus.emit({ ...manager, member: "PrepareForSleep", signature: "b", body: [asleep] }),
    close: () => bus.close(),
  };
}

export async function startDesktopBus(kind: "gnome" | "kde" | "bare"): Promise<DesktopBus> {
  const { address, daemon } = await startDaemon();
  const desktop: DesktopBus = {
    ...{ address, idle: 0, lock: () => undefined, sleep: () => undefined },
    close: () => void daemon.kill(),
  };
  if (kind === "bare") return desktop;
  const services = await exportDesktop(address, kind, () => desktop.idle);
  return Object.assign(desktop, services, {
    close() {
      services.close();
      daemon.kill();
    },
  });
}
