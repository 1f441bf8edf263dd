import type { Call } from "../../../domain/call";
import type { Ref } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import { quote } from "../../../domain/quote";
import type { MessageText } from "../../../messages/catalog";
import { endpoints } from "../client/paths";
import type { Calamari } from "../context";
import { wireId } from "../mapping/ids";
import { refOf } from "../mapping/person";
import { readStamp } from "../mapping/time";
import type { WireShift } from "../wire/shift";

/** The type of the break that this person began last, as far as these shifts tell. */
function lastUsed(rows: readonly WireShift[]): number | undefined {
  const breaks = rows
    .flatMap((row) => row.breaks ?? [])
    .sort((a, b) => readStamp(b.from).localeCompare(readStamp(a.from)));
  return breaks.find(({ breakType }) => breakType != null)?.breakType?.id;
}

/** Kinds of break that the account's person may take (calamari-api.md §2.1). */
export function createBreakTypes({ client, remember }: Calamari) {
  const types = remember(async () => {
    const found = await client.send(endpoints.breakTypesOfPerson, { about: { as: "person" } });
    return found.map(refOf);
  });
  const list = (call?: Call) => types.get(call);

  return {
    list,
    /**
     * The type that was asked for; else the only one, the one of the last break, the first: which, is told.
     * @param rows shifts in which the last break is looked for
     * @throws ServiceError `unsupported` where the person has none, InputError with all of them for one that is none
     */
    async choose(
      wanted: string | undefined,
      rows: () => Promise<readonly WireShift[]>,
      call?: Call,
    ): Promise<{ type: Ref; id: number; notes: MessageText[] }> {
      const all = await list(call);
      const [first] = all;
      if (!first) {
        const message = "Calamari has no break types for this person, so no break can be taken.";
        const next = "Ask an administrator to set up breaks in Calamari, or clock out and in again.";
        throw new ServiceError("unsupported", message, { next });
      }
      const chosen = (type: Ref, notes: MessageText[] = []) => ({ type, id: wireId(type.id, "a break type"), notes });
      if (wanted !== undefined) {
        const found = all.find(({ id }) => id === wanted);
        if (found) return chosen(found);
        throw new InputError("unknown", `"${wanted.slice(0, 40)}" is not a type of break here.`, {
          next: "Name one of the candidates.",
          candidates: all,
        });
      }
      if (all.length === 1) return chosen(first);
      const last = lastUsed(await rows());
      const usual = all.find(({ id }) => id === String(last));
      const others = all.filter((each) => each !== (usual ?? first)).map(({ name }) => `"${quote(name, 40)}"`);
      const why = usual ? "as last time" : "the first of the list";
      return chosen(usual ?? first, [
        `The break is of type "${quote((usual ?? first).name, 40)}", ${why}; there is also ${others.slice(0, 8).join(", ")}.`,
      ]);
    },
  };
}
export type BreakTypes = ReturnType<typeof createBreakTypes>;
