import type { SchemaObject } from 'ajv';
import { GuardianError } from '../text/guardian-error.js';
import { sayingOfJsonFault } from '../validation/json-fault.js';
import { parsedJson } from '../validation/json.js';
import { sayingsOf, validatorOf, type Validated } from '../validation/validator.js';
import { readIfThere, writePrivateFile } from './state-folder.js';

/** A JSON document of the state folder that follows a schema: read whole or refused, written whole or not at all. */
export class StateDocument<T> {
  readonly #validate: (value: unknown) => Validated<T>;

  constructor(schema: SchemaObject) {
    this.#validate = validatorOf<T>(schema);
  }

  /**
   * What stands in a file; undefined when there is none.
   *
   * @throws GuardianError `state.damaged` when it is not what was written.
   */
  load(file: string): T | undefined {
    const bytes = readIfThere(file);
    if (bytes === undefined) return undefined;
    const document = parsedJson(bytes);
    const checked = this.#validate(document);
    if (checked.ok) return checked.value;
    // A schema says of what is no JSON that it is of the wrong type, which helps nobody.
    const problems = document === undefined ? [sayingOfJsonFault(bytes.toString())] : sayingsOf(checked.problems);
    throw new GuardianError({ code: 'state.damaged', args: { file, problems } });
  }

  /** Whether a document could be saved, or what is wrong with it. */
  check(document: unknown): Validated<T> {
    return this.#validate(document);
  }

  /** @throws GuardianError `state.file` when it cannot be written. */
  save(file: string, document: T): void {
    writePrivateFile(file, `${JSON.stringify(document, null, 2)}\n`);
  }
}
