import { isProtected } from "#core/domain/address";
import { UsageError } from "#core/domain/headless-account";
import { descriptorOf } from "#core/service-catalog/descriptors";
import { services } from "#core/service-catalog/index";
import { isOffered } from "../accounts/network";
import type { TokenMakingConfig } from "../accounts/token-making";
import { spelled } from "./options";
import type { GivenOptions } from "./read-options";

/** The service whose admins can make tokens for others, as the descriptors say it. */
const maker = services.find(({ id }) => descriptorOf(id).credential?.madeByAdmin)?.id;

/**
 * Whether a service may make tokens for people, where, and with which credential.
 * @param offered services that people may connect
 * @param hosts of services, as they were given; empty: all
 * @throws UsageError that names the option
 */
export function tokenMakingOf(
  { makeTokensAt, makeTokensKey, oidcIssuer }: GivenOptions["values"],
  offered: readonly string[],
  hosts: readonly string[],
): TokenMakingConfig | undefined {
  const wrong = (name: "makeTokensAt" | "makeTokensKey", what: string) => new UsageError(`${spelled(name)} ${what}`);
  if (makeTokensAt === undefined) {
    if (makeTokensKey !== undefined) throw wrong("makeTokensKey", `needs ${spelled("makeTokensAt")}.`);
    return undefined;
  }
  if (makeTokensKey === undefined)
    throw wrong("makeTokensAt", `needs ${spelled("makeTokensKey")}: a token of an admin of the service.`);
  if (!/^[\x21-\x7e]{1,4000}$/.test(makeTokensKey)) throw wrong("makeTokensKey", "has no blanks in it.");
  if (oidcIssuer === undefined)
    throw wrong("makeTokensAt", `needs ${spelled("oidcIssuer")}: only the company's sign-in proves an address.`);
  if (maker === undefined || !offered.includes(maker))
    throw wrong("makeTokensAt", `needs a service that makes tokens among ${spelled("services")}.`);
  const place = descriptorOf(maker).credential?.place({ url: makeTokensAt });
  if (!place || "problem" in place || place.url === undefined)
    throw wrong("makeTokensAt", "is not an address such as https://service.example.org.");
  const { host, hostname } = new URL(place.url);
  if (!isProtected(place.url) && !hosts.includes(host) && !hosts.includes(hostname))
    throw wrong("makeTokensAt", "must begin with https://: the admin's token would cross the network in plain.");
  if (!isOffered(hosts, place.url))
    throw wrong("makeTokensAt", `is at a host that ${spelled("serviceAddresses")} does not allow.`);
  return { service: maker, url: place.url, adminToken: makeTokensKey };
}
