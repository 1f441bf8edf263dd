import type { CompanyPolicy } from "../../domain/company-policy";
import { addressPattern } from "../../domain/company-policy/address-pattern";
import type { NetworkGuard } from "../../domain/ports";

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
