import type { WorkIds } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import type { EntryDetails } from "../../../domain/ports";
import { wireId } from "../mapping/ids";

/** Longest description (calamari-api.md §2.3). */
const longestText = 4_096;
const markup = /<\/?[a-z][^<>]*>/i;

const unsupported = (field: string, message: string, next: string) =>
  new ServiceError("unsupported", message, { fields: { [field]: message }, next });

/**
 * What Calamari has no place for is refused before anything is sent.
 * @throws ServiceError `unsupported`, InputError for texts that it does not take
 */
export function checkDetails(details: EntryDetails): void {
  const { tags, meta, billable, exported, fixedRate, hourlyRate, text } = details;
  if (tags && tags.length > 0) throw unsupported("tags", "Calamari has no tags.", "Put it in the text.");
  if (meta && Object.keys(meta).length > 0)
    throw unsupported("meta", "Calamari's shifts have no custom fields.", "Put it in the text.");
  if (billable !== undefined || exported !== undefined)
    throw unsupported("billable", "Calamari does not keep whether time is billed.", "Leave it out.");
  if (fixedRate != null || hourlyRate != null) throw unsupported("rate", "Calamari keeps no rates.", "Leave it out.");
  if (text && text.length > longestText)
    throw new InputError("argument", "Calamari takes descriptions of up to 4,096 characters.", { next: "Shorten it." });
  if (text && markup.test(text))
    throw new InputError("argument", "Calamari takes no HTML in descriptions.", { next: "Write it as plain text." });
}

/** @throws InputError for levels that Calamari has not */
export function projectIn(work: WorkIds): number | null {
  const other = (["customer", "subproject", "activity"] as const).find((level) => work[level] !== undefined);
  if (other) throw new InputError("argument", `Calamari has no ${other}: time is booked on projects.`);
  return work.project === undefined ? null : wireId(work.project, "a project");
}
