import { join } from "node:path";
import type { AccountSettings } from "#core/platform/settings";
import { AccountRepository } from "#team/accounts/account-repository";
import { BoundsRepository } from "#team/accounts/bounds-repository";
import { ServiceState } from "#team/accounts/service-state";
import { ActivityStore } from "#team/activity/activity-store";
import { Approvals } from "#team/approval/approvals";
import { AuditLog } from "#team/audit/audit-log";
import { KeyRing } from "#team/keys/key-ring";
import { createVault } from "#team/keys/vault";
import { GrantRepository } from "#team/oauth/grants";
import type { Level } from "#team/oauth/levels";
import { OffBoarding } from "#team/people/off-boarding";
import type { TeamSite } from "./site";

/** A company that has worked with its server for a while, as pages and pictures of it show it. */
export const marta = "marta@hollmann-ree.example";
export const priya = "priya@hollmann-ree.example";

const minute = 60_000;
const day = 86_400_000;

/** @returns the paths of pages that are about one thing of Marta's, and of an invitation */
export async function settle(site: TeamSite): Promise<{ approval: string; account: string; invitation: string }> {
  const { database, people } = site;
  const clock = Date.now;
  const now = clock();
  const groups = Object.fromEntries(
    await Promise.all(
      ["Designers", "Developers", "Freelancers", "Office"].map(
        async (name) => [name, (await people.ensureGroup(name)).id] as const,
      ),
    ),
  );
  const enter = async (email: string, name: string, group: string | null, isAdmin = false) => {
    const id = await site.person(email, name, isAdmin);
    if (group) await people.setGroup(id, groups[group] ?? null);
    return id;
  };
  const mail = (name: string) => `${name}@hollmann-ree.example`;
  const id = await enter(marta, "Marta Lindner", "Designers");
  const admin = await enter(priya, "Priya Nair", null, true);
  const jonas = await enter(mail("jonas"), "Jonas Weber", "Developers");
  const aylin = await enter(mail("aylin"), "Aylin Demir", "Designers");
  const emil = await enter(mail("emil"), "Emil Krause", "Developers");
  await enter(mail("krzysztof.wisniewski-kowalczyk"), "Krzysztof Wiśniewski-Kowalczyk", "Freelancers");
  const invitation = await site.invite(mail("noor"), "Noor Haddad");
  await people.create({
    ...{ email: mail("sander"), name: "Sander de Wit", group: null },
    isAdmin: false,
    status: "invited",
  });
  await new OffBoarding(database, clock, []).remove(emil, { admin }, "Left at the end of October");

  const ring = await KeyRing.open(database, join(site.folder, "team.key"), clock);
  const vault = createVault(database, ring, clock, "accounts");
  const accounts = new AccountRepository(database, clock, vault, new ServiceState(database, clock));
  const connect = async (person: string, service: string, label: string, url?: string) => {
    const permissions = { profile: "track" as const, cells: {}, tools: {} };
    const id = `${service}-${person.slice(0, 8)}`;
    await accounts.keep(person, { id, service, label, url, permissions } as AccountSettings, "1", "token");
    return id;
  };
  const kimai = "https://kimai.hollmann-ree.example";
  const account = await connect(id, "kimai", "Kimai", kimai);
  await connect(id, "clockodo", "Clockodo");
  for (const person of [jonas, aylin]) await connect(person, "kimai", "Kimai", kimai);

  const grants = new GrantRepository(database, clock);
  const grant = async (
    person: string,
    name: string,
    redirectHost: string,
    level: Level,
    days: number,
    used?: number,
  ) => {
    const grantId = `${name}-${person}`;
    await grants.add({
      ...{ id: grantId, person, client: { id: name, name, redirectHost }, level, accounts: null },
      expiresAt: now + days * day,
    });
    if (used !== undefined)
      await database.run("UPDATE oauth_grants SET last_used_at = ? WHERE id = ?", [now - used * minute, grantId]);
  };
  await grant(id, "Claude", "claude.ai", "track", 23, 5);
  await grant(id, "ChatGPT", "chatgpt.com", "track", 8, 1);
  await grant(id, "Codex CLI", "127.0.0.1", "read", 1);
  await grant(jonas, "VS Code", "vscode.dev", "manage", 60, 14);

  const bounds = new BoundsRepository(database, clock);
  await bounds.setCompany({ permissions: { "rate.*": "off", "invoice.*": "off" } }, 0);
  await bounds.setGroup(groups.Designers ?? "", { permissions: { "*.delete": "ask", "customer.update": "ask" } }, 0);

  const audit = new AuditLog(database, () => undefined);
  const action = (tool: string, about: string[], ago: number) =>
    audit.add({
      ...{ at: now - ago, person: admin, client: "page", grant: "", tool, ids: about, byAdmin: true },
      ...{ outcome: "done", milliseconds: 1 },
    });
  await action("invite_person", [id], 9 * day);
  await action("set_group_bound", [groups.Designers ?? ""], 2 * day);
  await action("remove_person", [emil], day);
  await audit.add({
    ...{ at: now - 40 * minute, person: id, client: "Codex CLI", grant: `Codex CLI-${id}`, tool: "log_time", ids: [] },
    ...{ outcome: "refused", code: "scope", milliseconds: 1 },
  });
  return { approval: `/approve/${await work(site, id, account)}`, account: `/accounts/${account}`, invitation };
}

