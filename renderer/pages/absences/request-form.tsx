import { type Ref, useId, useRef } from "react";
import { Checkbox } from "react-aria-components/Checkbox";
import { useTranslation } from "react-i18next";
import type { MessageText } from "#core/messages/catalog";
import { textKey } from "#core/messages/render";
import type { Failure, Response } from "#main/ipc/contract/index";
import { AccountFailure } from "../../features/account-failure";
import { useEscape } from "../../lib/escape";
import { clockOf } from "../../lib/format";
import { Button } from "../../ui/button";
import { Choice, Segments } from "../../ui/choice";
import { Field } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { ServerText } from "../../ui/server-text";
import { Wait } from "../../ui/wait";
import type { Draft } from "./calendar";
import { CheckResult } from "./check-result";
import { typeName } from "./type-name";
import { isWhole, type useCheck } from "./use-check";
import { asksFor } from "./words";

type Type = Response<"absences:types">["types"][number];

interface Props {
  types: readonly Type[];
  draft: Draft;
  check: ReturnType<typeof useCheck>;
  place: string;
  zone: string;
  sending: boolean;
  failure: Failure | null;
  /** What the last request became, until something is written again. */
  sent: readonly MessageText[] | null;
  firstField: Ref<HTMLInputElement>;
  onChange: (change: Partial<Draft>) => void;
  onSend: () => void;
  onClear: () => void;
}

function Half({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <Checkbox className="check" isSelected={on} onChange={onChange}>
      <span className="check__box">
        <Icon name="check" />
      </span>
      {label}
    </Checkbox>
  );
}

interface AskProps {
  what: "reason" | "substitute" | "comment";
  rule: ReturnType<typeof asksFor>;
  type: Type | undefined;
  value: string;
  onChange: (change: Partial<Draft>) => void;
}

/** What a type of leave wants to be told: in words, by one of its own reasons, or by who stands in. */
function Ask({ what, rule, type, value, onChange }: AskProps) {
  const { t } = useTranslation();
  if (rule === null) return null;
  const label = t(rule === "needed" ? `absence.${what}Needed` : `absence.${what}`);
  const reasons = what === "reason" ? (type?.reasons ?? []) : [];
  if (reasons.length > 0)
    return (
      <div className="field">
        <Choice
          look="field"
          visible
          label={label}
          value={value}
          options={[
            ...(rule === "needed" ? [] : [{ id: "", label: t("absence.noReason") }]),
            ...reasons.map((reason) => ({ id: reason, label: reason })),
          ]}
          onChange={(chosen) => onChange({ reason: chosen })}
        />
      </div>
    );
  return (
    <Field
      label={label}
      type={what === "substitute" ? "email" : undefined}
      maxLength={what === "substitute" ? 254 : 10_000}
      placeholder={what === "substitute" ? t("absence.substituteHint") : undefined}
      value={value}
      onChange={(typed) => onChange({ [what]: typed })}
    />
  );
}

