import { useTranslation } from "react-i18next";
import type { AppState } from "#main/ipc/contract/app-state";
import { Button, IconButton } from "../../ui/button";
import { Segments } from "../../ui/choice";
import { SearchField } from "../../ui/search-field";

type View = AppState["ui"]["entriesView"];

interface Props {
  /** The week in words. */
  label: string;
  view: View;
  query: string;
  isLogDisabled: boolean;
  onGo: (weeks: number) => void;
  onToday: () => void;
  onView: (view: View) => void;
  onSearch: (query: string) => void;
  onLog: () => void;
}

/** Which week, how it is shown, what is looked for in it, and the way to a new entry. */
export function WeekHead({ label, view, query, isLogDisabled, onGo, onToday, onView, onSearch, onLog }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <span className="steps-by">
        <IconButton outlined name="left" label={t("week.before")} onPress={() => onGo(-1)} />
        <Button
          icon="calendar"
          aria-label={t("week.button", { week: label })}
          onPress={onToday}
          onKeyDown={(event) => {
            if (event.key === "ArrowLeft") onGo(-1);
            else if (event.key === "ArrowRight") onGo(1);
            else event.continuePropagation();
          }}
        >
          <span className="num">{label}</span>
        </Button>
        <IconButton outlined name="right" label={t("week.after")} onPress={() => onGo(1)} />
      </span>
      <span className="line push page__do">
        <Segments
          label={t("calendar.view")}
          value={view}
          options={[
            { id: "list", label: t("calendar.list") },
            { id: "week", label: t("calendar.calendar") },
          ]}
          onChange={onView}
        />
        <SearchField placeholder={t("entry.search")} label={t("entry.searchLabel")} value={query} onChange={onSearch} />
        <Button kind="primary" icon="plus" isDisabled={isLogDisabled} aria-keyshortcuts="Control+N" onPress={onLog}>
          {t("entry.log")}
        </Button>
      </span>
    </>
  );
}
