import { useApp } from "../../lib/store";
import { useAnswer } from "../../lib/use-query";

/** The entries of a span of days, read again whenever main has read the timer again (also after others' writes). */
export const useEntries = (from: string, to: string) =>
  useAnswer("entries:list", { from, to }, useApp().timer.status?.now ?? "");
