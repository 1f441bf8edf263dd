/**
 * Paths of the sockets that a D-Bus address names, in its order (`unix:path=/run/user/1000/bus,guid=…;unix:abstract=…`).
 * Abstract sockets begin with a NUL byte, as `net.connect` expects. Other transports are left out.
 */
export function socketPaths(address: string): string[] {
  return address.split(";").flatMap((one) => {
    const [transport, rest = ""] = [one.slice(0, one.indexOf(":")), one.slice(one.indexOf(":") + 1)];
    if (transport !== "unix") return [];
    const pairs = rest.split(",").map((pair): [string, string] => {
      const equals = pair.indexOf("=");
      return [pair.slice(0, equals), unescapeValue(pair.slice(equals + 1))];
    });
    const { path, abstract } = Object.fromEntries(pairs);
    return path ? [path] : abstract ? [`\0${abstract}`] : [];
  });
}

function unescapeValue(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** The address of the user's session bus; empty when there is none. */
export const sessionAddress = (env: NodeJS.ProcessEnv): string =>
  env.DBUS_SESSION_BUS_ADDRESS || (env.XDG_RUNTIME_DIR ? `unix:path=${env.XDG_RUNTIME_DIR}/bus` : "");

export const systemAddress = (env: NodeJS.ProcessEnv): string =>
  env.DBUS_SYSTEM_BUS_ADDRESS || "unix:path=/var/run/dbus/system_bus_socket";
