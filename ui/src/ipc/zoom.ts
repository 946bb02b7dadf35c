import { AppError } from "./error";
import { host } from "./host";

/**
 * Draws the page at this size: 1 as it is, 2 twice as large.
 *
 * @throws {AppError} always and only, whatever went wrong
 */
export async function zoom(factor: number): Promise<void> {
  try {
    await host().zoom(factor);
  } catch (thrown) {
    throw AppError.from(thrown);
  }
}
