import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import dbus, { type MessageBus } from "dbus-next";

const { Interface } = dbus.interface;

/** A D-Bus of its own, with the parts of a Linux desktop that tell of its person. */
export interface DesktopBus {
  address: string;
  bus: MessageBus;
  /** Milliseconds since the last input, as the desktop tells it; null: it fails to. */
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

function startDaemon(): Promise<{ address: string; daemon: ChildProcess }> {
  const daemon = spawn("dbus-daemon", ["--session", "--nofork", "--print-address"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  return new Promise((resolve, reject) => {
    daemon.once("error", reject);
    daemon.stdout?.once("data", (line: Buffer) => resolve({ address: line.toString().trim(), daemon }));
  });
}

/** GNOME's idle monitor and screen saver, or KDE's locker, and logind. */
export async function exportDesktop(
  bus: MessageBus,
  kind: "gnome" | "kde",
  idle: () => number | null,
): Promise<Pick<DesktopBus, "lock" | "sleep">> {
  const asked = () => {
    const milliseconds = idle();
    if (milliseconds === null) throw new Error("not told");
    return milliseconds;
  };
  class IdleMonitor extends Interface {
    GetIdletime() {
      return BigInt(asked());
    }
  }
  IdleMonitor.configureMembers({ methods: { GetIdletime: { outSignature: "t" } } });
  class ScreenSaver extends Interface {
    GetSessionIdleTime() {
      return asked();
    }
    ActiveChanged(active: boolean) {
      return active;
    }
  }
  ScreenSaver.configureMembers({
    methods: { GetSessionIdleTime: { outSignature: "u" } },
    signals: { ActiveChanged: { signature: "b" } },
  });
  class Manager extends Interface {
    GetSession() {
      return "/org/freedesktop/login1/session/c1";
    }
    PrepareForSleep(asleep: boolean) {
      return asleep;
    }
  }
  Manager.configureMembers({
    methods: { GetSession: { inSignature: "s", outSignature: "o" } },
    signals: { PrepareForSleep: { signature: "b" } },
  });
  const manager = new Manager("org.freedesktop.login1.Manager");
  bus.export("/org/freedesktop/login1", manager);
  await bus.requestName("org.freedesktop.login1", 0);
  if (kind === "gnome") {
    bus.export("/org/gnome/Mutter/IdleMonitor/Core", new IdleMonitor("org.gnome.Mutter.IdleMonitor"));
    await bus.requestName("org.gnome.Mutter.IdleMonitor", 0);
  }
  const name = kind === "gnome" ? "org.gnome.ScreenSaver" : "org.freedesktop.ScreenSaver";
  const saver = new ScreenSaver(name);
  bus.export(kind === "gnome" ? "/org/gnome/ScreenSaver" : "/ScreenSaver", saver);
  await bus.requestName(name, 0);
  return {
    lock: (locked) => void saver.ActiveChanged(locked),
    sleep: (asleep) => void manager.PrepareForSleep(asleep),
  };
}

export async function startDesktopBus(kind: "gnome" | "kde" | "bare"): Promise<DesktopBus> {
  const { address, daemon } = await startDaemon();
  const bus = dbus.sessionBus({ busAddress: address });
  const desktop: DesktopBus = {
    ...{ address, bus, idle: 0, lock: () => undefined, sleep: () => undefined },
    close() {
      bus.disconnect();
      daemon.kill();
    },
  };
  if (kind !== "bare") Object.assign(desktop, await exportDesktop(bus, kind, () => desktop.idle));
  return desktop;
}
