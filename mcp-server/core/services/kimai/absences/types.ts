import type { AbsenceType } from "../../../domain/absences";
import { remembered } from "../../http/cache";
import { absenceTypes } from "../client/plugin-wire";
import type { Kimai } from "../context";
import { readProfile } from "../people/contracts";

/**
 * What can be taken how, as the plugin's manual says: holidays by halves; "other" only, and time off also, by a duration;
 * sickness, parental and unpaid leave by whole days. Types that a later version adds are not restricted by us.
 */
const wholeDays = { halfDays: false, hours: false, counted: false };
const abilities: Record<string, Omit<AbsenceType, "id" | "name" | "commentNeeded">> = {
  holiday: { meaning: "holiday", halfDays: true, hours: false, counted: true },
  time_off: { meaning: "overtime", halfDays: true, hours: true, counted: false, fromOvertime: true },
  other: { halfDays: false, hours: true, counted: false },
  sickness: { meaning: "sick", ...wholeDays },
  sickness_child: { meaning: "sick_child", ...wholeDays },
  parental: { meaning: "parental", ...wholeDays },
  unpaid_vacation: { meaning: "unpaid", ...wholeDays },
};
const unknownType = { halfDays: true, hours: true, counted: false };

export const typeOf = (id: string, name: string): AbsenceType => ({
  id,
  name,
  commentNeeded: true,
  ...(abilities[id] ?? unknownType),
});

/** Types with their names in the language of the person's own profile; they hold for ten minutes. */
export const rememberTypes = (kimai: Kimai) =>
  remembered(10 * 60_000, kimai.env.now, async () => {
    // The language only dresses the names; without it Kimai uses its own.
    const language = await readProfile(kimai, undefined).then(
      (profile) => profile.language,
      () => null,
    );
    const names = await kimai.client.get(absenceTypes, ["absences", "types"], language ? [["language", language]] : []);
    return Object.entries(names).map(([id, name]) => typeOf(id, name));
  });
export type KnownTypes = ReturnType<typeof rememberTypes>;
