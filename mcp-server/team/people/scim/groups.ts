import { z } from "zod";
import type { Database } from "../../store/database";
import type { DirectoryGroup, DirectoryGroups } from "../directory-groups";
import { comparisonsOf, pageOf } from "./filter";
import { invalid, listOf, patch, ScimError, schemas } from "./messages";
import type { Done, ScimUsers } from "./users";

const members = z.array(z.object({ value: z.string() }));
const group = z.object({
  externalId: z.string().max(200).nullish(),
  displayName: z.string().max(500).optional(),
  members: members.nullish(),
});

/** Members in one request. */
const mostMembers = 10_000;

/** `/Groups` of SCIM: whose limits a user has. Groups that an admin made here are not the directory's and are not shown. */
export class ScimGroups {
  constructor(
    private readonly database: Database,
    private readonly groups: DirectoryGroups,
    private readonly users: ScimUsers,
    private readonly origin: string,
  ) {}

  /** @throws ScimError, PeopleError, StoreError */
  async add(body: unknown): Promise<Done> {
    const { displayName, externalId, members } = parsed(body);
    if (displayName === undefined) throw new ScimError(400, "displayName is missing.", "invalidValue");
    const people = await this.peopleOf(members ?? []);
    const id = await this.database.transaction(async (inside) => {
      const groups = this.groups.within(inside);
      const added = await groups.create(displayName, externalId ?? null);
      await groups.setMembers(added, people);
      return added;
    });
    return {
      status: 201,
      body: await this.show(await this.known(id), true),
      action: "directory_change_group",
      about: id,
    };
  }

  async search(query: URLSearchParams): Promise<Done> {
    const filter = query.get("filter");
    const isWhole = withMembers(query);
    if (filter === null) {
      const { start, count } = pageOf(query);
      const { groups, total } = await this.groups.page(start - 1, count);
      return { status: 200, body: listOf(await this.showAll(groups, isWhole), total, start) };
    }
    let found = await this.groups.all();
    for (const { attribute, value } of comparisonsOf(filter)) {
      if (attribute === "id") found = found.filter(({ id }) => id === value);
      else if (attribute === "displayname")
        found = found.filter(({ name }) => name.toLowerCase() === value.toLowerCase());
      else if (attribute === "externalid") found = found.filter(({ externalId }) => externalId === value);
      else if (attribute === "members" || attribute === "members.value") {
        const groups = await this.groups.of((await this.users.memberOf(value)) ?? "");
        found = found.filter(({ id }) => groups.includes(id));
      } else throw new ScimError(400, `Groups cannot be filtered by ${attribute}.`, "invalidFilter");
    }
    return { status: 200, body: listOf(await this.showAll(found, isWhole), found.length, 1) };
  }

  async read(id: string, query: URLSearchParams): Promise<Done> {
    return { status: 200, body: await this.show(await this.known(id), withMembers(query)) };
  }

  async replace(id: string, body: unknown): Promise<Done> {
    await this.known(id);
    const { displayName, externalId, members } = parsed(body);
    const people = await this.peopleOf(members ?? []);
    await this.database.transaction(async (inside) => {
      const groups = this.groups.within(inside);
      if (displayName !== undefined) await groups.rename(id, displayName);
      if (externalId != null) await groups.setExternalId(id, externalId);
      await groups.setMembers(id, people);
    });
    return {
      status: 200,
      body: await this.show(await this.known(id), true),
      action: "directory_change_group",
      about: id,
    };
  }

  async change(id: string, body: unknown): Promise<Done> {
    await this.known(id);
    const operations = patch.safeParse(body);
    if (!operations.success) throw invalid(operations.error);
    const steps: ((groups: DirectoryGroups) => Promise<void>)[] = [];
    for (const { op, path, value } of operations.data.Operations) {
      const kind = op.toLowerCase();
      if (!["add", "replace", "remove"].includes(kind)) throw new ScimError(400, `There is no operation ${kind}.`);
      steps.push(await this.stepOf(id, kind, path?.replace(`${schemas.group}:`, "") ?? "", value));
    }
    await this.database.transaction(async (inside) => {
      const groups = this.groups.within(inside);
      for (const step of steps) await step(groups);
    });
    return { status: 204, action: "directory_change_group", about: id };
  }

