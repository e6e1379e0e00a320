/** The stretch of time that a budget looks at; docs/spec/budget.md. */

import { lengthText } from "./length.ts";

export type CalendarUnit = "hour" | "day" | "week" | "month" | "year";

export type Window =
  | { readonly kind: "per_request" }
  | { readonly kind: "rolling"; readonly length_ms: number }
  | { readonly kind: "calendar"; readonly unit: CalendarUnit; readonly zone: string }
  | { readonly kind: "lifetime" };

/** `24h`, `the day in Europe/Berlin`; lengths as policies write them. */
export function windowText(window: Window): string {
  switch (window.kind) {
    case "per_request":
      return "each request";
    case "rolling":
      return lengthText(window.length_ms);
    case "calendar":
      return `the ${window.unit} in ${window.zone}`;
    case "lifetime":
      return "all time";
  }
}
