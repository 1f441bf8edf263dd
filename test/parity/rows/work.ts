import { call, items, type Row } from "../row";

/** `entity` of customers, projects and activities; rates, comments, custom fields of them. */
export const workRows: Row[] = [
  {
    covers: [
      ...items("entity", "project list", "customer term visible"),
      "README List Projects",
      "beyond projects: ignoreDates",
    ],
    call: call("list_records", { type: "project", filter: { customer: "Northwind" }, query: "web", hidden: true }),
    sends: ["GET /projects?ignoreDates=1&visible=3"],
    says: [/Website relaunch/],
  },
  {
    covers: ["entity project list: order_by", "entity project list: order"],
    call: call("list_records", { type: "project", filter: { order_by: "name", order: "desc" } }),
    says: [/Website[\s\S]*Ladenkasse/],
  },
  {
    covers: ["entity project get", "README Get Project Details"],
    call: call("list_records", { type: "project", id: "Website relaunch" }),
    sends: ["GET /projects/1"],
    says: [/P-7/],
  },
  {
    covers: items(
      "entity",
      "project create",
      "name customer number comment invoiceText orderNumber orderDate start end color globalActivities visible billable",
    ),
    call: call("save_record", {
      type: "project",
      records: [
        {
          values: {
            name: "Harbour app",
            customer: "Northwind",
            number: "P-9",
            comment: "Phase 1",
            invoice_text: "As agreed",
            order_number: "4711",
            order_date: "2026-11-02",
            start: "2026-11-02",
            end: "2027-03-31",
            color: "Gold",
            global_activities: true,
            visible: true,
            billable: true,
          },
        },
      ],
    }),
    sends: ["POST /projects"],
    says: [/Harbour app/],
  },
  {
    covers: ["entity project create: metaFields", "meta update project"],
    seed: (state) => {
      state.settings.workMetaFields.project = ["cost centre"];
    },
    call: call("save_record", {
      type: "project",
      records: [{ id: "Website relaunch", values: { meta: { "cost centre": "4100" } } }],
    }),
    sends: ["PATCH /projects/1/meta"],
  },
  {
    covers: ["entity project update"],
    call: call("save_record", {
      type: "project",
      records: [{ id: "Web", values: { end: "2026-12-31", comment: null } }],
    }),
    sends: ["PATCH /projects/2"],
  },
  {
    covers: ["entity project delete"],
    call: call("delete_record", { type: "project", ids: ["Ladenkasse"] }),
    sends: ["DELETE /projects/3"],
  },
  {
    covers: ["entity project batch_delete", "README Batch Delete Entities"],
    call: call("delete_record", { type: "project", ids: ["#5", "#6", "#7"] }),
    sends: ["DELETE /projects/5", "DELETE /projects/6", "DELETE /projects/7"],
  },
  {
    covers: ["beyond project duplicate"],
    call: call("save_record", {
      type: "project",
      records: [{ copy_of: "Website relaunch", values: { name: "Relaunch 2" } }],
    }),
    sends: ["POST /projects/1/duplicate", "PATCH /projects/8"],
  },
  {
    covers: [...items("entity", "activity list", "visible term project globals"), "README List Activities"],
    call: call("list_records", {
      type: "activity",
      filter: { project: "Website relaunch" },
      query: "de",
      hidden: true,
    }),
    says: [/Design/, /Development/],
  },
  {
    covers: ["entity activity list: order_by", "entity activity list: order"],
    call: call("list_records", { type: "activity", filter: { order_by: "name", order: "desc" } }),
    says: [/Support[\s\S]*Design/],
  },
  {
    covers: ["entity activity get"],
    call: call("list_records", { type: "activity", id: "#3" }),
    sends: ["GET /activities/3"],
    says: [/Design/],
  },
  {
    covers: ["entity activity create"],
    call: call("save_record", {
      type: "activity",
      records: [{ values: { name: "Research", project: "Website relaunch" } }],
    }),
    sends: ["POST /activities"],
  },
  {
    covers: ["entity activity update"],
    call: call("save_record", { type: "activity", records: [{ id: "Design", values: { comment: "UI only" } }] }),
    sends: ["PATCH /activities/3"],
  },
  {
    covers: ["entity activity delete"],
    call: call("delete_record", { type: "activity", ids: ["#7"] }),
    sends: ["DELETE /activities/7"],
  },
  {
    covers: ["entity activity batch_delete"],
    call: call("delete_record", { type: "activity", ids: ["#6", "#7"] }),
    sends: ["DELETE /activities/6", "DELETE /activities/7"],
  },
  {
    covers: items("entity", "customer list", "visible term full order_by order"),
    call: call("list_records", {
      type: "customer",
      query: "nor",
      hidden: true,
      detail: "full",
      filter: { order_by: "name", order: "desc" },
    }),
    sends: ["GET /customers?visible=3"],
    says: [/Northwind/],
  },
  {
    covers: ["entity customer get"],
    call: call("list_records", { type: "customer", id: "Northwind" }),
    sends: ["GET /customers/1"],
    says: [/Northwind/],
  },
  {
    covers: items(
      "entity",
      "customer create",
      "name number comment visible billable company vatId contact country currency phone fax mobile email homepage timezone language invoiceEmail invoiceText",
    ),
    call: call("save_record", {
      type: "customer",
      records: [
        {
          values: {
            name: "Harbour Ltd",
            number: "C-0900",
            comment: "New",
            visible: true,
            billable: true,
            company: "Harbour Limited",
            vat_id: "DE999999999",
            contact: "Mrs Example",
            country: "DE",
            currency: "EUR",
            phone: "+49 40 1",
            fax: "+49 40 2",
            mobile: "+49 170 1",
            email: "info@harbour.example",
            homepage: "https://harbour.example",
            timezone: "Europe/Berlin",
            language: "de",
            invoice_email: "billing@harbour.example",
            invoice_text: "Thank you",
          },
        },
      ],
    }),
    sends: ["POST /customers"],
    says: [/Harbour Ltd/],
  },
  {
    covers: ["entity customer create: address"],
    call: call("save_record", {
      type: "customer",
      records: [{ values: { name: "With address", address_line1: "Street 1", post_code: "20457", city: "Hamburg" } }],
    }),
    sends: ["POST /customers"],
  },
  {
    covers: ["entity customer create: metaFields", "meta update customer"],
    seed: (state) => {
      state.settings.workMetaFields.customer = ["segment"];
    },
    call: call("save_record", { type: "customer", records: [{ id: "Northwind", values: { meta: { segment: "A" } } }] }),
    sends: ["PATCH /customers/1/meta"],
  },
  {
    covers: ["entity customer update"],
    call: call("save_record", { type: "customer", records: [{ id: "Northwind", values: { comment: "Key account" } }] }),
    sends: ["PATCH /customers/1"],
  },
  {
    covers: ["entity customer delete"],
    call: call("delete_record", { type: "customer", ids: ["Bäckerei Süß"] }),
    sends: ["DELETE /customers/2"],
  },
  {
    covers: ["entity customer batch_delete"],
    call: call("delete_record", { type: "customer", ids: ["#2", "#3"] }),
    sends: ["DELETE /customers/2", "DELETE /customers/3"],
  },
  {
    covers: ["meta update activity"],
    seed: (state) => {
      state.settings.workMetaFields.activity = ["phase"];
    },
    call: call("save_record", { type: "activity", records: [{ id: "#3", values: { meta: { phase: 2 } } }] }),
    sends: ["PATCH /activities/3/meta"],
  },
  ...(["customer", "project", "activity"] as const).flatMap((of): Row[] => {
    const route = { customer: "customers/1", project: "projects/1", activity: "activities/3" }[of];
    const name = { customer: "Northwind", project: "Website relaunch", activity: "#3" }[of];
    const add = call("save_record", {
      type: "rate",
      records: [{ of: `${of} ${name}`, values: { person: "John Doe", rate: 95, internal_rate: 60, is_fixed: false } }],
    });
    return [
      {
        covers: items("rate", `${of} add`, of === "customer" ? "user rate internal_rate is_fixed" : ""),
        call: add,
        sends: [`POST /${route}/rates`],
      },
      {
        covers: [`rate ${of} list`, ...(of === "customer" ? ["README List Customer Rates"] : [])],
        before: [add],
        call: call("list_records", { type: "rate", of: `${of} ${name}` }),
        sends: [`GET /${route}/rates`],
        says: [/95/],
      },
      {
        covers: [`rate ${of} delete`],
        before: [add],
        call: call("delete_record", { type: "rate", ids: ["#1"], of: `${of} ${name}` }),
        sends: [`DELETE /${route}/rates/1`],
      },
    ];
  }),
  ...(["project", "customer"] as const).flatMap((of): Row[] => {
    const name = of === "project" ? "Website relaunch" : "Northwind";
    const add = call("save_record", {
      type: "comment",
      records: [{ of: `${of} ${name}`, values: { message: "Billing contact changed", pinned: true } }],
    });
    return [
      {
        covers: [
          ...items("comment", `${of} create`, "message pinned"),
          ...(of === "customer" ? ["README Add a Pinned Customer Comment"] : []),
        ],
        call: add,
        sends: [`POST /${of}s/1/comments`],
        says: [/Billing contact changed/],
      },
      {
        covers: [`comment ${of} list`, ...(of === "project" ? ["README List Project Comments"] : [])],
        before: [add],
        call: call("list_records", { type: "comment", of: `${of} ${name}` }),
        sends: [`GET /${of}s/1/comments`],
        says: [/Billing contact changed/],
      },
      {
        covers: [`comment ${of} pin`],
        before: [add],
        call: call("save_record", {
          type: "comment",
          records: [{ id: "#1", of: `${of} ${name}`, values: { pinned: false } }],
        }),
        sends: [`PATCH /${of}s/1/comments/1/pin`],
      },
      {
        covers: [`comment ${of} delete`],
        before: [add],
        call: call("delete_record", { type: "comment", ids: ["#1"], of: `${of} ${name}` }),
        sends: [`DELETE /${of}s/1/comments/1`],
      },
    ];
  }),
  {
    covers: items("entity", "tag list", "term"),
    call: call("list_records", { type: "tag", query: "re" }),
    sends: ["GET /tags/find?name="],
    says: [/remote/, /review/],
  },
  {
    covers: ["entity tag create"],
    call: call("save_record", { type: "tag", records: [{ values: { name: "travel" } }] }),
    sends: ["POST /tags"],
  },
  {
    covers: ["entity tag delete"],
    call: call("delete_record", { type: "tag", ids: ["urgent"] }),
    sends: ["DELETE /tags/3"],
  },
  {
    covers: ["entity tag batch_delete"],
    call: call("delete_record", { type: "tag", ids: ["urgent", "review"] }),
    sends: ["DELETE /tags/3", "DELETE /tags/5"],
  },
];
