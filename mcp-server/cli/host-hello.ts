/** Raised with each change of what launcher and host say to each other. */
const protocolVersion = "1";

/** What a server of the client's own would take from its environment; the launcher sends those that are set. */
const compared = [
  ...["http_proxy", "https_proxy", "all_proxy", "no_proxy"],
  ...["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"],
  ...["TZ", "PUNCHCARD_POLICY", "PUNCHCARD_EXTRA_CA_CERTS"],
];
/** Clients often pass no session bus; then the host's own is the one that would be found. */
const sessionBus = "DBUS_SESSION_BUS_ADDRESS";

/**
 * Reads the launcher's first line: fields that each end with NUL (protocol version, client id, NAME=value …).
 * @param env the host's own, as the app started it
 * @returns the client's id, or why this client needs a server of its own
 */
export function readHostHello(line: string | null, env: NodeJS.ProcessEnv): { client: string } | { refused: string } {
  const [version, client = "", ...variables] = line?.split("\0") ?? [];
  if (version !== protocolVersion) return { refused: "version" };
  if (!/^[\w.@-]{1,64}$/.test(client) || variables.pop() !== "") return { refused: "malformed" };
  const theirs = new Map(
    variables.map((one): [string, string] => [one.split("=", 1)[0] ?? "", one.slice(one.indexOf("=") + 1)]),
  );
  const differs = (name: string) => (theirs.get(name) ?? "") !== (env[name] ?? "");
  // Inside of a Flatpak the bus has another address than outside, where the client is.
  const knowsBus = theirs.has(sessionBus) && !env.FLATPAK_ID;
  if (compared.some(differs) || (knowsBus && differs(sessionBus))) return { refused: "environment" };
  return { client };
}
