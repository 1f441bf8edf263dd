import type { ServiceId } from "../domain/entities";
import type { Capability, ServiceDescriptor } from "../domain/service-descriptor";
import { type KnownService, services } from "./index";

export const serviceIds = services.map(({ id }) => id) as [KnownService, ...KnownService[]];

type Known = ServiceDescriptor & { id: KnownService };
const byId: ReadonlyMap<ServiceId, Known> = new Map(services.map((service: Known) => [service.id, service]));

/** @throws Error for an id that no service has; settings and requests hold none (`serviceIds`) */
export function descriptorOf(id: ServiceId): Known {
  const found = byId.get(id);
  if (!found) throw new Error(`no such service: ${id}`);
  return found;
}

/** The one service so far whose MCP server people sign in to; a second one has to be named by requests. */
export const signInService = ((): KnownService => {
  const found = serviceIds.find((id) => descriptorOf(id).credential?.signIn);
  if (!found) throw new Error("no service has a sign-in");
  return found;
})();

/** The services that can do it. */
export const servicesWith = (capability: Capability): ServiceId[] =>
  [...byId.values()].filter(({ capabilities }) => capabilities.includes(capability)).map(({ id }) => id);

/** The address that stands in for a service which has one for everybody: a test or a mirror. */
export const standInFor = (id: ServiceId, env: Readonly<Record<string, string | undefined>>): string | undefined => {
  const name = descriptorOf(id).credential?.standInVariable;
  return name === undefined ? undefined : env[name];
};

/** Beginnings of environment variables that are a service's own: `["KIMAI_", …]`. */
export const variablePrefixes: readonly string[] = [...byId.values()].flatMap(({ headless }) => headless.prefix ?? []);

/** In the order of the command line: what needs no network comes first. */
export const headlessServices: readonly ServiceDescriptor[] = [...byId.values()].sort(
  (a, b) => Number(b.isLocal) - Number(a.isLocal),
);

/** `a, b or c` */
export const listed = (items: readonly string[], last: "or" | "and"): string =>
  items.length < 2 ? items.join() : `${items.slice(0, -1).join(", ")} ${last} ${items.at(-1)}`;
