import { addressPattern } from "#core/domain/company-policy/address-pattern";
import type { CompanyPolicy } from "#core/domain/company-policy/index";
import type { NetworkGuard } from "#core/domain/ports";

/**
 * Where accounts may be connected to: public addresses, and what the company lists one by one. A pattern for all hosts below
 * a name lists none of them: whoever may name a host there could point it into the company's own network.
 * @param hosts that the server was started with, with or without a port
 */
export function teamNetwork(
  hosts: readonly string[],
  policy: () => CompanyPolicy,
  resolve?: NetworkGuard["resolve"],
): NetworkGuard {
  return {
    lists(origin) {
      const { host, hostname, protocol, port } = new URL(origin);
      if (hosts.includes(host) || hosts.includes(hostname)) return true;
      const patterns = Object.values(policy().services ?? {}).flatMap((service) => service?.addresses ?? []);
      return patterns.some((text) => {
        const listed = addressPattern(text);
        if (!listed || listed.below) return false;
        return listed.protocol === protocol && listed.hostname === hostname && listed.port === port;
      });
    },
    ...(resolve && { resolve }),
  };
}

/** For addresses that strangers name, such as those of clients: nothing that the company lists for accounts is theirs. */
export const publicOnly: NetworkGuard = { lists: () => false };

/** Whether accounts may lie at this address. @param hosts `host`, `host:port` or `*.host`; empty: anywhere */
export function isOffered(hosts: readonly string[], url: string): boolean {
  const { host, hostname } = new URL(url);
  const fits = (one: string) =>
    one === host || one === hostname || (one.startsWith("*.") && hostname.endsWith(one.slice(1)));
  return hosts.length === 0 || hosts.some(fits);
}
