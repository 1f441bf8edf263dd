import type { WireCompany, WireUser } from "./wire/account";

/** Permission cells that need a module of the company. */
const behind = {
  module_absence: [
    "the absence module is switched off in your Clockodo",
    ["absence.read", "absence.create", "absence.update", "absence.delete", "absence.decide"],
    ["others_absence.read", "others_absence.create", "others_absence.update", "others_absence.delete"],
    ["leave_account.read", "leave_account.create", "leave_account.update", "leave_account.delete"],
  ],
  module_target_hours: [
    "the module for target hours is switched off in your Clockodo",
    ["target_hours.read", "target_hours.create", "target_hours.update", "target_hours.delete"],
  ],
  module_user_reports: ["the module for user reports is switched off in your Clockodo", ["user_report.read"]],
  module_work_time: [
    "the work time module is switched off in your Clockodo",
    ["work_time.read", "work_time.create", "work_time.update", "work_time.delete"],
  ],
} as const;

/** What Clockodo refuses this caller, by permission cell. What nobody tells is not refused. */
export function rightsRefused(_user: WireUser, company: WireCompany | null): Record<string, string> {
  const refused: Record<string, string> = {};
  for (const [module, [reason, ...groups]] of Object.entries(behind))
    if (company?.[module as keyof typeof behind] === false) for (const cell of groups.flat()) refused[cell] = reason;
  return refused;
}
