import { useTranslation } from "react-i18next";
import type { PermissionsView } from "#main/ipc/contract/permissions";
import { Switch } from "../../ui/choice";
import type { Changer } from "./use-permissions";

/** The plain list of tools: one that is switched off is off, whatever the cells say. */
export function Tools({ view, change }: { view: PermissionsView; change: Changer }) {
  const { t } = useTranslation();
  const { tools } = view;
  const on = tools.filter((tool) => tool.state === "on").length;
  return (
    <section className="card clipped" aria-labelledby="tools">
      <p className="line boxhead">
        <b className="medium" id="tools">
          {t("permissions.tools")}
        </b>
        <span className="hint push">{t("permissions.offered", { on, all: tools.length })}</span>
      </p>
      <ul className="boxlist">
        {tools.map((tool) => {
          const name = t(`tool.${tool.name}`);
          const byCompany = tool.state === "company";
          const never = tool.state === "no_cell" || byCompany;
          return (
            <li
              key={tool.name}
              className="tool"
              data-never={never || undefined}
              data-off={tool.state === "switched_off" || undefined}
              title={
                byCompany
                  ? t("company.set")
                  : t(never ? "permissions.noCell" : "permissions.calledAs", { tool: tool.name })
              }
            >
              <span className="clip">{name}</span>
              <Switch
                label={never ? t(byCompany ? "company.toolNever" : "permissions.toolNever", { tool: name }) : name}
                on={tool.state === "on"}
                isDisabled={never}
                onChange={(value) =>
                  void change("permissions:setTool", { accountId: view.accountId, tool: tool.name, on: value })
                }
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
