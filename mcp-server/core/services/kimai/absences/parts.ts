import type { AbsenceDraft } from "../../../domain/absences";
import { leaveParts } from "../../../time/leave-parts";

/**
 * Civil days that one absence may have. Kimai tells no limit beforehand; this is what other clients found to pass. Some
 * installations allow less for some types: then Kimai's own words are shown (kimai-api.md §3.13).
 */
export const longestSpan = 30;

/** The pieces in which Kimai takes a leave: it knows half days of single days only. */
export const cutLeave = (draft: AbsenceDraft, longest = longestSpan): AbsenceDraft[] => leaveParts(draft, longest);
