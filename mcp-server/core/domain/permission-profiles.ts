import { type Cell, cells, type Level } from "./permission-cells";

export const profileNames = ["look", "track", "manage", "everything"] as const;

export type ProfileName = (typeof profileNames)[number];

/** What one client may have: the account's own permissions, a smaller profile, or nothing. */
export const clientLimits = ["same", "everything", "manage", "track", "look", "nothing"] as const;

export type ClientLimit = (typeof clientLimits)[number];

/** A program that does not say which client it is. */
export const unknownClient = "cli";

type ClientLimits = Readonly<Record<string, Partial<Record<string, ClientLimit>>>>;

/** What the settings let a client have; a program that nobody knows gets no more than its person's own time. */
export function limitOf(clients: ClientLimits, client: string, account: string): ClientLimit {
  const limit = Object.hasOwn(clients, client) ? clients[client]?.[account] : undefined;
  return limit ?? (client === unknownClient ? "track" : "same");
}

type Profile = Partial<Record<Cell, Level>>;

const look: Profile = {
  "timer.read": "allow",
  "time.read": "allow",
  "customer.read": "allow",
  "project.read": "allow",
  "activity.read": "allow",
  "tag.read": "allow",
  "favourite.read": "allow",
  "absence.read": "allow",
};

const track: Profile = {
  ...look,
  "timer.create": "allow",
  "timer.update": "allow",
  "time.create": "allow",
  "time.update": "allow",
  "time.delete": "ask",
  "tag.create": "allow",
  "absence.create": "allow",
  "absence.update": "allow",
  "absence.delete": "ask",
};

const manage: Profile = {
  ...track,
  "others_time.read": "allow",
  "others_time.create": "ask",
  "others_time.update": "ask",
  "others_time.delete": "ask",
  "customer.create": "allow",
  "project.create": "allow",
  "activity.create": "allow",
  "customer.update": "allow",
  "project.update": "allow",
  "activity.update": "allow",
  "tag.update": "allow",
  "tag.delete": "ask",
  "favourite.create": "allow",
  "favourite.delete": "allow",
  "comment.read": "allow",
  "comment.create": "allow",
  "comment.update": "allow",
  "comment.delete": "ask",
  "rate.read": "allow",
  "person.read": "allow",
  "preference.read": "allow",
  "team.read": "allow",
  "holiday.read": "allow",
  "invoice.read": "allow",
  "expense.read": "allow",
  "task.read": "allow",
  "others_absence.read": "allow",
  "others_absence.create": "ask",
  "others_absence.update": "ask",
  "others_absence.delete": "ask",
  "absence.decide": "ask",
};

const everything: Profile = Object.fromEntries(cells.map((cell) => [cell, "allow"]));

const profiles: Record<ProfileName, Profile> = { look, track, manage, everything };

export function profileLevel(profile: ProfileName, cell: Cell): Level {
  return profiles[profile][cell] ?? "off";
}
