import type { TFunction } from "i18next";
import { weekdayDate } from "../../lib/format";

/** In whose words: the language to format with (BCP 47), and its texts. */
export interface Worded {
  language: string;
  t: TFunction;
}

/** Two spaces between the columns of a row. */
export const columns = (cells: readonly (string | undefined)[]) => cells.filter(Boolean).join("  ");

export const quoted = (words: string, { t }: Worded) => t("confirm.quote", { words });

/** From customer to activity; empty: none. */
export const workName = (work: readonly string[], { t }: Worded) => work.join(" / ") || t("question.noWork");

/** A moment with the account's offset, by its own clock: `Thu Nov 19, 09:00`. */
export const momentText = (moment: string, { language }: Worded) =>
  `${weekdayDate(moment.slice(0, 10), language)}, ${moment.slice(11, 16)}`;
