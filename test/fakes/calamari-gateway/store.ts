import type { Adapter, AdapterPayload } from "oidc-provider";

/** Where the authorization server of one fake keeps what it gave away: in this process, until it is closed. */
export function memoryStore(): (name: string) => Adapter {
  const kept = new Map<string, { payload: AdapterPayload; until: number }>();
  const found = (key: string | undefined) => {
    const one = key === undefined ? undefined : kept.get(key);
    return one && Date.now() < one.until ? one.payload : undefined;
  };
  return (name) => {
    const keyOf = (id: string) => `${name} ${id}`;
    const where = (member: "uid" | "userCode", value: string) =>
      [...kept].find(([key, { payload }]) => key.startsWith(`${name} `) && payload[member] === value)?.[0];
    return {
      async upsert(id, payload, expiresIn) {
        const until = expiresIn ? Date.now() + expiresIn * 1000 : Number.POSITIVE_INFINITY;
        kept.set(keyOf(id), { payload, until });
      },
      find: async (id) => found(keyOf(id)),
      findByUid: async (uid) => found(where("uid", uid)),
      findByUserCode: async (code) => found(where("userCode", code)),
      async consume(id) {
        const payload = found(keyOf(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        kept.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of kept)
          if (key.startsWith(`${name} `) && payload.grantId === grantId) kept.delete(key);
      },
    };
  };
}