/** What Marta's assistants did today and asked for. @returns the id of the question that waits */
async function work({ database }: TeamSite, person: string, account: string): Promise<string> {
  const now = Date.now();
  const journal = new ActivityStore(
    database,
    () => now - 3 * minute,
    person,
    (text) => text,
  );
  const entry = (id: string, text: string, from: string, to: string) => ({
    ...{ id, begin: `2026-11-18T${from}:00+01:00`, end: `2026-11-18T${to}:00+01:00`, text, tags: [] },
    work: ["Hollmann", "Website relaunch"],
  });
  const change = async (
    tool: string,
    client: string,
    operation: "create" | "update",
    id: string,
    was: object | null,
    is: object,
  ) => {
    const origin = { tool, client, account, service: "kimai" as const, label: "Kimai", zone: "Europe/Berlin" };
    const made = await journal.intend(null, origin, { operation, subject: "entry", id, before: was });
    await journal.settle(made.part, "done", [{ operation, subject: "entry", id, before: was, after: is }]);
    await journal.complete(made.change);
  };
  await change("log_time", "Claude", "create", "8", null, entry("8", "Sketches", "11:15", "12:30"));
  const before = entry("7", "Opening hours", "13:15", "17:30");
  await change(
    "update_time",
    "Claude",
    "update",
    "7",
    before,
    entry("7", "Opening hours, ticket page", "13:15", "18:00"),
  );
  const approvals = new Approvals(database, () => now - minute);
  const ask = (call: string, lines: string[]) =>
    approvals.ask({
      ...{ person, grant: `ChatGPT-${person}`, client: "ChatGPT", account: { id: account, label: "Kimai" }, call },
      ...{ says: "These are in there twice, once from the calendar import.", tool: "delete_time", digest: call },
      ...{ agreed: [], lines, entries: lines.length, others: false, firstAt: now, expiresAt: now + 270_000 },
    });
  const denied = await ask("1", ["Mon 16 Nov 12:15–13:00  Studio"]);
  await approvals.answer(denied.approval.id, person, "denied");
  const { approval } = await ask("2", [
    "Tue 17 Nov 14:30–16:45  Product configurator  Meeting",
    "Thu 12 Nov 09:00–11:00  Product configurator  Meeting",
    "Thu 5 Nov 09:00–10:00  Product configurator  Meeting",
  ]);
  return approval.id;
}
