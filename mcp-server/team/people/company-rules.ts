import type { OidcConfig } from "../config/team-config";
import { emailOf, nameOf } from "./person";
import { SignInError } from "./sign-in-error";

/** What the company's provider says of somebody, checked against the company's rules. */
export interface CompanyPerson {
  email: string;
  name: string;
  /** Name of their group; undefined: groups are not read, and the group they have stays. */
  group?: string;
  /** undefined: no group makes admins, and what was set by hand stays. */
  isAdmin?: boolean;
}

export type Claims = Readonly<Record<string, unknown>>;

/** @throws SignInError `not_allowed`, with what to do for whoever runs the server */
export function companyPerson(claims: Claims, config: OidcConfig): CompanyPerson {
  const email = emailFrom(claims, config);
  const domain = email.slice(email.indexOf("@") + 1);
  if (config.domains.length > 0 && !config.domains.includes(domain))
    throw denied("Accounts of this domain are not let in here.");
  const groups = groupsFrom(claims, config);
  const group = config.groups.find((name) => groups.includes(name));
  if (config.groups.length > 0 && group === undefined) throw denied("Your account is in no group that is let in here.");
  return {
    email,
    name: nameFrom(claims, email),
    group,
    isAdmin: config.adminGroup === undefined ? undefined : groups.includes(config.adminGroup),
  };
}

/** Some providers send a text or a number. */
const yes: readonly unknown[] = [true, "true", 1, "1"];

/** An address that anybody could have typed there would be somebody else's account here. */
function emailFrom(claims: Claims, { trustEmail }: OidcConfig): string {
  const { email, xms_edov: ownDomain } = claims;
  // Entra says with xms_edov whether the address is of a domain that its tenant has proved to own: guests' are not.
  const { email_verified: verified = ownDomain } = claims;
  const isVerified = verified === undefined ? trustEmail : yes.includes(verified);
  if (typeof email !== "string") throw denied("The company's sign-in told no e-mail address.");
  if (!isVerified) throw denied("Your e-mail address is not confirmed at the company's sign-in.");
  try {
    return emailOf(email);
  } catch {
    throw denied("The company's sign-in told no e-mail address that can be used.");
  }
}

function groupsFrom(claims: Claims, { groups, groupsClaim, adminGroup }: OidcConfig): string[] {
  if (groups.length === 0 && adminGroup === undefined) return [];
  const told = claims[groupsClaim];
  if (typeof told === "string") return [told];
  if (Array.isArray(told)) return told.filter((one): one is string => typeof one === "string");
  // Entra names no groups of people who are in very many (overage): nobody is let in by a list that is not there.
  const elsewhere = claims._claim_names;
  if (typeof elsewhere === "object" && elsewhere !== null && groupsClaim in elsewhere)
    throw denied(
      "You are in so many groups that the company's sign-in tells none. Let it tell only groups assigned here.",
    );
  return [];
}

function nameFrom(claims: Claims, email: string): string {
  for (const name of [claims.name, claims.preferred_username, email])
    if (typeof name === "string" && name.trim() !== "") {
      try {
        return nameOf([...name].slice(0, 100).join(""));
      } catch {
        // Only invisible characters: the next one.
      }
    }
  return email;
}

const denied = (message: string) => new SignInError("not_allowed", message);
