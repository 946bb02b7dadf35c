import { call } from "../../ipc/call";
import type { AssessDimension } from "../../ipc/generated/AssessDimension";
import type { DerivedColumn } from "../record";
import { words } from "../../words/en";
import { workshop } from "../workshop";

/** What is asked, by dimension; null until it is known. */
export class Dimensions {
  all = $state.raw<readonly AssessDimension[] | null>(null);

  async load(): Promise<void> {
    try {
      this.all = (await call("assess_get", {})).dimensions;
    } catch {
      this.all = null; // The form does without: nothing is said of what somebody can answer.
    }
  }
}

/** How many questions somebody's role can answer. */
export const answersColumn: DerivedColumn = {
  key: "can_answer",
  get title() {
    return words.workshop.answers.column;
  },
  text: (record) => {
    const person = workshop.people.find(({ uid }) => uid === record.uid);
    return person ? words.workshop.answers.questions(person.canAnswer.length) : "";
  },
};
