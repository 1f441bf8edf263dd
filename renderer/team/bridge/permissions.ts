import { profileLevel } from "#core/domain/permission-profiles";
import type { Answer, Request } from "#main/ipc/contract/index";
import type { PermissionsView } from "#main/ipc/contract/permissions";
import type { AccountPermissionsView } from "#team/api/contract";
import { callApi } from "../lib/api";
import { answerOf, failureOf } from "./failure";
import type { Handlers } from "./handler-types";

type Permissions = AccountPermissionsView["permissions"];
const pathOf = (accountId: string) => `/api/accounts/${accountId}/permissions`;
const read = (accountId: string) => callApi<AccountPermissionsView>("GET", pathOf(accountId));

/** AI clients of a team have their own limits, on the consent page. */
const shown = (accountId: string, { view }: AccountPermissionsView): PermissionsView => ({
  accountId,
  ...view,
  clients: [],
});

/** One change after the other, each of what this page shows: what another page changed is not overwritten unseen. */
let last: Promise<unknown> = Promise.resolve();
const shownHere = new Map<string, AccountPermissionsView>();

async function readAgain(accountId: string): Promise<Answer<PermissionsView>> {
  const answer = await read(accountId);
  if (answer.ok) shownHere.set(accountId, answer.value);
  return answerOf(answer, (value) => shown(accountId, value));
}

function change(accountId: string, edit: (permissions: Permissions) => Permissions): Promise<Answer<PermissionsView>> {
  const mine = last.then(async (): Promise<Answer<PermissionsView>> => {
    if (!shownHere.has(accountId)) {
      const first = await readAgain(accountId);
      if (!first.ok) return first;
    }
    const before = shownHere.get(accountId) as AccountPermissionsView;
    const body = { permissions: edit(before.permissions), version: before.version };
    const saved = await callApi<undefined>("PUT", pathOf(accountId), body);
    return saved.ok ? readAgain(accountId) : { ok: false, failure: failureOf(saved.problem) };
  });
  last = mine.catch(() => undefined);
  return mine;
}

function withCell(permissions: Permissions, { cell, level }: Request<"permissions:setCell">): Permissions {
  const { [cell]: _former, ...others } = permissions.cells;
  const isProfiles = profileLevel(permissions.profile, cell) === level;
  return { ...permissions, cells: isProfiles ? others : { ...others, [cell]: level } };
}

export const permissionHandlers: Handlers = {
  "permissions:get": ({ accountId }) => readAgain(accountId),
  // A profile is picked whole; switched tools stay, as in the app.
  "permissions:setProfile": ({ accountId, profile }) =>
    change(accountId, ({ undecided: _put, ...permissions }) => ({ ...permissions, profile, cells: {} })),
  "permissions:setCell": (request) => change(request.accountId, (permissions) => withCell(permissions, request)),
  "permissions:setTool": ({ accountId, tool, on }) =>
    change(accountId, ({ tools: { [tool]: _former, ...tools }, ...permissions }) => ({
      ...permissions,
      tools: on ? tools : { ...tools, [tool]: false },
    })),
  "permissions:reset": ({ accountId }) =>
    change(accountId, (permissions) => ({ ...permissions, cells: {}, tools: {} })),
};
