import type { Absence } from "../../domain/absences";
import { servicesWith } from "../../domain/entities";
import type { Cell } from "../../domain/permission-cells";
import { defineTool } from "../lib/define";
import { choiceOf, flag, need, only, outputSchema, plain, text } from "../lib/schema";

const dayParts = { services: servicesWith.dayParts };

export const requestAbsence = defineTool({
  name: "request_absence",
  title: "Request absence",
  description: "Ask for leave, report sickness; dry_run first. Not for work (log_time).",
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  input: {
    type: need(text("Name: `holiday`")),
    from: need(text("`2026-12-21`, `next week`")),
    to: text("Last day"),
    half: choiceOf(
      ["first", "last", "both", "morning", "afternoon"],
      { morning: dayParts, afternoon: dayParts },
      "One day: first",
    ),
    hours: text("`2h30`, `9–11:30`"),
    comment: text("Some types need one", 1_024),
    reason: only({ services: servicesWith.substitutes }, plain(text("Why", 1_024))),
    substitute: only({ services: servicesWith.substitutes }, plain(text("Stands in"))),
    person: only({ cells: ["others_absence.create"] }, text("Somebody else")),
    dry_run: flag("Only preview"),
  },
  output: outputSchema({ absences: "array" }),
  async run(input, call, kit) {
    const facts = await call.facts();
    const context = kit.timeContext(call, facts);
    const forMe = kit.leave.readCell([input.person ?? "me"], facts.person) === "absence.read";
    const asked: Cell = forMe ? "absence.create" : "others_absence.create";
    const port = kit.leave.absencePort(call, facts, [asked]);
    // Who people are is itself something that may be off: check before any name is looked up.
    call.require([asked]);
    const resolver = new kit.WorkResolver(call);
    const person = await resolver.person(input.person ?? "me", "others_absence.read");
    const others = person.id !== facts.person.id;
    const cells: Cell[] = [others ? "others_absence.create" : "absence.create"];
    call.require(cells);
    const type = kit.leave.absenceType(input.type, await port.types({ signal: call.signal }));
    const substitute = input.substitute?.trim() ? await kit.leave.standInOf(input.substitute, person, resolver) : null;
    const { draft: wanted, missing } = kit.leave.checkAsks(
      {
        ...kit.leave.draftOf(input, type, context),
        ...(substitute && { substituteId: substitute.id }),
        ...(others && { personId: person.id }),
      },
      type,
    );
    const [lacking] = missing;
    if (lacking !== undefined && !input.dry_run)
      throw new kit.InputError("argument", `${kit.cleanText(type.name, 80)} needs a ${lacking}.`, {
        next: `Say in ${lacking} ${lacking === "substitute" ? "who stands in" : "what it is for"}.`,
      });
    const parts = await port.parts(wanted, { signal: call.signal });
    // In one piece it may say more than was said: when hours begin, which half.
    const [draft = wanted] = parts.length === 1 ? parts : [];
    const checked = await kit.leave.checkWish({ draft, type, person, others }, call, facts, port, context);
    const { count, calendar, warnings, alsoAway, leftAfter } = checked;
    kit.leave.checkHours(draft, calendar);

    const planned = parts.map((part) =>
      kit.leave.asAbsence(part, type, others ? person : undefined, kit.leave.countLeave(part, calendar).days),
    );
    const split = parts.length > 1 ? `The service takes it in ${parts.length} parts` : "";
    const answer = (absences: Absence[], days: number, notes: string[], title: string, extra: object = {}) => {
      const said = kit.noteLines([...notes, ...checked.notes]);
      return {
        data: {
          ...extra,
          absences: absences.map((one) => kit.leave.absenceView(one, facts.person)),
          ...(substitute && { substitute: kit.cleanRef(substitute) }),
          days: kit.leave.rounded(days),
          skipped: count.skipped.map(({ day, why }) => ({ day, why: kit.cleanText(why, 120) })),
          warnings,
          also_away: alsoAway.slice(0, 50),
          left_after: leftAfter,
          ...(leftAfter !== null && checked.unit === "hours" && { left_unit: checked.unit }),
          checked_at: kit.withOffset(context.now, facts.zone),
          notes: said,
          untrusted: kit.untrusted,
        },
        text: [
          title,
          ...absences.map((one) => kit.leave.absenceLine(one, facts.person)),
          standIn,
          ...hints(said),
          kit.untrusted,
        ]
          .filter(Boolean)
          .join("\n"),
      };
    };
    const standIn = substitute ? `${kit.cleanText(substitute.name, 80)} stands in.` : "";
    const hints = (notes: string[]) => [
      ...warnings.map(({ message }) => `Warning: ${message}`),
      leftAfter === null || leftAfter < 0 ? "" : `${leftAfter} ${checked.unit} left after it.`,
      alsoAway.length > 0 ? `Also away: ${kit.leave.alsoAwayText(alsoAway)}` : "",
      ...notes,
    ];
    const summary = `${kit.cleanText(type.name, 80)} ${kit.leave.spanText(draft)}, ${kit.leave.amountText(draft, count)}`;
    if (input.dry_run)
      return answer(planned, count.days, split ? [`${split}.`] : [], `Nothing was sent. It would be ${summary}.`, {
        dry_run: true,
      });
    await call.confirm({
      cells,
      always: others || (draft.seconds === undefined && kit.leave.isWithoutWork(count, calendar)),
      preview: [
        `Ask for ${summary}${others ? `, for ${kit.cleanText(person.name, 80)}` : ""}`,
        ...(draft.reason ? [`Reason: ${kit.cleanText(draft.reason, 300)}`] : []),
        ...(draft.comment ? [`Comment: ${kit.cleanText(draft.comment, 300)}`] : []),
        ...(substitute ? [standIn] : []),
        ...(split ? [`${split}:`, ...planned.map((one) => `- ${kit.leave.spanText(one)}`)] : []),
        ...hints(kit.noteLines(checked.notes)).filter(Boolean),
      ],
      targets: [parts, person.id],
    });
    const outcome = await kit.leave.createParts(parts, call, port).catch((error: unknown) => {
      throw kit.leave.withoutWork(error, count, calendar);
    });
    if ("error" in outcome) {
      const error = kit.leave.undoneError(outcome, parts, call);
      const left = outcome.left.map(({ absence }) => absence);
      const failed = answer(left, 0, [], error.message, { error, undone: outcome.undone });
      return { ...failed, text: `${failed.text}\n${error.next}`, failed: true, wrote: true };
    }
    const created = outcome.created.map((one) => kit.leave.withDays(one, calendar));
    if (created.length === 0) {
      const message = ["The service made no absence of it.", ...outcome.notes].join(" ");
      const error = { code: "invalid", message, saved: "no" };
      return { ...answer([], 0, outcome.notes, message, { error }), failed: true };
    }
    const told = outcome.created.every(({ days }) => days !== null)
      ? created.reduce((sum, one) => sum + (one.days ?? 0), 0)
      : null;
    const differs = told !== null && kit.leave.rounded(told) !== kit.leave.rounded(count.days);
    const ids = created.map(({ id }) => `#${kit.cleanText(id, 100)}`).join(", ");
    const notes = [
      ...(created.length > 1
        ? [
            `${split || "The service made several of it"}: ${created.length} absences for ${kit.leave.spanText(draft)}: ${ids}.`,
          ]
        : []),
      ...(differs ? [`The service counts ${kit.leave.daysText(told)}, not ${kit.leave.daysText(count.days)}.`] : []),
      ...outcome.notes,
    ];
    const did = created.every(({ status }) => status === "approved") ? "Entered" : "Requested";
    return { ...answer(created, told ?? count.days, notes, `${did} ${summary}:`), wrote: true };
  },
});
