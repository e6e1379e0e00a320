/** Which actions are payments, by their names. */

/** Asking about payments moves nothing. */
export function isPayment(action: string): boolean {
  return /payment/i.test(action) && !/query$/i.test(action);
}
