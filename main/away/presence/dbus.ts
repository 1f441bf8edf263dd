import dbus, { type Message, type MessageBus } from "dbus-next";
import type { Log } from "../../app/failure";
import type { PresenceNews, PresenceSource, PresenceTells } from "./source";

/** Who knows the idle time of a desktop, in milliseconds: GNOME's compositor, and the screen locker of KDE. */
const idleAskers = [
  { name: "org.gnome.Mutter.IdleMonitor", path: "/org/gnome/Mutter/IdleMonitor/Core", member: "GetIdletime" },
  { name: "org.freedesktop.ScreenSaver", path: "/ScreenSaver", member: "GetSessionIdleTime" },
];
/** Both say `ActiveChanged` when the screen is locked and unlocked. */
const lockers = ["org.gnome.ScreenSaver", "org.freedesktop.ScreenSaver"];
const logind = { name: "org.freedesktop.login1", path: "/org/freedesktop/login1" };
const connectTime = 3_000;

async function connected(open: () => MessageBus, log: Log, which: string): Promise<MessageBus | null> {
  try {
    const bus = open();
    bus.on("error", (error: Error) => log("bus", { which, error: error.message }));
    const there = await Promise.race([
      ask(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetId").then(() => true),
      new Promise<false>((resolve) => setTimeout(resolve, connectTime, false).unref()),
    ]);
    if (there) return bus;
    bus.disconnect();
  } catch (error) {
    log("bus", { which, error: (error as Error).message });
  }
  return null;
}

async function ask(
  bus: MessageBus,
  destination: string,
  path: string,
  face: string,
  member: string,
  signature = "",
  body: unknown[] = [],
): Promise<unknown[]> {
  const call = new dbus.Message({ destination, path, interface: face, member, signature, body });
  const answer = bus.call(call).then((message) => message?.body ?? []);
  // Without a bus a call is never answered.
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error(`${member} was not answered`)), connectTime).unref();
  });
  return Promise.race([answer, late]);
}

const match = (bus: MessageBus, rule: string) =>
  ask(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "AddMatch", "s", [rule]);

/**
 * What a Linux desktop and logind tell of their person over D-Bus. What is not there is not told; nothing here throws.
 * The buses are those of the environment (`DBUS_SESSION_BUS_ADDRESS`, `DBUS_SYSTEM_BUS_ADDRESS`).
 */
export async function dbusPresence(log: Log): Promise<PresenceSource> {
  const [session, system] = await Promise.all([
    connected(() => dbus.sessionBus(), log, "session"),
    connected(() => dbus.systemBus(), log, "system"),
  ]);
  const told: PresenceTells = { idle: false, lock: false, sleep: false };
  let tell: (news: PresenceNews) => void = () => undefined;

  let asker: (typeof idleAskers)[number] | null = null;
  const idleOf = async ({ name, path, member }: (typeof idleAskers)[number]): Promise<number | null> => {
    if (!session) return null;
    const [idle] = await ask(session, name, path, name, member);
    const milliseconds = Number(idle);
    return Number.isFinite(milliseconds) && milliseconds >= 0 ? milliseconds : null;
  };
  for (const one of idleAskers) {
    if (asker || !session) break;
    const idle = await idleOf(one).catch(() => null);
    if (idle !== null) asker = one;
  }
  told.idle = asker !== null;

  if (session) {
    session.on("message", (message: Message) => {
      if (message.member !== "ActiveChanged" || !lockers.includes(message.interface ?? "")) return;
      tell(message.body[0] === true ? "locked" : "unlocked");
    });
    for (const name of lockers) {
      const rule = `type='signal',interface='${name}',member='ActiveChanged'`;
      const [owned] = await ask(
        session,
        "org.freedesktop.DBus",
        "/org/freedesktop/DBus",
        "org.freedesktop.DBus",
        "NameHasOwner",
        "s",
        [name],
      ).catch(() => [false]);
      await match(session, rule).catch((error: Error) => log("lock", { error: error.message }));
      told.lock ||= owned === true;
    }
  }
  if (system) {
    try {
      const manager = `${logind.name}.Manager`;
      const [path] = await ask(system, logind.name, logind.path, manager, "GetSession", "s", ["auto"]);
      const face = `${logind.name}.Session`;
      system.on("message", (message: Message) => {
        if (message.interface === manager && message.member === "PrepareForSleep")
          tell(message.body[0] === true ? "asleep" : "awake");
        if (message.interface !== face || message.path !== path) return;
        if (message.member === "Lock") tell("locked");
        if (message.member === "Unlock") tell("unlocked");
      });
      await match(system, `type='signal',sender='${logind.name}',interface='${manager}',member='PrepareForSleep'`);
      await match(system, `type='signal',sender='${logind.name}',interface='${face}',path='${String(path)}'`);
      told.sleep = true;
      told.lock = true;
    } catch (error) {
      log("logind", { error: (error as Error).message });
    }
  }
  return {
    idle: async () => (asker ? idleOf(asker) : null),
    follow(listener) {
      tell = listener;
    },
    tells: () => ({ ...told }),
    stop() {
      tell = () => undefined;
      session?.disconnect();
      system?.disconnect();
    },
  };
}
