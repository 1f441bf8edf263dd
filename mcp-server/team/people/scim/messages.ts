import { z } from "zod";
import type { DirectoryUser } from "../directory-users";
import type { Person } from "../person";

/** A refusal in SCIM's own form (RFC 7644 §3.12). */
export class ScimError extends Error {
  override readonly name = "ScimError";
  constructor(
    readonly status: number,
    message: string,
    readonly scimType?: "invalidFilter" | "invalidValue" | "invalidPath" | "mutability" | "uniqueness",
  ) {
    super(message);
  }
}

/** What a directory says of a user; absent: left as it is. */
export interface UserChange {
  externalId?: string;
  userName?: string;
  /** The main address. */
  email?: string;
  /** All addresses that it lists. */
  emails?: readonly string[];
  name?: string;
  active?: boolean;
}

export const schemas = {
  user: "urn:ietf:params:scim:schemas:core:2.0:User",
  group: "urn:ietf:params:scim:schemas:core:2.0:Group",
  list: "urn:ietf:params:scim:api:messages:2.0:ListResponse",
  error: "urn:ietf:params:scim:api:messages:2.0:Error",
  config: "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig",
};

/** @param entry what the directory calls the user; absent: it has sent nothing about them yet */
export const userOf = (person: Person, entry: DirectoryUser | undefined, origin: string) => ({
  schemas: [schemas.user],
  id: entry?.id ?? person.id,
  ...(entry?.externalId != null && { externalId: entry.externalId }),
  userName: entry?.userName ?? person.email,
  displayName: person.name,
  name: { formatted: person.name },
  emails: [{ value: person.email, type: "work", primary: true }],
  active: person.status !== "removed",
  meta: { resourceType: "User", location: `${origin}/scim/v2/Users/${entry?.id ?? person.id}` },
});

export const listOf = (resources: unknown[], total: number, startIndex: number) => ({
  schemas: [schemas.list],
  totalResults: total,
  startIndex,
  itemsPerPage: resources.length,
  Resources: resources,
});

export const errorOf = ({ status, message, scimType }: ScimError) => ({
  schemas: [schemas.error],
  status: String(status),
  scimType,
  detail: message,
});

export const serviceProviderConfig = {
  schemas: [schemas.config],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 100 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [{ type: "oauthbearertoken", name: "Bearer token", description: "PUNCHCARD_SCIM_TOKEN" }],
};

/** Entra sends "False" as a text. A text that is neither may not pass for either. */
const truth = z.union([
  z.boolean(),
  z
    .string()
    .regex(/^(true|false)$/i)
    .transform((text) => text.toLowerCase() === "true"),
]);

const emails = z.array(z.object({ value: z.string().optional(), primary: truth.optional() }));

const user = z.object({
  externalId: z.string().max(200).nullish(),
  userName: z.string().max(320).optional(),
  displayName: z.string().nullish(),
  name: z
    .object({ formatted: z.string().nullish(), givenName: z.string().nullish(), familyName: z.string().nullish() })
    .nullish(),
  emails: emails.nullish(),
  active: truth.optional(),
});

/** A whole user, as POST and PUT send it. @throws ScimError */
export function changeOf(body: unknown): UserChange {
  const parsed = user.safeParse(body);
  if (!parsed.success) throw invalid(parsed.error);
  const { externalId, userName, displayName, name, active } = parsed.data;
  const parts = [name?.givenName, name?.familyName].filter((part) => part).join(" ");
  return {
    externalId: externalId ?? undefined,
    userName,
    ...addressesOf(parsed.data.emails ?? []),
    name: displayName || name?.formatted || parts || undefined,
    active,
  };
}

function addressesOf(all: z.output<typeof emails>): Pick<UserChange, "email" | "emails"> {
  const listed = all.flatMap(({ value }) => value ?? []);
  if (listed.length === 0) return {};
  return { email: all.find((one) => one.primary === true)?.value ?? listed[0], emails: listed };
}

/** Changes of some attributes, by whatever kind of resource (RFC 7644 §3.5.2). */
export const patch = z.object({
  Operations: z
    .array(z.object({ op: z.string(), path: z.string().optional(), value: z.unknown().optional() }))
    .min(1)
    .max(100),
});

/**
 * A change of some attributes. Okta sends `{ op: "replace", value: { active: false } }`, Entra
 * `{ op: "Replace", path: "active", value: "False" }`. Attributes that are not kept here are left out.
 * @throws ScimError
 */
export function patchOf(body: unknown): UserChange {
  const parsed = patch.safeParse(body);
  if (!parsed.success) throw invalid(parsed.error);
  const change: UserChange = {};
  for (const { op, path, value } of parsed.data.Operations) {
    const kind = op.toLowerCase();
    const attribute = path?.replace(`${schemas.user}:`, "");
    if (!["add", "replace", "remove"].includes(kind)) throw new ScimError(400, `There is no operation ${kind}.`);
    if (kind === "remove" && attribute?.toLowerCase() === "active")
      throw new ScimError(400, "active cannot be removed; set it to false.", "invalidValue");
    if (kind === "remove") continue;
    if (attribute !== undefined) Object.assign(change, attributeOf(attribute, value));
    else if (typeof value === "object" && value !== null)
      for (const [name, one] of Object.entries(value)) Object.assign(change, attributeOf(name, one));
    else throw new ScimError(400, "An operation needs a path or an object.", "invalidPath");
  }
  return change;
}

/** Names of attributes are the same in any case (RFC 7643 §2.1). */
const attributes: Readonly<Record<string, string>> = {
  active: "active",
  externalid: "externalId",
  username: "userName",
  displayname: "displayName",
  "name.formatted": "displayName",
  emails: "emails",
};

function attributeOf(path: string, value: unknown): UserChange {
  const isMainAddress = /^emails\[type eq "work"\]\.value$/i.test(path);
  const known = isMainAddress ? "emails" : attributes[path.toLowerCase()];
  if (known === undefined) return {};
  const change = changeOf({ [known]: isMainAddress ? [{ value, primary: true }] : value });
  return Object.fromEntries(Object.entries(change).filter(([, one]) => one !== undefined));
}

export const invalid = ({ issues: [issue] }: z.ZodError) =>
  new ScimError(400, `${issue?.path.join(".") || "The body"} is not as expected.`, "invalidValue");
