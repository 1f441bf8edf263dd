import { draftsOf } from "../../shared/record-drafts";
import { wireId } from "../mapping/entry-form";

export type { WireField } from "../../shared/record-drafts";
export const { checkDraft, idOf, idsOf, wireBody } = draftsOf("Kimai", wireId);
