import type { Log } from "../../app/failure";
import { sessionAddress, systemAddress } from "../../desktop/dbus/address";
import { type Bus, daemon, openBus } from "../../desktop/dbus/bus";
import type { PresenceNews, PresenceSource, PresenceTells } from "./source";

/** Services that report the idle time in milliseconds: GNOME's compositor, and the screen locker of KDE. */
const idleServices = [
  { name: "org.gnome.Mutter.IdleMonitor", path: "/org/gnome/Mutter/IdleMonitor/Core", member: "GetIdletime" },
  { name: "org.freedesktop.ScreenSaver", path: "/ScreenSaver", member: "GetSessionIdleTime" },
];
/** Both send `ActiveChanged` when the screen is locked and unlocked. */
const lockers = ["org.gnome.ScreenSaver", "org.freedesktop.ScreenSaver"];
const logind = { name: "org.freedesktop.login1", path: "/org/freedesktop/login1" };

async function open(address: string, log: Log, which: string): Promise<Bus | null> {
  const onError = (error: Error) => log("bus", { which, error: error.message });
  try {
    return await openBus(address, { onError });
  } catch (error) {
    onError(error as Error);
    return null;
  }
}

async function idleTime(bus: Bus, { name, path, member }: (typeof idleServices)[number]): Promise<number | null> {
  const [idle] = await bus.call({ destination: name, path, interface: name, member });
  const milliseconds = Number(idle);
  return Number.isFinite(milliseconds) && milliseconds >= 0 ? milliseconds : null;
}

/** @returns the first service that reports an idle time; null when none does. */
async function findIdleService(bus: Bus): Promise<(typeof idleServices)[number] | null> {
  for (const service of idleServices) {
    const idle = await idleTime(bus, service).catch(() => null);
    if (idle !== null) return service;
  }
  return null;
}

/** @returns whether a screen locker runs. */
async function watchLockers(bus: Bus, log: Log, tell: (news: PresenceNews) => void): Promise<boolean> {
  let runs = false;
  for (const name of lockers) {
    const owner = { ...daemon, member: "NameHasOwner", signature: "s", body: [name] };
    const [isOwned] = await bus.call(owner).catch(() => [false]);
    const rule = `type='signal',interface='${name}',member='ActiveChanged'`;
    await bus
      .subscribe(rule, (signal) => {
        if (signal.interface === name && signal.member === "ActiveChanged")
          tell(signal.body[0] === true ? "locked" : "unlocked");
      })
      .catch((error: Error) => log("lock", { error: error.message }));
    runs ||= isOwned === true;
  }
  return runs;
}

/** @returns whether logind reports sleep and locks of this session. */
async function watchLogind(bus: Bus, log: Log, tell: (news: PresenceNews) => void): Promise<boolean> {
  const manager = `${logind.name}.Manager`;
  const session = `${logind.name}.Session`;
  try {
    const getSession = { member: "GetSession", signature: "s", body: ["auto"] };
    const [path] = await bus.call({ destination: logind.name, path: logind.path, interface: manager, ...getSession });
    const from = `type='signal',sender='${logind.name}'`;
    await bus.subscribe(`${from},interface='${manager}',member='PrepareForSleep'`, (signal) => {
      if (signal.interface === manager && signal.member === "PrepareForSleep")
        tell(signal.body[0] === true ? "asleep" : "awake");
    });
    await bus.subscribe(`${from},interface='${session}',path='${String(path)}'`, (signal) => {
      if (signal.interface !== session || signal.path !== path) return;
      if (signal.member === "Lock") tell("locked");
      if (signal.member === "Unlock") tell("unlocked");
    });
    return true;
  } catch (error) {
    log("logind", { error: (error as Error).message });
    return false;
  }
}

/**
 * Reports what a Linux desktop and logind send over D-Bus, from the buses of the environment
 * (`DBUS_SESSION_BUS_ADDRESS`, `DBUS_SYSTEM_BUS_ADDRESS`). Never throws: what is missing is not reported.
 */
export async function dbusPresence(log: Log): Promise<PresenceSource> {
  const [session, system] = await Promise.all([
    open(sessionAddress(process.env), log, "session"),
    open(systemAddress(process.env), log, "system"),
  ]);
  let listener: (news: PresenceNews) => void = () => undefined;
  const tell = (news: PresenceNews) => listener(news);

  const idleService = session && (await findIdleService(session));
  const hasLocker = session !== null && (await watchLockers(session, log, tell));
  const hasLogind = system !== null && (await watchLogind(system, log, tell));
  const tells: PresenceTells = { idle: idleService !== null, lock: hasLocker || hasLogind, sleep: hasLogind };
  return {
    idle: async () => (session && idleService ? idleTime(session, idleService) : null),
    follow(next) {
      listener = next;
    },
    tells: () => ({ ...tells }),
    stop() {
      listener = () => undefined;
      session?.close();
      system?.close();
    },
  };
}
