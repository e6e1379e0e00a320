/** The policies that `writ init` can write: one row each. */

export interface Preset {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly text: string }>;
}

export const DEFAULT_PRESET = "coding";

export const PRESETS: readonly Preset[] = [
  { name: "coding", summary: "reads freely, asks before it writes", load: () => import("./coding.ts") },
  { name: "payments", summary: "small payments alone, large ones never", load: () => import("./payments.ts") },
  { name: "strict", summary: "reads only, no network, everything else asks", load: () => import("./strict.ts") },
  {
    name: "yolo-with-guards",
    summary: "everything but what cannot be undone",
    load: () => import("./yolo-with-guards.ts"),
  },
];
