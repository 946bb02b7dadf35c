import type { Binding, Scope, Told } from "../../keys.svelte";
import { router } from "../../router.svelte";
import { words } from "../../words/en";
import type { Assess, FormName } from "./assess.svelte";

/** What can be captured, with its name in the language shown. */
const named = (key: string, form: FormName & keyof typeof words.assess.forms) => ({
  key,
  form,
  get label(): string {
    return words.assess.forms[form];
  },
});
/** What can be captured without leaving the question, in the order of the bar. */
export const forms: readonly { key: string; form: FormName; readonly label: string }[] = [
  named("n", "note"),
  named("p", "parking"),
  named("d", "decision"),
  named("q", "quote"),
  named("x", "risk"),
  named("a", "action"),
  named("e", "evidence"),
];

/** Moves to a question in place: going back leaves the step rather than walking through it. */
export function show(question: string | null): void {
  if (question) router.refine({ question });
}

/** What a vote that has the focus handles itself. */
function toldOfVotes({ isReadOnly, participants }: Assess): Told[] {
  const said = words.captures.keys;
  if (participants.length === 0) return [];
  const arrows = { keys: ["ArrowLeft", "ArrowRight"], label: said.tellCells };
  if (isReadOnly) return [arrows];
  return [
    arrows,
    { keys: ["1", "5", "-", "n"], label: said.tellVote },
    { keys: ["g", "f", "s"], label: said.tellCertainty },
    { keys: ["Delete"], label: said.tellClear },
  ];
}

/** What the forms handle themselves. */
function toldOfForms({ isReadOnly }: Assess): Told[] {
  const said = words.captures.keys;
  if (isReadOnly) return [];
  return [
    { keys: ["Enter", "Escape"], label: said.tellForm },
    { keys: ["mod+Enter"], label: said.tellNote },
    { keys: ["mod+v"], label: said.tellPicture },
  ];
}

/**
 * Everything the assessment does by key, in the groups of the sheet of keys. The votes field and the cells use
 * digits, - and n themselves.
 */
export function scopes(assess: Assess): Readonly<Record<"questions" | "votes" | "capture", Scope>> {
  const { keys } = words.captures;
  const { moving, voting, capturing } = bindings(assess);
  return {
    questions: { name: words.steps.assess.name, bindings: moving },
    votes: { name: keys.votes, bindings: voting, told: toldOfVotes(assess) },
    capture: { name: keys.capture, bindings: capturing, told: toldOfForms(assess) },
  };
}

function bindings(assess: Assess): Record<"moving" | "voting" | "capturing", Binding[]> {
  const said = words.assess.keys;
  const next = () => show(assess.neighbour(1));
  const previous = () => show(assess.neighbour(-1));
  // What would change something only says that nothing can be changed; the sheet of keys does not offer it.
  const { isReadOnly } = assess;
  const writing = (writes: Binding[]) =>
    writes.map((binding) => (isReadOnly ? { ...binding, hidden: true } : binding));
  const voting = writing([
    { key: "v", label: said.votes, run: () => assess.voteBy("row") },
    { key: "shift+v", label: words.captures.ways.person, run: () => assess.voteBy("person") },
    { key: "c", label: words.captures.ways.count, run: () => assess.voteBy("count") },
    { key: "r", label: said.reveal, run: () => assess.reveal() },
    ...[1, 2, 3, 4, 5].map((level) => ({
      key: String(level),
      label: said.settle,
      // One line on the sheet of keys says it for all five.
      hidden: level > 1,
      run: () => assess.propose(level),
    })),
    // While a settled level may get its reason, and the focus has left its form.
    ...(assess.proposal && assess.proposal.level !== null
      ? [
          {
            key: "Enter",
            label: said.keep,
            // What came back is looked at first: the answer may have moved on since.
            run: () =>
              assess.proposal?.isBack && !assess.proposal.isTyped
                ? assess.focusReason?.()
                : assess.keepProposal(true),
          },
          { key: "Escape", label: said.withoutReason, run: () => assess.leaveProposal() },
        ]
      : []),
    ...(assess.canConfirm
      ? [{ key: "s", label: words.rounds.confirm, run: () => assess.confirmLast() }]
      : []),
    { key: "u", label: said.reopen, run: () => assess.reopen() },
    { key: "shift+n", label: said.notApplicable, run: () => assess.propose(null) },
    { key: "y", label: words.assess.sayWhy, run: () => assess.askWhy() },
    { key: "t", label: said.target, run: () => assess.openForm("target") },
  ]);
  const capturing = writing([
    ...forms.map(({ key, form, label }) => ({ key, label, run: () => assess.openForm(form) })),
    { key: "i", label: said.privateNote, run: () => assess.writePrivately() },
    { key: "!", label: said.flag, run: () => assess.flag() },
  ]);
  const moving: Binding[] = [
    { key: "j", label: said.next, run: next },
    { key: "k", label: said.previous, run: previous },
    { key: "ArrowRight", label: said.next, run: next, hidden: true },
    { key: "ArrowLeft", label: said.previous, run: previous, hidden: true },
    { key: "o", label: said.nextOpen, run: () => show(assess.nextOpen) },
    { key: "g", label: said.questions, run: () => assess.toggle("questions") },
    { key: "f", label: said.card, run: () => assess.toggle("card") },
    { key: "w", label: words.workshop.toggle, run: () => assess.toggle("workshop") },
    { key: "l", label: words.captures.keys.open, run: () => router.go("assess", { page: "captures" }) },
    { key: "h", label: words.history.question.key, run: () => assess.toggle("history") },
  ];
  return { moving, voting, capturing };
}
