/** The `[classify.NAME]` tables: which action a tool call is. */

import { PAYMENT_REQUEST } from "../kernel/payment.ts";
import type { Classification } from "../kernel/rule.ts";
import { readString } from "./reader.ts";
import { type Read, type Reading, report } from "./reading.ts";
import { tableOf, tableOfNames } from "./table.ts";
import { type Named, readToolName } from "./tool.ts";

type Fields = { readonly [K in Exclude<keyof Classification, "tool">]-?: string };

/** A row without the names of its tool, which are its key. */
type Row = Omit<Classification, "tool">;

const readAction: Read<string> = (value, pointer, reading) => {
  const action = readString(value, pointer, reading);
  if (action !== PAYMENT_REQUEST) return action;
  const message = "a tool call is no payment request: that comes with its document";
  return report(reading, pointer, { code: "classify.payment_request", message, help: "name an action of your own" });
};

const readFields = tableOf<Fields>("classify", {
  server: readString,
  action: readAction,
  amount: readString,
  currency: readString,
  currency_value: readString,
  tenant: readString,
  payee: readString,
});

const readRow: Read<Row> = (value, pointer, reading) => {
  const fields = readFields(value, pointer, reading);
  if (fields === undefined) return;
  const { server = null, action, amount = null, currency = null, currency_value = null, tenant = null } = fields;
  if (currency !== null && currency_value !== null) {
    const message = "`currency` names an argument and `currency_value` is a constant; both cannot hold";
    report(reading, `${pointer}/currency_value`, { code: "classify.two_currencies", message, on: "key" });
  }
  if (action !== undefined) {
    const row = { server, action, amount, currency, currency_value, tenant };
    return fields.payee === undefined ? row : { ...row, payee: fields.payee };
  }
  if ("action" in fields) return;
  return report(reading, pointer, {
    code: "classify.missing_key",
    message: "the row has no `action`",
    help: "name the action that the call is",
  });
};

const readRows = tableOfNames(readToolName, readRow);

/** Reads all rows; the server stands in the key (`"SERVER/NAME"`) or in `server`, not in both. */
export const readClassify: Read<readonly Classification[]> = (value, pointer, reading) =>
  readRows(value, pointer, reading)?.map((named) => classification(named, pointer, reading));

function classification([name, row]: Named<Row>[number], pointer: string, reading: Reading): Classification {
  const slash = name.indexOf("/");
  if (slash === -1) return { tool: name, ...row };
  if (row.server !== null) {
    const message = "the server is named twice, in the table's name and in `server`";
    report(reading, `${pointer}/${name.replace("/", "~1")}/server`, {
      code: "classify.two_servers",
      message,
      on: "key",
    });
  }
  return { tool: name.slice(slash + 1), ...row, server: name.slice(0, slash) };
}
