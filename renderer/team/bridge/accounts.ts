import type { AccountView } from "../../../main/ipc/contract/accounts";
import { descriptorOf } from "../../../mcp-server/services/descriptors";
import type { ConnectedView, AccountView as TeamAccountView } from "../../../mcp-server/team/api/contract";
import { callApi } from "../lib/api";
import { answerOf } from "./failure";
import type { Handlers } from "./handler-types";

/** What the app's components show of an account, as far as the server knows it. */
export const appAccount = ({ id, service, label, url, user }: TeamAccountView): AccountView => ({
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
});

let connecting: AbortController | null = null;

export const accountHandlers: Handlers = {
  async "accounts:connect"({ service, url, user, secret, consent, profile }) {
    connecting = new AbortController();
    const body = { service, url, user, secret, consent, profile };
    const answer = await callApi<ConnectedView>("POST", "/api/accounts", body, connecting.signal);
    return answerOf(answer, ({ account }) => appAccount(account));
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
