import { sessionAddress } from "#main/desktop/dbus/address";
import { type CallHandler, openBus } from "#main/desktop/dbus/bus";
import { Variant } from "#main/desktop/dbus/writer";
import { ownName } from "../fakes/session-bus";
import { eventually } from "./app";

/**
 * A panel for tests: owns org.kde.StatusNotifierWatcher on the session bus, reads the app's tray as a desktop's panel
 * would (icon pixels, tooltip, whole menu) and clicks it. Electron registers when it finds the watcher.
 */
interface TrayItem {
  tooltip: string;
  icon: { width: number; height: number; argb: Buffer } | null;
  menu: MenuEntry[];
}
interface MenuEntry {
  id: number;
  label: string;
  enabled: boolean;
  separator: boolean;
  children: MenuEntry[];
}

const watcherName = "org.kde.StatusNotifierWatcher";

type Layout = [number, Record<string, unknown>, Layout[]];
const entry = ([id, properties, children]: Layout): MenuEntry => ({
  id,
  label: String(properties.label ?? "").replaceAll("__", "_"),
  enabled: properties.enabled !== false,
  separator: properties.type === "separator",
  children: children.map(entry),
});

export interface TrayHost {
  /** How many icons have registered so far. */
  registered(): number;
  read(): Promise<TrayItem>;
  /** Clicks the menu entry that begins with this label, once it is there; below a submenu with `parent > child`. */
  click(label: string): Promise<void>;
  activate(): Promise<void>;
  close(): void;
}

/** @param busAddress default: the session's own */
export async function startTrayHost(busAddress?: string): Promise<TrayHost> {
  const items: string[] = [];
  const watcherProperties = () => ({
    RegisteredStatusNotifierItems: new Variant("as", items),
    IsStatusNotifierHostRegistered: new Variant("b", true),
    ProtocolVersion: new Variant("i", 0),
  });
  const onCall: CallHandler = ({ member, body }) => {
    if (member === "RegisterStatusNotifierItem") {
      const name = String(body[0]);
      items.push(name);
      const event = { path: "/StatusNotifierWatcher", interface: watcherName, member: "StatusNotifierItemRegistered" };
      bus.emit({ ...event, signature: "s", body: [name] });
      return { signature: "", body: [] };
    }
    if (member === "RegisterStatusNotifierHost") return { signature: "", body: [] };
    if (member === "GetAll") return { signature: "a{sv}", body: [watcherProperties()] };
    const property = Object.entries(watcherProperties()).find(([name]) => member === "Get" && name === body[1]);
    if (property) return { signature: "v", body: [property[1]] };
    throw new Error(`the watcher has no ${member}`);
  };
  const bus = await openBus(busAddress ?? sessionAddress(process.env), { onCall });
  await ownName(bus, watcherName);

  const call = (
    destination: string,
    path: string,
    face: string,
    member: string,
    signature = "",
    body: unknown[] = [],
  ) => bus.call({ destination, path, interface: face, member, signature, body });
  const item = () => {
    const name = items.at(-1);
    if (!name) throw new Error("no tray icon has registered");
    const slash = name.indexOf("/");
    return slash < 0
      ? { bus: name, path: "/StatusNotifierItem" }
      : { bus: name.slice(0, slash), path: name.slice(slash) };
  };
  const properties = async () => {
    const { bus: name, path } = item();
    const [all] = await call(name, path, "org.freedesktop.DBus.Properties", "GetAll", "s", [
      "org.kde.StatusNotifierItem",
    ]);
    return all as {
      ToolTip?: [string, unknown, string, string];
      IconPixmap?: [number, number, Buffer][];
      Menu: string;
    };
  };
  const menu = async (path: string) => {
    const [, layout] = await call(item().bus, path, "com.canonical.dbusmenu", "GetLayout", "iias", [0, -1, []]);
    return entry(layout as Layout).children;
  };

  /** Waits for the entry as a person does: the app adds what it reads from the service to a menu that is already there. */
  const enabledEntry = (path: string, label: string) =>
    eventually(async () => {
      let entries = await menu(path);
      let found: MenuEntry | undefined;
      for (const part of label.split(" > ")) {
        found = entries.find((candidate) => candidate.label.startsWith(part));
        if (!found) throw new Error(`no "${part}" in the tray menu: ${entries.map(({ label }) => label).join(" | ")}`);
        entries = found.children;
      }
      if (!found?.enabled) throw new Error(`"${label}" is disabled`);
      return found;
    });

  return {
    registered: () => items.length,
    async read() {
      const all = await properties();
      const [pixmap] = all.IconPixmap ?? [];
      return {
        tooltip: all.ToolTip?.[2] ?? "",
        icon: pixmap ? { width: pixmap[0], height: pixmap[1], argb: pixmap[2] } : null,
        menu: await menu(all.Menu),
      };
    },
    async click(label) {
      for (;;) {
        const { Menu } = await properties();
        const found = await enabledEntry(Menu, label);
        const clicked = [found.id, "clicked", new Variant("i", 0), 0];
        try {
          await call(item().bus, Menu, "com.canonical.dbusmenu", "Event", "isvu", clicked);
          return;
        } catch (error) {
          // The menu was replaced since it was read, and nothing was clicked: a desktop shows the new one.
          if (JSON.stringify(await menu(Menu)).includes(`"id":${found.id},`)) throw error;
        }
      }
    },
    async activate() {
      const { bus: name, path } = item();
      await call(name, path, "org.kde.StatusNotifierItem", "Activate", "ii", [0, 0]);
    },
    close: () => bus.close(),
  };
}
