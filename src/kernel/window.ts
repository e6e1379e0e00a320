/** The stretch of time that a budget looks at; docs/spec/budget.md. */

export type CalendarUnit = "hour" | "day" | "week" | "month" | "year";

export type Window =
  | { readonly kind: "per_request" }
  | { readonly kind: "rolling"; readonly length_ms: number }
  | { readonly kind: "calendar"; readonly unit: CalendarUnit; readonly zone: string }
  | { readonly kind: "lifetime" };