/** A request for leave: what it would be is asked while it is written, and only "Send request" sends it. */
export function RequestForm(props: Props) {
  const { types, draft, check, place, zone, sending, failure, sent, firstField, onChange, onSend, onClear } = props;
  const { t } = useTranslation();
  const title = useId();
  const type = types.find(({ id }) => id === draft.type);
  const single = draft.first !== "" && draft.first === draft.last;
  const backwards = draft.first !== "" && draft.last !== "" && draft.last < draft.first;
  const asks = (["reason", "substitute", "comment"] as const).map((what) => ({ what, rule: asksFor(type, what) }));
  const wordless = asks.some(({ what, rule }) => rule === "needed" && draft[what].trim() === "");
  const words = [draft.first, draft.last, draft.comment, draft.reason, draft.substitute];
  const touched = words.some((one) => one !== "");
  const form = useRef<HTMLFormElement>(null);
  useEscape(touched, { form, isTyped: touched, onClose: onClear });
  return (
    <aside className="card request" aria-labelledby={title}>
      <form
        ref={form}
        className="request__form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!sending && check.result && !wordless) onSend();
        }}
      >
        <div className="request__body">
          <h2 id={title}>{t("absence.request")}</h2>
          <div className="field">
            <Choice
              look="field"
              visible
              label={t("absence.type")}
              value={draft.type}
              options={types.map((type) => ({ id: type.id, label: typeName(type) }))}
              onChange={(id) => onChange({ type: id })}
            />
          </div>
          <div className="request__days">
            <Field
              ref={firstField}
              className="num"
              type="date"
              label={t("absence.from")}
              value={draft.first}
              onChange={(first) =>
                onChange({ first, ...(draft.last === "" || draft.last < first ? { last: first } : {}) })
              }
            />
            <Field
              className="num"
              type="date"
              label={t("absence.to")}
              min={draft.first || undefined}
              value={draft.last}
              aria-invalid={backwards || undefined}
              onChange={(last) => onChange({ last })}
            />
          </div>
          {backwards && (
            <p className="hint hint--danger" role="alert">
              {t("absence.backwards")}
            </p>
          )}
          {type?.half_days && (
            <div className="line request__halves">
              <Half
                label={single ? t("absence.halfDay") : t("absence.firstHalf")}
                on={draft.firstHalf}
                onChange={(on) => onChange({ firstHalf: on })}
              />
              {single && draft.firstHalf && type.which_half && (
                <Segments
                  label={t("absence.whichHalf")}
                  value={draft.half || "morning"}
                  options={(["morning", "afternoon"] as const).map((half) => ({
                    id: half,
                    label: t(`absence.${half}`),
                  }))}
                  onChange={(half) => onChange({ half })}
                />
              )}
              {!single && (
                <Half label={t("absence.lastHalf")} on={draft.lastHalf} onChange={(on) => onChange({ lastHalf: on })} />
              )}
            </div>
          )}
          {type?.hours && single && (
            <Field
              className="num"
              label={t("absence.hours")}
              maxLength={20}
              placeholder={t("absence.hoursHint")}
              value={draft.hours}
              onChange={(hours) => onChange({ hours })}
            />
          )}
          {asks.map(({ what, rule }) => (
            <Ask key={what} what={what} rule={rule} type={type} value={draft[what]} onChange={onChange} />
          ))}
          <div className="request__check">
            {!isWhole(draft) && !backwards && !sent && <p className="hint">{t("absence.choose")}</p>}
            {sent && (
              <div className="line sent" role="status">
                <Icon name="allow" />
                <span className="strong">{t("absence.sent", { service: place })}</span>
                {sent.map((note) => (
                  <span key={textKey(note)} className="hint">
                    <ServerText text={note} />
                  </span>
                ))}
              </div>
            )}
            <Wait on={check.busy} label={t("absence.checking")} onCancel={check.cancel} />
            {check.stopped && (
              <p className="line">
                <span className="hint">{t("absence.notChecked")}</span>
                <Button size="sm" icon="reload" onPress={check.again}>
                  {t("absence.checkAgain")}
                </Button>
              </p>
            )}
            {check.failure && (
              <AccountFailure failure={check.failure}>
                <p className="plain">{t("absence.nothingSent")}</p>
                <p className="line">
                  <Button size="sm" icon="reload" busy={check.busy} onPress={check.again}>
                    {t("absence.checkAgain")}
                  </Button>
                </p>
              </AccountFailure>
            )}
            {check.result && <CheckResult checked={check.result} onSuggestion={onChange} />}
            {failure && <AccountFailure failure={failure} title={t("absence.notSent")} write />}
          </div>
        </div>
        <div className="request__foot">
          {check.result && (
            <p className="hint">{t("absence.checkedAt", { time: clockOf(check.result.checked_at, zone) })}</p>
          )}
          <p className="line">
            <Button isDisabled={!touched} onPress={onClear}>
              {t("absence.clear")}
            </Button>
            <span className="push">
              <Button
                kind="primary"
                type="submit"
                busy={sending}
                waiting={t("absence.sending")}
                isDisabled={!check.result || check.busy || wordless}
              >
                {t("absence.send")}
              </Button>
            </span>
          </p>
        </div>
      </form>
    </aside>
  );
}