  async remove(id: string): Promise<Done> {
    await this.known(id);
    await this.groups.delete(id);
    return { status: 204, action: "directory_remove_group", about: id };
  }

  private async stepOf(
    id: string,
    kind: string,
    path: string,
    value: unknown,
  ): Promise<(groups: DirectoryGroups) => Promise<void>> {
    const [, one] = /^members\[value eq "([^"]+)"\]$/i.exec(path) ?? [];
    if (one !== undefined && kind === "remove") {
      const people = await this.peopleOf([{ value: one }]);
      return (groups) => groups.removeMembers(id, people);
    }
    if (path.toLowerCase() === "members") {
      // Without a value all members are removed (RFC 7644 §3.5.2.2).
      if (kind === "remove" && value === undefined) return (groups) => groups.setMembers(id, []);
      const people = await this.peopleOf(membersOf(value));
      if (kind === "add") return (groups) => groups.addMembers(id, people);
      if (kind === "remove") return (groups) => groups.removeMembers(id, people);
      return (groups) => groups.setMembers(id, people);
    }
    if (kind === "remove") return async () => undefined;
    const { displayName, externalId, members } = parsed(path === "" ? value : { [nameOf(path)]: value });
    const people = members ? await this.peopleOf(members) : undefined;
    return async (groups) => {
      if (displayName !== undefined) await groups.rename(id, displayName);
      if (externalId != null) await groups.setExternalId(id, externalId);
      if (people) await (kind === "add" ? groups.addMembers(id, people) : groups.setMembers(id, people));
    };
  }

  /** Who was removed here is in no group, and does not stop a change of the others. */
  private async peopleOf(listed: readonly { value: string }[]): Promise<string[]> {
    if (listed.length > mostMembers)
      throw new ScimError(400, `At most ${mostMembers} members at once.`, "invalidValue");
    const people = await Promise.all(listed.map(({ value }) => this.users.memberOf(value)));
    return [...new Set(people.filter((person) => person !== undefined))];
  }

  private async known(id: string): Promise<DirectoryGroup> {
    const found = await this.groups.find(id);
    if (!found) throw new ScimError(404, "There is no such group.");
    return found;
  }

  private showAll(groups: readonly DirectoryGroup[], isWhole: boolean) {
    return Promise.all(groups.map((group) => this.show(group, isWhole)));
  }

  private async show({ id, name, externalId }: DirectoryGroup, isWhole: boolean) {
    const members = isWhole ? await this.groups.members(id) : undefined;
    return {
      schemas: [schemas.group],
      id,
      ...(externalId !== null && { externalId }),
      displayName: name,
      ...(members && { members: members.map((value) => ({ value })) }),
      meta: { resourceType: "Group", location: `${this.origin}/scim/v2/Groups/${id}` },
    };
  }
}

const withMembers = (query: URLSearchParams) =>
  !(query.get("excludedAttributes") ?? "").split(",").some((name) => name.trim().toLowerCase() === "members");

const nameOf = (path: string) =>
  path.toLowerCase() === "displayname" ? "displayName" : path.toLowerCase() === "externalid" ? "externalId" : path;

function parsed(body: unknown): z.output<typeof group> {
  const result = group.safeParse(body);
  if (!result.success) throw invalid(result.error);
  return result.data;
}

function membersOf(value: unknown): z.output<typeof members> {
  const result = members.safeParse(Array.isArray(value) ? value : [value]);
  if (!result.success) throw invalid(result.error);
  return result.data;
}
