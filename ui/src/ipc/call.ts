import { AppError } from "./error";
import type { Commands } from "./generated/Commands";
import { host } from "./host";

type Pair = { request: unknown; response: unknown };
type Contract = { [K in keyof Commands]: Commands[K] extends Pair ? Commands[K] : never };

/** A command of the contract. */
export type CommandName = keyof Contract & string;
/** What a command is sent. */
export type Request<K extends CommandName> = Contract[K]["request"];
/** What a command answers. */
export type Response<K extends CommandName> = Contract[K]["response"];

/**
 * The one way out of the interface: runs a command of the contract.
 *
 * @throws {AppError} always and only, whatever went wrong
 */
export async function call<K extends CommandName>(name: K, request: Request<K>): Promise<Response<K>> {
  try {
    return (await host().invoke(name, request)) as Response<K>;
  } catch (thrown) {
    throw AppError.from(thrown);
  }
}
