import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AdminAction, AdminLogView } from "#team/api/admin/contract";
import { Button } from "../../../ui/button";
import { Reading } from "../../lib/reading";
import { useRead } from "../../lib/use-api";
import { Card } from "./cards";

const known = {
  ...{ invite_person: true, invite_removed_person: true, change_person: true, remove_person: true, rotate_keys: true },
  ...{ directory_add_user: true, directory_change_user: true, directory_remove_user: true },
  ...{ directory_restore_user: true, directory_change_group: true, directory_remove_group: true },
  directory_refused: true,
  ...{ set_policy: true, set_group_bound: true, set_company_key: true, remove_company_key: true },
} satisfies Record<AdminAction, true>;
const isKnown = (action: string): action is AdminAction => Object.hasOwn(known, action);

type Row = AdminLogView["rows"][number];

/** What admins and the company's directory did, read apart from the rest of the page. */
export function AdminLogCard({ language }: { language: string }) {
  const { t } = useTranslation("team");
  const [before, setBefore] = useState<number | null>(null);
  const read = useRead<AdminLogView>(`/api/admin/log${before === null ? "" : `?before=${before}`}`);
  const next = read.value?.next ?? null;
  return (
    <div className="health__wide">
      <Card title={t("health.log.title")}>
        <Reading read={read} label={t("health.log.reading")}>
          {({ rows }) =>
            rows.length === 0 ? <p className="soft">{t("health.log.none")}</p> : <Rows {...{ rows, language }} />
          }
        </Reading>
        {(before !== null || next !== null) && (
          <p className="line">
            <Button size="sm" isDisabled={before === null} onPress={() => setBefore(null)}>
              {t("health.log.newest")}
            </Button>
            <Button size="sm" isDisabled={next === null} onPress={() => setBefore(next)}>
              {t("health.log.older")}
            </Button>
          </p>
        )}
      </Card>
    </div>
  );
}

function Rows({ rows, language }: { rows: readonly Row[]; language: string }) {
  const { t } = useTranslation("team");
  const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  return (
    <div className="health__found">
      <table className="health__table health__log">
        <thead>
          <tr>
            {(["when", "who", "what", "about"] as const).map((column) => (
              <th key={column} scope="col">
                {t(`health.log.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ line, at, action, by, from, about }) => (
            <tr key={line}>
              <td className="num">{moment.format(at)}</td>
              <td>{by ?? (from === null ? t("health.log.directory") : t("health.log.cli", { from }))}</td>
              <td>{isKnown(action) ? t(`health.log.action.${action}`) : action}</td>
              <td>{about ?? t("people.none")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
