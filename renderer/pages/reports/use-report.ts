import type { Request, Response } from "#main/ipc/contract/index";
import { useApp } from "../../lib/store";
import { useQuery } from "../../lib/use-query";

export type Report = Response<"reports:get">;
export type Asked = Request<"reports:get">;
export type Group = Report["groups"][number];
export type Grouping = Asked["by"];

export const groupings = ["project", "customer", "activity", "tag", "person", "day"] as const satisfies Grouping[];

/** The report of the account in use; a newer question ends an older one in main. */
export function useReport(asked: Asked) {
  const { status } = useApp().timer;
  // Clocking in and out, here or by the tray, changes what was worked.
  return useQuery("reports:get", asked, `${status?.running?.id}/${status?.last?.id}/${status?.last?.end}`);
}
