import { descriptorOf, signInService } from "#core/service-catalog/descriptors";
import type { AccountView } from "#main/ipc/contract/accounts";
import type { ConnectedView, Location, SignInOrigin, AccountView as TeamAccountView } from "#team/api/contract";
import { callApi } from "../lib/api";
import { answerOf, failureOf } from "./failure";
import type { Handlers } from "./handler-types";

/** What the app's components show of an account, as far as the server knows it. */
export const appAccount = ({ id, service, label, url, user, signedInAt }: TeamAccountView): AccountView => ({
  id,
  service: service as AccountView["service"],
  label,
  place: user ?? (url === null ? "" : new URL(url).host),
  person: null,
  zone: null,
  version: null,
  targetSeconds: null,
  state: "unknown",
  failure: null,
  readAt: null,
  sessionOnly: false,
  ...(signedInAt !== null && { signedIn: signedInAt }),
});

let connecting: AbortController | null = null;
const begin = (): AbortController => {
  connecting = new AbortController();
  return connecting;
};
const cancelled = { code: "cancelled", message: "It was cancelled." };

export const accountHandlers: Handlers = {
  async "accounts:connect"({ service, url, user, secret, consent, profile }) {
    const { signal } = begin();
    const body = { service, url, user, secret, consent, profile };
    const answer = await callApi<ConnectedView>("POST", "/api/accounts", body, signal);
    return answerOf(answer, ({ account }) => appAccount(account));
  },
  async "accounts:findSignIn"({ url }) {
    const body = { service: signInService, url };
    const { signal } = begin();
    return answerOf(await callApi<SignInOrigin>("POST", "/api/accounts/sign-in/find", body, signal), (found) => found);
  },
  /** Leaves this page for the one of the service; it ends here only where the person does not want to go, or cannot. */
  async "accounts:signIn"({ url, origin, profile }) {
    const body = { service: signInService, url, origin, profile };
    const { signal } = begin();
    const answer = await callApi<Location>("POST", "/api/accounts/sign-in", body, signal);
    if (!answer.ok) return { ok: false, failure: failureOf(answer.problem) };
    if (!signal.aborted) {
      window.location.assign(answer.value.location);
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    }
    return { ok: false, failure: failureOf(cancelled) };
  },
  async "accounts:cancelConnect"() {
    connecting?.abort();
    return { ok: true, value: undefined };
  },
  async "app:openLink"(request) {
    if (request.link !== "credential_page") return { ok: true, value: undefined };
    const typed = request.url && URL.canParse(request.url) ? new URL(request.url) : null;
    const page = descriptorOf(request.service).credential?.page(typed);
    if (page) window.open(page, "_blank", "noopener,noreferrer");
    return { ok: true, value: undefined };
  },
};
