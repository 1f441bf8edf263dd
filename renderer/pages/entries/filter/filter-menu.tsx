import { Button as RacButton } from "react-aria-components/Button";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import { Button } from "../../../ui/button";
import { Choice } from "../../../ui/choice";
import { Icon } from "../../../ui/icon";
import { PickField } from "../../../ui/pick-field";
import type { Entry } from "../analysis";
import { choicesOf, type Filter, isFiltered, lengths, type Named } from "./filter";

interface Props {
  filter: Filter;
  entries: readonly Entry[];
  /** The account may see other people's time. */
  hasOthers: boolean;
  onChange: (filter: Filter) => void;
}

/** The choice that filters nothing. */
const unfiltered = "";

/** Chooses which entries are shown. What no entry here has is not offered. */
export function FilterMenu({ filter, entries, hasOthers, onChange }: Props) {
  const { t } = useTranslation();
  const choices = choicesOf(entries, filter);
  const put = (part: Partial<Filter>) => onChange({ ...filter, ...part });
  const named = (label: string, all: readonly Named[], value: Named | undefined, set: (one?: Named) => void) =>
    all.length > 0 && (
      <PickField
        label={label}
        value={value?.id ?? null}
        options={all.map(({ id, name }) => ({ id, label: name }))}
        placeholder={t("filter.any")}
        onChange={(id) => set(all.find((one) => one.id === id))}
      />
    );
  const flag = (label: string, value: boolean | undefined, set: (on?: boolean) => void) => (
    <Choice
      visible
      label={label}
      value={value === undefined ? unfiltered : value ? "yes" : "no"}
      options={[
        { id: unfiltered, label: t("filter.any") },
        { id: "yes", label: t("filter.yes") },
        { id: "no", label: t("filter.no") },
      ]}
      onChange={(id) => set(id === unfiltered ? undefined : id === "yes")}
    />
  );
  const { who } = filter;
  const people = choices.people.map(({ id, name }) => ({ id: `#${id}`, label: name }));
  return (
    <DialogTrigger>
      <RacButton className="button button--sm" data-on={isFiltered(filter) || undefined}>
        <Icon name="settings" />
        {t("filter.open")}
        <Icon name="down" />
      </RacButton>
      <Popover className="popover popover--filter" placement="bottom end">
        <Dialog aria-label={t("filter.title")} className="filterform">
          {hasOthers && (
            <Choice
              visible
              label={t("filter.who")}
              value={who === undefined ? unfiltered : who === "everyone" ? who : `#${who.id}`}
              options={[
                { id: unfiltered, label: t("report.mine") },
                { id: "everyone", label: t("report.everyone") },
                ...(who === undefined ? [] : people),
              ]}
              onChange={(id) => {
                const person = choices.people.find((one) => `#${one.id}` === id);
                put({ who: id === unfiltered ? undefined : (person ?? "everyone") });
              }}
            />
          )}
          {named(t("filter.customer"), choices.customers, filter.customer, (customer) =>
            put({ customer, project: undefined }),
          )}
          {named(t("filter.project"), choices.projects, filter.project, (project) => put({ project }))}
          {named(
            t("filter.tag"),
            choices.tags.map((name) => ({ id: name, name })),
            filter.tag === undefined ? undefined : { id: filter.tag, name: filter.tag },
            (tag) => put({ tag: tag?.name }),
          )}
          {choices.billable && flag(t("filter.billable"), filter.billable, (billable) => put({ billable }))}
          {choices.exported && flag(t("filter.exported"), filter.exported, (exported) => put({ exported }))}
          <Choice
            visible
            label={t("filter.length")}
            value={filter.hours === undefined ? unfiltered : String(filter.hours)}
            options={[
              { id: unfiltered, label: t("filter.any") },
              ...lengths.map((hours) => ({ id: String(hours), label: t("filter.longer", { count: hours }) })),
            ]}
            onChange={(id) => put({ hours: id === unfiltered ? undefined : Number(id) })}
          />
          <Button size="sm" isDisabled={!isFiltered(filter)} onPress={() => onChange({})}>
            {t("filter.clear")}
          </Button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
