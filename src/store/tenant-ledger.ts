/** Where the ledgers of tenants are: beside the common one, under its name, a dot, and the name of the tenant. */

import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { isPostgres, readAddress } from "./postgres-address.ts";

/** `writ.db` and `acme` are `writ.acme.db`; `…?ledger=writ` and `acme` are `…?ledger=writ.acme`. */
export function tenantState(state: string, tenant: string): string {
  if (!isPostgres(state)) return withTenant(state, tenant);
  const url = new URL(state);
  url.searchParams.set("ledger", `${readAddress(state).ledger}.${tenant}`);
  return url.href;
}

/** The key of a tenant's ledger, where that of the common one was named. */
export function tenantKey(key: string, tenant: string): string {
  return withTenant(key, tenant);
}

/** The tenants that have a ledger of their own beside this one, in alphabetical order. */
export async function tenantsBeside(state: string): Promise<readonly string[]> {
  if (isPostgres(state)) return (await import("./postgres-read.ts")).tenantsInDatabase(state);
  const directory = dirname(state);
  const [start, end] = [`${stemOf(state)}.`, extname(state)];
  const names = existsSync(directory) ? readdirSync(directory) : [];
  return names
    .filter((name) => name.startsWith(start) && name.endsWith(end) && name.length > start.length + end.length)
    .map((name) => name.slice(start.length, name.length - end.length))
    .filter((tenant) => TENANT.test(tenant))
    .toSorted();
}

/** Nothing else that lies beside a ledger looks like one of a tenant. */
const TENANT = /^[A-Za-z0-9_-]+$/;

function withTenant(file: string, tenant: string): string {
  return join(dirname(file), `${stemOf(file)}.${tenant}${extname(file)}`);
}

function stemOf(file: string): string {
  return basename(file, extname(file));
}
