import { draftsOf } from "../../http/drafts";
import { wireId } from "../form";

export type { WireField } from "../../http/drafts";
export const { checkDraft, idOf, idsOf, wireBody } = draftsOf("Kimai", wireId);
