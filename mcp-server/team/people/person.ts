import { domainToASCII } from "node:url";

export type PersonStatus = "invited" | "active" | "removed";

/** Somebody of the company. */
export interface Person {
  /** Random, never given again: what was done stays under it after the person was removed. */
  id: string;
  /** In lower case, the domain in ASCII. */
  email: string;
  name: string;
  /** Id of their group; null: none. */
  group: string | null;
  isAdmin: boolean;
  status: PersonStatus;
}

export interface Group {
  id: string;
  name: string;
}

/** What somebody asked for about people cannot be done. The message is for them. */
export class PeopleError extends Error {
  override readonly name = "PeopleError";
  constructor(
    readonly code: "invalid" | "exists" | "unknown" | "removed" | "last_admin" | "oneself" | "admins_only" | "is_admin",
    message: string,
  ) {
    super(message);
  }
}

/** @throws PeopleError `invalid` */
export function emailOf(text: string): string {
  const [, local = "", domain = ""] =
    /^([^\s@"(),:;<>[\\\]\p{Cc}\p{Cf}]{1,64})@([^\s@]{1,253})$/u.exec(text.trim()) ?? [];
  const ascii = domainToASCII(domain.toLowerCase());
  const email = `${local.normalize("NFC").toLowerCase()}@${ascii}`;
  if (local === "" || !/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(ascii) || email.length > 254)
    throw new PeopleError("invalid", "This is not an e-mail address.");
  return email;
}

/** Cleaned and short: names come from forms, directories and identity providers. @throws PeopleError `invalid` */
export function nameOf(text: string, longest = 100): string {
  const name = text
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
  if (name === "" || [...name].length > longest)
    throw new PeopleError("invalid", `A name has between one and ${longest} letters.`);
  return name;
}
