import { z } from "zod";
import type { Person } from "../person";

/** A refusal in SCIM's own form (RFC 7644 §3.12). */
export class ScimError extends Error {
  override readonly name = "ScimError";
  constructor(
    readonly status: number,
    message: string,
    readonly scimType?: "invalidFilter" | "invalidValue" | "invalidPath" | "uniqueness",
  ) {
    super(message);
  }
}

/** What a directory wants changed; absent: left as it is. */
export interface UserChange {
  email?: string;
  name?: string;
  active?: boolean;
}

const schemas = {
  user: "urn:ietf:params:scim:schemas:core:2.0:User",
  list: "urn:ietf:params:scim:api:messages:2.0:ListResponse",
  error: "urn:ietf:params:scim:api:messages:2.0:Error",
  config: "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig",
};

export const userOf = (person: Person, origin: string) => ({
  schemas: [schemas.user],
  id: person.id,
  userName: person.email,
  displayName: person.name,
  name: { formatted: person.name },
  emails: [{ value: person.email, type: "work", primary: true }],
  active: person.status !== "removed",
  meta: { resourceType: "User", location: `${origin}/scim/v2/Users/${person.id}` },
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

const user = z.object({
  userName: z.string().optional(),
  displayName: z.string().nullish(),
  name: z
    .object({ formatted: z.string().nullish(), givenName: z.string().nullish(), familyName: z.string().nullish() })
    .nullish(),
  emails: z.array(z.object({ value: z.string().optional(), primary: truth.optional() })).nullish(),
  active: truth.optional(),
});

/** A whole user, as POST and PUT send it. @throws ScimError */
export function changeOf(body: unknown): UserChange {
  const parsed = user.safeParse(body);
  if (!parsed.success) throw invalid(parsed.error);
  const { userName, displayName, name, emails, active } = parsed.data;
  const parts = [name?.givenName, name?.familyName].filter((part) => part).join(" ");
  const primary = emails?.find((one) => one.primary === true)?.value ?? emails?.[0]?.value;
  return {
    // Some directories have a short name there, and the address beside it.
    email: userName?.includes("@") ? userName : (primary ?? userName),
    name: displayName || name?.formatted || parts || undefined,
    active,
  };
}

const patch = z.object({
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

function attributeOf(path: string, value: unknown): UserChange {
  // Names of attributes are the same in any case.
  const known = {
    active: "active",
    username: "userName",
    displayname: "displayName",
    "name.formatted": "displayName",
  }[path.toLowerCase()];
  if (known === undefined) return {};
  const { email, name, active } = changeOf({ [known]: value });
  return {
    ...(email !== undefined && { email }),
    ...(name !== undefined && { name }),
    ...(active !== undefined && { active }),
  };
}

const invalid = ({ issues: [issue] }: z.ZodError) =>
  new ScimError(400, `${issue?.path.join(".") || "The body"} is not as expected.`, "invalidValue");

/** The one kind of filter that directories use to find somebody. @returns the address @throws ScimError */
export function addressOfFilter(filter: string): string {
  const [, text] = /^\s*userName\s+eq\s+("(?:[^"\\]|\\.)*")\s*$/i.exec(filter) ?? [];
  if (text === undefined) throw new ScimError(400, 'Only userName eq "…" is understood.', "invalidFilter");
  try {
    return JSON.parse(text) as string;
  } catch {
    throw new ScimError(400, "The filter cannot be read.", "invalidFilter");
  }
}
