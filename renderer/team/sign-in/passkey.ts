import { startAuthentication, startRegistration } from "@simplewebauthn/browser";
import type { SessionView } from "#team/api/contract";
import { type Answer, callApi } from "../lib/api";

export { browserSupportsWebAuthn as hasPasskeys } from "@simplewebauthn/browser";

type SignInOptions = Parameters<typeof startAuthentication>[0]["optionsJSON"];
type NewOptions = Parameters<typeof startRegistration>[0]["optionsJSON"];

/** Browsers do not tell whether the person ended it or has no passkey. */
const notGiven = { ok: false, problem: { code: "passkey", message: "The browser gave no passkey." } } as const;

export async function signInWithPasskey(): Promise<Answer<SessionView>> {
  const options = await callApi<SignInOptions>("POST", "/api/passkey/begin", {});
  if (!options.ok) return options;
  try {
    const answer = await startAuthentication({ optionsJSON: options.value });
    return await callApi<SessionView>("POST", "/api/passkey", { answer });
  } catch {
    return notGiven;
  }
}

/** @param token of the invitation @param name how the passkey is listed */
export async function acceptWithPasskey(token: string, name: string): Promise<Answer<SessionView>> {
  const options = await callApi<NewOptions>("POST", "/api/invitation/passkey/begin", { token });
  if (!options.ok) return options;
  try {
    const answer = await startRegistration({ optionsJSON: options.value });
    return await callApi<SessionView>("POST", "/api/invitation/passkey", { token, name, answer });
  } catch {
    return notGiven;
  }
}
