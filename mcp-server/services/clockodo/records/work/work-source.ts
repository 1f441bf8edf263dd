import type { z } from "zod";
import type { Remembered } from "../../../http/cache";
import type { Resource } from "../../client/paths";
import type { Clockodo } from "../../context";
import * as wire from "../../wire/work";
import type { WorkKind } from "./work-fields";
import type { ListedRow } from "./work-list";

export type WorkRow = ListedRow & { budget?: wire.WireBudget | null; note?: string | null };

/** Where each kind stands in Clockodo. */
interface WorkSource {
  resource: Resource;
  row: z.ZodType<WorkRow>;
  list: Remembered<WorkRow[]>;
}

export function workSource(kind: WorkKind, { lists }: Clockodo): WorkSource {
  const sources: Record<WorkKind, WorkSource> = {
    customer: { resource: "customers", row: wire.customer, list: lists.customers },
    project: { resource: "projects", row: wire.project, list: lists.projects },
    subproject: { resource: "subprojects", row: wire.subproject, list: lists.subprojects },
    activity: { resource: "services", row: wire.service, list: lists.services },
    lump_sum_service: { resource: "lumpSumServices", row: wire.lumpSumService, list: lists.lumpSumServices },
  };
  return sources[kind];
}
