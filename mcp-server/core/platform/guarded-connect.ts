import { lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import type { buildConnector } from "undici";
import type { NetworkGuard } from "../domain/ports";
import { isPublicAddress, notPublicCode } from "./public-address";

const notPublic = () => Object.assign(new Error("not a public address"), { code: notPublicCode });

/**
 * Connects to public addresses only. What a name is resolved to is looked at and connected to in one step, so that no
 * second answer of its DNS leads elsewhere.
 */
export function guardedConnector(
  build: typeof buildConnector,
  options: buildConnector.BuildOptions,
  resolve: NetworkGuard["resolve"] = systemLookup as NonNullable<NetworkGuard["resolve"]>,
): buildConnector.connector {
  const lookup: LookupFunction = (host, wanted, callback) =>
    resolve(host, { ...wanted, all: true }, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublicAddress(address))) return callback(notPublic(), "", 0);
      if (wanted.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  const connect = build({ ...options, lookup } as buildConnector.BuildOptions);
  return (target, callback) => {
    const host = target.hostname.replace(/^\[|\]$/g, "");
    // Node looks no address up that is one already.
    if (isIP(host) !== 0 && !isPublicAddress(host)) callback(notPublic(), null);
    else connect(target, callback);
  };
}
