import type { AccessPolicy } from "#core/access/access-policy";
import { allAccounts } from "#core/access/account-by-name";
import { recordTypesFor } from "#core/access/permission-matrix";
import { type ToolName, toolRules } from "#core/access/tool-rules";
import type { ListingCondition } from "#core/domain/listing-condition";
import { recordTypes } from "#core/domain/records";
import { weekViewUri } from "./resources/week-view-resource";
import { tools } from "./tools";
import type { AnyTool, ToolDeclaration } from "./tools/lib/define";
import { choice, type JsonSchema, listedSchema, type Shape, text } from "./tools/lib/schema";
import outputSchemas from "./tools/output-schemas.json";

const schemas = outputSchemas as unknown as Record<ToolName, { type: "object"; properties: JsonSchema }>;

/** The tools as this client sees them: those that are on, with the parameters that its accounts have. */
export class ToolCatalog {
  constructor(private readonly policy: AccessPolicy) {}

  offered = (): AnyTool[] => tools.filter(({ name }) => this.policy.offers(name));

  describe = (tool: ToolDeclaration) => ({
    name: tool.name,
    title: tool.title,
    description: this.descriptionOf(tool),
    inputSchema: listedSchema(this.shapeOf(tool), this.has),
    outputSchema: schemas[tool.name],
    annotations: tool.annotations,
    ...(tool.weekView && { _meta: { ui: { resourceUri: weekViewUri }, "ui/resourceUri": weekViewUri } }),
  });

  /** A tool that is off is not named as the way to do something else. */
  private descriptionOf({ description, notFor }: ToolDeclaration): string {
    const others = Object.entries(notFor?.tools ?? {}).filter(([name]) => this.policy.offers(name as ToolName));
    if (!notFor || others.length === 0) return description;
    return `${description} Not ${notFor.how} ${others.map(([name, what]) => `${what} (${name})`).join(" or ")}.`;
  }

  /** Names of the arguments that are listed of a tool. */
  takes = (tool: ToolDeclaration): string[] => Object.keys(this.describe(tool).inputSchema.properties ?? {});

  /** The arguments that a tool takes here: which account, where there is a choice; the token, where it may ask. */
  private shapeOf(tool: ToolDeclaration): Shape {
    return {
      ...tool.input,
      ...this.typesOf(tool),
      ...(this.mayAsk(tool) && {
        confirm: text(
          "Token of the answer that asked for a yes: once your person agreed, send the same call with it",
          400,
        ),
      }),
      ...this.accountChoice(tool),
    };
  }

  /** A call may ask the person: some account says `ask`, or the tool itself asks whatever the account says. */
  private mayAsk({ name, alwaysAsks = [] }: ToolDeclaration): boolean {
    const { policy } = this;
    if (policy.options.tray) return false;
    return policy
      .visible()
      .some(
        (account) =>
          toolRules[name].needs.some((cell) => policy.level(account, cell) === "ask") ||
          (alwaysAsks === true ? policy.isOn(name, account) : alwaysAsks.some((when) => policy.fits(account, when))),
      );
  }

  private accountChoice(tool: ToolDeclaration): Shape {
    const visible = this.policy.visible();
    if (visible.length <= 1) return {};
    const several = tool.multiAccount !== undefined && this.policy.accountsWith(tool.name).length > 1;
    const ids = [...visible.map(({ settings }) => settings.id), ...(several ? [allAccounts] : [])];
    return { account: choice(ids, `Which account. Default: ${this.policy.defaultOf(visible)?.settings.id}`) };
  }

  /** The types of record that this client may use the tool on; what it may not is not named. */
  private typesOf({ name, records: use, input }: ToolDeclaration): Shape {
    const { policy } = this;
    const { type } = input;
    if (!use || !type || !policy.hasAccounts()) return {};
    const open = new Set(
      policy
        .accountsWith(name)
        .flatMap((account) => recordTypesFor(account.settings.service, use, (cell) => policy.level(account, cell))),
    );
    const listed = recordTypes.filter((one) => open.has(one));
    return listed.length > 0 ? { type: { ...type, json: { ...type.json, enum: listed } } } : {};
  }

  /** Whether any account of this client has what a parameter is for; without an account nothing is left out. */
  private has = (when: ListingCondition): boolean => {
    const visible = this.policy.visible();
    return visible.length === 0 || visible.some((account) => this.policy.fits(account, when));
  };
}
