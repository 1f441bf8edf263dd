import { useApp } from "../../lib/store";
import { useAnswer } from "../../lib/use-query";

/**
 * The entries of a span of days, read again whenever main has read the timer again (also after others' writes).
 * @param people whose; absent: one's own
 */
export const useEntries = (from: string, to: string, people?: string[]) =>
  useAnswer("entries:list", people ? { from, to, people } : { from, to }, String(useApp().timer.revision));
