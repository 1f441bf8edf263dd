import { type ToolRule, toolNames, toolRules } from "#core/access/tool-rules";
import { type ProfileName, profileLevel } from "#core/domain/permission-profiles";

/** What a grant lets a client do, each with all before it. These are also the scopes of the authorization server. */
export const levels = ["read", "track", "manage", "everything"] as const;

export type Level = (typeof levels)[number];

const profiles: Record<Level, ProfileName> = {
  read: "look",
  track: "track",
  manage: "manage",
  everything: "everything",
};

export const covers = (granted: Level, needed: Level) => levels.indexOf(granted) >= levels.indexOf(needed);

/** The scopes of a level: itself and all below. */
export const scopesUpTo = (level: Level): Level[] => levels.slice(0, levels.indexOf(level) + 1);

/** The highest level among scopes; undefined: none of ours. @param scope separated by spaces */
export const highestIn = (scope: string): Level | undefined => {
  const named = scope.split(" ");
  return levels.findLast((level) => named.includes(level));
};

export const lower = (one: Level, other: Level): Level => (covers(one, other) ? other : one);

/** The lowest level that offers a tool; undefined: there is no such tool. */
export function levelOfTool(name: string): Level | undefined {
  const tool = toolNames.find((known) => known === name);
  if (!tool) return undefined;
  const { needs }: ToolRule = toolRules[tool];
  return levels.find((level) => needs.some((cell) => profileLevel(profiles[level], cell) !== "off"));
}

/** The profile of permissions that a level stands for. */
export const profileOf = (level: Level): ProfileName => profiles[level];
