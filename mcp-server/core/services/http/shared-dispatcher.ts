import type { Dispatcher } from "undici";
import type { NetworkGuard } from "../../domain/ports";
import { createDispatcher, type Timeouts, type TlsVerify } from "../../platform/http-dispatcher";

/** A pool of connections for as long as it is needed. */
export interface Lease {
  dispatcher: Dispatcher;
  /** Once: the connections end where nobody else needs them. */
  release(): Promise<void>;
}

interface Shared {
  users: number;
  opening: Promise<Dispatcher>;
}

/** Connections of one team server to one service, for all people who call it there. */
const sharedConnections = 128;

const pools = new WeakMap<NetworkGuard, Map<string, Shared>>();

/**
 * The connections to one service. Under a guard (a team server) people share those to the same address with the same TLS and
 * timeouts: nothing of a person is in a connection, as credentials go with each request and no cookie is kept. Else they are
 * the caller's own.
 */
export async function leaseDispatcher(
  origin: string,
  verify: TlsVerify,
  timeouts: Timeouts,
  network?: NetworkGuard,
): Promise<Lease> {
  if (!network) {
    const dispatcher = await createDispatcher(origin, verify, timeouts);
    return { dispatcher, release: () => dispatcher.destroy() };
  }
  const open = pools.get(network) ?? new Map<string, Shared>();
  pools.set(network, open);
  // Whether the company lists the address decides where a connection may lead, and may change while the pool is open.
  const key = JSON.stringify([origin, verify, timeouts, network.lists(origin)]);
  const shared = open.get(key) ?? {
    users: 0,
    opening: createDispatcher(origin, verify, timeouts, network, sharedConnections),
  };
  open.set(key, shared);
  shared.users += 1;
  const release = async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    if (open.get(key) === shared) open.delete(key);
    await (await shared.opening.catch(() => null))?.destroy();
  };
  try {
    return { dispatcher: await shared.opening, release };
  } catch (error) {
    await release();
    throw error;
  }
}
