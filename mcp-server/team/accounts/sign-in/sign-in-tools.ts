import type { ServiceId } from "#core/domain/entities";
import type { Log, NetworkGuard } from "#core/domain/ports";
import { boundedFetch } from "#core/platform/browser-sign-in/bounded-fetch";
import type { SignInTools } from "#core/platform/browser-sign-in/exchange";
import { descriptorOf } from "#core/service-catalog/descriptors";
import { AccountError } from "../account-error";

/** For one answer of an authorization server, whose documents are a few kilobytes. */
const limits = { maxBytes: 256 * 1024, totalMs: 15_000 };

/**
 * How this server asks others during a sign-in: as it asks for accounts, at public addresses and listed ones only.
 * @throws AccountError `not_allowed` for a service that people do not sign in to
 */
export function signInTools(service: ServiceId, network: NetworkGuard, log: Log): SignInTools {
  const { label, credential } = descriptorOf(service);
  if (!credential?.signIn) throw new AccountError("not_allowed", "People do not sign in to this service.", "service");
  return {
    words: { product: label, copyFrom: credential.signIn.copyFrom },
    fetch: (input, init) => boundedFetch(input, init, true, limits, network),
    log,
  };
}
