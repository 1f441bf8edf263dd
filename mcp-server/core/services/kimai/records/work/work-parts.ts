import { z } from "zod";
import type { Kimai } from "../../context";
import type { Lists } from "../../work/lists";
import type { CustomFields } from "../plugins/custom-fields";
import type { Colors } from "./colors";

/** A customer, project or activity as Kimai sends it; which members come depends on the caller's rights. */
export const workRow = z.looseObject({ id: z.number(), name: z.string() });
export type WorkRow = z.infer<typeof workRow>;

/** What these types of record share. */
export interface WorkParts {
  kimai: Kimai;
  lists: Lists;
  colors: Colors;
  customFields: CustomFields;
}
