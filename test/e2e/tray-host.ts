import dbus from "dbus-next";
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

const { Interface, ACCESS_READ } = dbus.interface;

class Watcher extends Interface {
  readonly items: string[] = [];
  constructor() {
    super("org.kde.StatusNotifierWatcher");
  }
  RegisterStatusNotifierItem(name: string): void {
    this.items.push(name);
    this.StatusNotifierItemRegistered(name);
  }
  RegisterStatusNotifierHost(): void {}
  get RegisteredStatusNotifierItems(): string[] {
    return this.items;
  }
  get IsStatusNotifierHostRegistered(): boolean {
    return true;
  }
  get ProtocolVersion(): number {
    return 0;
  }
  StatusNotifierItemRegistered(name: string): string {
    return name;
  }
}
Watcher.configureMembers({
  methods: {
    RegisterStatusNotifierItem: { inSignature: "s" },
    RegisterStatusNotifierHost: { inSignature: "s" },
  },
  properties: {
    RegisteredStatusNotifierItems: { signature: "as", access: ACCESS_READ },
    IsStatusNotifierHostRegistered: { signature: "b", access: ACCESS_READ },
    ProtocolVersion: { signature: "i", access: ACCESS_READ },
  },
  signals: { StatusNotifierItemRegistered: { signature: "s" } },
});

const plain = (value: unknown): unknown => {
  if (value instanceof dbus.Variant) return plain(value.value);
  if (Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  return value;
};

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
  const bus = dbus.sessionBus(busAddress === undefined ? undefined : { busAddress });
  const watcher = new Watcher();
  bus.export("/StatusNotifierWatcher", watcher);
  await bus.requestName("org.kde.StatusNotifierWatcher", 0);

  const call = async (
    destination: string,
    path: string,
    face: string,
    member: string,
    signature = "",
    body: unknown[] = [],
  ) => {
    const message = new dbus.Message({ destination, path, interface: face, member, signature, body });
    return (await bus.call(message))?.body ?? [];
  };
  const item = () => {
    const name = watcher.items.at(-1);
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
    return plain(all) as {
      ToolTip?: [string, unknown, string, string];
      IconPixmap?: [number, number, Buffer][];
      Menu: string;
    };
  };
  const menu = async (path: string) => {
    const [, layout] = await call(item().bus, path, "com.canonical.dbusmenu", "GetLayout", "iias", [0, -1, []]);
    return entry(plain(layout) as Layout).children;
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
    registered: () => watcher.items.length,
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
        const clicked = [found.id, "clicked", new dbus.Variant("i", 0), 0];
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
    close: () => bus.disconnect(),
  };
}
