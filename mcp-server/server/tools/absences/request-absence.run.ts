import type { Absence } from "#core/domain/absences";
import { InputError } from "#core/domain/errors";
import type { Cell } from "#core/domain/permission-cells";
import { type QuestionLine, textOf } from "#core/domain/question/lines";
import type { PartOf } from "#core/domain/question/parts";
import { quote } from "#core/domain/quote";
import { cleanText } from "#core/domain/text";
import type { MessageText } from "#core/messages/catalog";
import { englishOf } from "#core/messages/message";
import { daysText, rounded } from "#core/time/day-text";
import { withOffset } from "#core/time/format";
import { countLeave } from "#core/time/leave";
import type { RunOf } from "../lib/define";
import { timeContext } from "../lib/period-arguments";
import { askForText } from "../lib/question/absences";
import { said } from "../lib/question/english";
import { cleanRef, noteLines } from "../lib/view";
import { WorkResolver } from "../lib/work-resolver";
import { absenceLine, absenceView, asAbsence, daysPart, spanText } from "./absence-view";
import { checkLeaveRequest } from "./checks";
import { createParts, isWithoutWork, undoneError, withoutWork } from "./create";
import { checkAsks, checkHours, draftOf, standInOf } from "./leave-request-input";
import { absenceType, alsoAwayPart, amountOf } from "./lines";
import { absencePort, readCell, withDays } from "./read-absences";
import type { requestAbsence } from "./request-absence";

export const run: RunOf<typeof requestAbsence> = async (input, call) => {
  const facts = await call.facts();
  const context = timeContext(call, facts);
  const forMe = readCell([input.person ?? "me"], facts.person) === "absence.read";
  const asked: Cell = forMe ? "absence.create" : "others_absence.create";
  const port = absencePort(call, facts, [asked]);
  // Who people are is itself something that may be off: check before any name is looked up.
  call.require([asked]);
  const resolver = new WorkResolver(call);
  const person = await resolver.person(input.person ?? "me", "others_absence.read");
  const others = person.id !== facts.person.id;
  const cells: Cell[] = [others ? "others_absence.create" : "absence.create"];
  call.require(cells);
  const type = absenceType(input.type, await port.types({ signal: call.signal }));
  const substitute = input.substitute?.trim() ? await standInOf(input.substitute, person, resolver) : null;
  const { draft: wanted, missing } = checkAsks(
    {
      ...draftOf(input, type, context),
      ...(substitute && { substituteId: substitute.id }),
      ...(others && { personId: person.id }),
    },
    type,
  );
  const [lacking] = missing;
  if (lacking !== undefined && !input.dry_run)
    throw new InputError("argument", `${quote(type.name, 80)} needs a ${lacking}.`, {
      next: `Say in ${lacking} ${lacking === "substitute" ? "who stands in" : "what it is for"}.`,
    });
  const parts = await port.parts(wanted, { signal: call.signal });
  // In one piece it may say more than was said: when hours begin, which half.
  const [draft = wanted] = parts.length === 1 ? parts : [];
  const checked = await checkLeaveRequest({ draft, type, person, others }, call, facts, port, context);
  const { count, calendar, warnings, alsoAway, leftAfter } = checked;
  checkHours(draft, calendar);

  const planned = parts.map((part) =>
    asAbsence(part, type, others ? person : undefined, countLeave(part, calendar).days),
  );
  const split = parts.length > 1 ? `The service takes it in ${parts.length} parts` : "";
  const answer = (absences: Absence[], days: number, notes: MessageText[], title: string, extra: object = {}) => {
    const told = noteLines([...resolver.guesses, ...notes, ...checked.notes]);
    return {
      data: {
        ...extra,
        absences: absences.map((one) => absenceView(one, facts.person)),
        ...(substitute && { substitute: cleanRef(substitute) }),
        days: rounded(days),
        skipped: count.skipped.map(({ day, why }) => ({ day, why: cleanText(why, 120) })),
        warnings,
        also_away: alsoAway.slice(0, 50),
        left_after: leftAfter,
        ...(leftAfter !== null && checked.unit === "hours" && { left_unit: checked.unit }),
        checked_at: withOffset(context.now, facts.zone),
        notes: told,
      },
      text: [title, ...absences.map((one) => absenceLine(one, facts.person)), standIn, ...hints.map(textOf), ...told]
        .filter(Boolean)
        .join("\n"),
    };
  };
  const standIn = substitute ? `${quote(substitute.name, 80)} stands in.` : "";
  const hints: QuestionLine[] = [
    ...warnings.map(({ message }) => said({ kind: "warning", text: englishOf(message) })),
    ...(leftAfter === null || leftAfter < 0 ? [] : [said({ kind: "leftAfter", left: leftAfter, unit: checked.unit })]),
    ...(alsoAway.length > 0 ? [said(alsoAwayPart(alsoAway))] : []),
  ];
  const wish: PartOf<"askFor"> = {
    kind: "askFor",
    type: quote(type.name, 80),
    ...daysPart(draft),
    ...amountOf(draft, count),
  };
  const summary = askForText(wish);
  if (input.dry_run)
    return answer(planned, count.days, split ? [`${split}.`] : [], `Nothing was sent. It would be ${summary}.`, {
      dry_run: true,
    });
  await call.confirm({
    cells,
    always: others || (draft.seconds === undefined && isWithoutWork(count, calendar)),
    preview: [
      said({ ...wish, ...(others && { person: quote(person.name, 80) }) }),
      ...(draft.reason ? [said({ kind: "reason", text: cleanText(draft.reason, 300) })] : []),
      ...(draft.comment ? [said({ kind: "comment", text: cleanText(draft.comment, 300) })] : []),
      ...(substitute ? [said({ kind: "standIn", name: quote(substitute.name, 80) })] : []),
      ...(split
        ? [
            said({ kind: "split", count: parts.length }),
            ...planned.map((one) => said({ kind: "piece", ...daysPart(one) })),
          ]
        : []),
      ...hints,
      ...noteLines([...resolver.guesses, ...checked.notes]),
    ],
    targets: [parts, person.id],
  });
  const outcome = await createParts(parts, call, port).catch((error: unknown) => {
    throw withoutWork(error, count, calendar);
  });
  if ("error" in outcome) {
    const error = undoneError(outcome, parts, call);
    const left = outcome.left.map(({ absence }) => absence);
    const failed = answer(left, 0, [], error.message, { error, undone: outcome.undone });
    return { ...failed, text: `${failed.text}\n${error.next}`, failed: true, wrote: true };
  }
  const created = outcome.created.map((one) => withDays(one, calendar));
  if (created.length === 0) {
    const message = ["The service made no absence of it.", ...outcome.notes].join(" ");
    const error = { code: "invalid", message, saved: "no" };
    return { ...answer([], 0, outcome.notes, message, { error }), failed: true };
  }
  const told = outcome.created.every(({ days }) => days !== null)
    ? created.reduce((sum, one) => sum + (one.days ?? 0), 0)
    : null;
  const differs = told !== null && rounded(told) !== rounded(count.days);
  const ids = created.map(({ id }) => `#${cleanText(id, 100)}`).join(", ");
  const notes = [
    ...(created.length > 1
      ? [`${split || "The service made several of it"}: ${created.length} absences for ${spanText(draft)}: ${ids}.`]
      : []),
    ...(differs ? [`The service counts ${daysText(told)}, not ${daysText(count.days)}.`] : []),
    ...outcome.notes,
  ];
  const did = created.every(({ status }) => status === "approved") ? "Entered" : "Requested";
  return { ...answer(created, told ?? count.days, notes, `${did} ${summary}:`), wrote: true };
};
