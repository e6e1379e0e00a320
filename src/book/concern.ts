/** Whom a request or a ticket is about, for freezes: a tenant is named in more places than one. */

import type { Open } from "../budget/reservation.ts";
import { TENANT_TYPE } from "../kernel/entity.ts";
import type { Movement } from "../kernel/movement.ts";
import type { Part, Request } from "../kernel/request.ts";

export interface Concern {
  /** That of the call, and those that its payments and its resource name. */
  readonly tenants: readonly string[];
  readonly principal: string;
}

export function concernOf({ context, parts, principal, resource, movements = [] }: Request): Concern {
  const named = [context.tenant, resource.type === TENANT_TYPE ? resource.id : null, ...parts.map(tenantOf)];
  return { tenants: known([...named, ...movements.flatMap(tenantsIn)]), principal: principal.id };
}

export function concernOfTicket({ owner, movements }: Open): Concern {
  return { tenants: known([owner.tenant, ...movements.flatMap(tenantsIn)]), principal: owner.principal };
}

function tenantOf(part: Part): string | null {
  return part.kind === "action" ? part.tenant : null;
}

function tenantsIn({ dimensions: { tenant = null } }: Movement): readonly (string | null)[] {
  return tenant === null || typeof tenant === "string" ? [tenant] : tenant;
}

function known(tenants: readonly (string | null)[]): readonly string[] {
  return [...new Set(tenants)].flatMap((tenant) => (tenant === null || tenant === "" ? [] : [tenant]));
}
